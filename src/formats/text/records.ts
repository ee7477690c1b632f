/** How a text table marks its fields. */
export interface Dialect {
  delimiter: string;
  /** '' where nothing is quoted. */
  quote: string;
  escape: string;
}

/**
 * Text cut into records and fields, as strictly as the engine cuts it. For samples: the engine reads the files. Blank
 * lines are left out; a record that the text's end cuts off is left out unless `whole`.
 */
export function splitRecords(text: string, dialect: Dialect, most: number, whole: boolean): string[][] {
  const records: string[][] = [];
  let record: string[] = [];
  let at = 0;
  while (at < text.length && records.length < most) {
    const field = fieldAt(text, at, dialect);
    if (field.end >= text.length && !whole) break;
    record.push(field.value);
    at = field.end;
    if (text.startsWith(dialect.delimiter, at)) {
      at += dialect.delimiter.length;
      if (at < text.length) continue;
      if (!whole) break;
      record.push('');
    }
    if (text[at] === '\r' && text[at + 1] === '\n') at += 1;
    at += 1;
    if (record.length > 1 || record[0] !== '') records.push(record);
    record = [];
  }
  return records;
}

/** The field that starts at an offset, and the offset of what ends it. */
function fieldAt(text: string, start: number, dialect: Dialect): { value: string; end: number } {
  const { delimiter, quote } = dialect;
  if (quote !== '' && text[start] === quote) return quotedAt(text, start, dialect);
  let end = start;
  while (end < text.length && text[end] !== '\n' && text[end] !== '\r' && !text.startsWith(delimiter, end))
    end += 1;
  return { value: text.slice(start, end), end };
}

function quotedAt(
  text: string,
  start: number,
  { delimiter, quote, escape }: Dialect,
): { value: string; end: number } {
  let value = '';
  let at = start + 1;
  for (; at < text.length; at++) {
    const character = text[at];
    if (character === escape && (text[at + 1] === quote || text[at + 1] === escape)) value += text[(at += 1)];
    else if (character === quote) break;
    else value += character;
  }
  let end = Math.min(at + 1, text.length);
  // What stands between the closing quote and the delimiter is broken structure; it counts as part of the field.
  while (end < text.length && text[end] !== '\n' && text[end] !== '\r' && !text.startsWith(delimiter, end))
    end += 1;
  return { value: value + text.slice(at + 1, end), end };
}
