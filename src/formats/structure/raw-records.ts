import { lineEndAfter, parseRecord, type TextDialect } from './dialect';

/** A record with its place in the text. Blank lines are records without fields. */
export interface PlacedRecord {
  fields: string[];
  /** Line of the file, from 1, that it begins in. */
  line: number;
  /** What stands in the file, without the line end. */
  text: string;
  broken: boolean;
}

/**
 * The records of a text as the rules give them. A record whose quotes break the rules is one line with its fields cut
 * at every delimiter, so that one stray quote does not swallow what follows.
 */
export function rawRecords(text: string, dialect: TextDialect, whole: boolean, most: number): PlacedRecord[] {
  const records: PlacedRecord[] = [];
  let line = 1;
  for (let at = 0; at < text.length && records.length < most;) {
    const { end, next } = lineEndAfter(text, at, dialect.lineEnds);
    if (end < 0 && !whole && records.length > 1) break;
    const stop = end < 0 ? text.length : end;
    const first = text.slice(at, stop);
    const parsed =
      first.trim() === '' && !first.includes(dialect.delimiter) ? null : parseRecord(text, at, dialect, true);
    if (parsed && !parsed.broken && !swallows(text.slice(at, parsed.next), parsed.innerLineEnds, dialect)) {
      records.push({
        fields: parsed.fields,
        line,
        text: text.slice(at, parsed.next).replace(/[\r\n]+$/, ''),
        broken: false,
      });
      line += 1 + parsed.innerLineEnds;
      at = parsed.next;
      continue;
    }
    if (parsed?.broken && !whole && parsed.next >= text.length && isLongCell(text, next, dialect, records))
      break;
    const fields = parsed ? first.split(dialect.delimiter) : [];
    records.push({ fields, line, text: first, broken: parsed !== null });
    line++;
    if (end < 0) break;
    at = next;
  }
  return records;
}

/** The sample ends inside a quoted cell, not after a stray quote: the lines in it are unlike the records before it. */
function isLongCell(
  text: string,
  from: number,
  dialect: TextDialect,
  records: readonly PlacedRecord[],
): boolean {
  const width = usualOf(records.slice(-20));
  return from > 0 && width > 1 && !hasRecords(text.slice(from, from + LOOKED), dialect, width);
}

const usualOf = (records: readonly PlacedRecord[]): number => {
  const [, second = 0] = records.map(({ fields }) => fields.length).sort((a, b) => a - b);
  return second;
};

/** As much of a long cell is looked at. */
const LOOKED = 20_000;
const MOST_LINES = 5000;

/** Whether some of the lines of a text are records of so many fields. The last line may be cut off. */
export function hasRecords(text: string, dialect: TextDialect, width: number): boolean {
  return text
    .split(/\r\n|\n|\r/, MOST_LINES)
    .slice(0, -1)
    .some((line) => line !== '' && line.split(dialect.delimiter).length === width);
}

/**
 * Whether a record of several lines rather is several records that a stray quote ties together: a line within it has
 * as many delimiters as the whole.
 */
export function swallows(text: string, innerLineEnds: number, dialect: TextDialect): boolean {
  if (innerLineEnds < 2) return false;
  const inner = text
    .split(/\r\n|\n|\r/, MOST_LINES)
    .slice(1, -1)
    .filter((line) => line !== '');
  const whole = parseRecord(text, 0, dialect, true);
  if (!whole || whole.fields.length < 2) return innerLineEnds > 50;
  const alike = inner.filter((line) => {
    const parsed = parseRecord(line, 0, dialect, true);
    return parsed && !parsed.broken && parsed.fields.length === whole.fields.length;
  });
  return alike.length > 0;
}
