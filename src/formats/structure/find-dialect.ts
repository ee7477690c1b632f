import { isTyped, kindOf } from './cell-shape';
import type { TextDialect } from './dialect';
import { rawRecords, type PlacedRecord } from './raw-records';

/** A way of reading, and how much the sample speaks for it. */
export interface ScoredDialect {
  dialect: TextDialect;
  /** From 0 to 1; comparable within one text only. */
  score: number;
  /** The share of records that have the usual number of fields. */
  agreeing: number;
}

/** How usual a delimiter is: what decides where records do not. */
const USUAL: readonly (readonly [delimiter: string, weight: number])[] = [
  [',', 1],
  [';', 1],
  ['\t', 1],
  ['|', 0.97],
  [', ', 0.99],
  ['; ', 0.97],
  [' ', 0.6],
  [':', 0.5],
  ['~', 0.9],
  ['^', 0.9],
  ['¦', 0.9],
  ['§', 0.9],
  ['\u0001', 0.95],
  ['\u001e', 0.95],
  ['\u001f', 0.95],
];
const MOST_RECORDS = 300;
const MOST_TEXT = 120_000;
/** What a single column scores: less than any table that holds together. */
const ONE_COLUMN = 0.3;

/** Lines of a report's heading that begin with `#`, which may be more than its records. */
const HEADING = /^(?:#[^\r\n]*(?:\r\n|\n|\r)+){3,}(?=[^#])/;

/** Every reading worth a try, the best first. Parts that are given stay as given. */
export function scoreDialects(
  text: string,
  whole: boolean,
  given: Partial<Omit<TextDialect, 'lineEnds'>>,
): ScoredDialect[] {
  const body = text.replace(HEADING, '');
  const looked = body.slice(0, MOST_TEXT);
  const all = whole && looked.length === body.length;
  const delimiters =
    given.delimiter === undefined
      ? [...USUAL.filter(([delimiter]) => looked.includes(delimiter)), ...runs(looked)]
      : [[given.delimiter, 1] as const];
  const scored = delimiters.map(([delimiter, weight]) => {
    const dialect = withQuotes(looked, delimiter, given);
    const { score, agreeing } = scoreOf(rawRecords(looked, dialect, all, MOST_RECORDS), dialect);
    return { dialect, score: score * weight, agreeing };
  });
  if (given.delimiter === undefined) {
    const dialect = withQuotes(looked, ONE_FIELD, given);
    const fit = markFit(rawRecords(looked, dialect, all, MOST_RECORDS), dialect);
    scored.push({ dialect, score: ONE_COLUMN * fit, agreeing: 1 });
  }
  return scored.sort((a, b) => b.score - a.score);
}

/** The delimiter of a single column: a sign that no text has. */
export const ONE_FIELD = '\uffff';

/** Delimiters of several signs: runs that most of the first lines have equally often. */
function runs(text: string): [string, number][] {
  const lines = text
    .split(/\r\n|\n|\r/, 12)
    .filter((line) => line !== '')
    .slice(0, 10);
  const found = new Set(lines[0]?.match(/[^\p{L}\p{N}\s"'.,+()-]{2,4}/gu));
  return [...found]
    .filter((run) => run !== '://' && !USUAL.some(([delimiter]) => delimiter === run))
    .filter((run) => usualWidth(lines.map((line) => line.split(run).length)).agreeing > 0.5)
    .map((run) => [run, 0.98]);
}

/** The quote is the one that stands at both ends of fields; the double quote where none does. */
function withQuotes(
  text: string,
  delimiter: string,
  given: Partial<Omit<TextDialect, 'lineEnds'>>,
): TextDialect {
  const quote = given.quote ?? (wraps(text, delimiter, "'") > wraps(text, delimiter, '"') ? "'" : '"');
  const escape = given.escape ?? (backslashed(text, delimiter, quote) ? '\\' : quote);
  return { delimiter, quote, escape, lineEnds: lineEndsOf(text) };
}

/** The smaller of how many fields begin with the mark and how many end with it. */
function wraps(text: string, delimiter: string, quote: string): number {
  if (!text.includes(quote)) return 0;
  const mark = escaped(quote);
  const edge = escaped(delimiter);
  const opens = text.match(new RegExp(`(^|${edge})${mark}`, 'gm'))?.length ?? 0;
  const closes = text.match(new RegExp(`${mark}(${edge}|\\r?$)`, 'gm'))?.length ?? 0;
  return Math.min(opens, closes);
}

function backslashed(text: string, delimiter: string, quote: string): boolean {
  if (quote === '' || !text.includes('\\' + quote)) return false;
  const [mark, edge] = [escaped(quote), escaped(delimiter)];
  const slashed = text.match(new RegExp(`\\\\${mark}(?!${edge}|\\r?$)`, 'gm'))?.length ?? 0;
  const doubled = text.match(new RegExp(`[^\\s${edge}]${mark}${mark}`, 'gm'))?.length ?? 0;
  return slashed > doubled;
}

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');

/** Carriage returns alone end records where no line feed does, or where they stand outside quoted text. */
export function lineEndsOf(text: string): TextDialect['lineEnds'] {
  if (!/\r(?!\n|$)/.test(text)) return 'line-feed';
  if (!text.includes('\n')) return 'carriage-return';
  return /\r(?!\n|$)/.test(text.replace(/"[^"]*"/g, '')) ? 'any' : 'line-feed';
}

function scoreOf(records: readonly PlacedRecord[], dialect: TextDialect): Omit<ScoredDialect, 'dialect'> {
  const filled = records.filter(({ fields }) => fields.length > 0);
  const { width, agreeing } = usualWidth(filled.map(({ fields }) => fields.length));
  if (width < 2 || filled.length === 0) return { score: 0, agreeing };
  const cells = filled.filter(({ fields }) => fields.length === width).flatMap(({ fields }) => fields);
  const likely = cells.reduce((sum, cell) => sum + likelihood(cell, dialect), 0) / (cells.length || 1);
  const broken = filled.filter((record) => record.broken).length / filled.length;
  const score = (1 - 0.75 / width) * agreeing ** 1.3 * likely * (1 - 0.6 * broken) * markFit(filled, dialect);
  return { score, agreeing };
}

/** The most frequent number of fields, and its share; on a tie, the larger. */
export function usualWidth(widths: readonly number[]): { width: number; agreeing: number } {
  const counts = new Map<number, number>();
  for (const width of widths) counts.set(width, (counts.get(width) ?? 0) + 1);
  const [width = 0, count = 0] = [...counts].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0] ?? [];
  return { width, agreeing: count / (widths.length || 1) };
}

/** The share of quote marks that stand beside a delimiter or a line's end, or are doubled. */
function markFit(records: readonly PlacedRecord[], { delimiter, quote, escape }: TextDialect): number {
  let [fitting, all] = [0, 0];
  for (const { text } of records.slice(0, 100))
    for (let at = text.indexOf(quote); quote !== '' && at >= 0; at = text.indexOf(quote, at + 1)) {
      all++;
      const atEdge =
        at === 0 ||
        at === text.length - 1 ||
        text.endsWith(delimiter, at) ||
        text.slice(0, at).endsWith(delimiter);
      const before = text[at - 1] ?? '';
      const after = text.slice(at + 1, at + 1 + delimiter.length);
      if (
        atEdge ||
        after === delimiter ||
        before === quote ||
        after.startsWith(quote) ||
        before === escape ||
        /[\r\n]/.test(before + after)
      )
        fitting++;
    }
  return all === 0 ? 1 : 0.2 + 0.8 * (fitting / all);
}

/** How likely it is that this is one cell. */
function likelihood(cell: string, { delimiter, quote }: TextDialect): number {
  const kind = kindOf(cell);
  if (kind === 'empty') return 0.6;
  const spaced = cell.startsWith(' ') || cell.endsWith(' ') ? 0.7 : 1;
  if (isTyped(kind)) return spaced;
  if (delimiter === ' ' || delimiter === ':') return kind === 'code' ? 0.9 : 0.35;
  if (kind === 'word' || kind === 'code') return 0.95 * spaced;
  const torn = /[;|\t]/.test(cell) || (quote !== '' && (cell.startsWith(quote) || cell.endsWith(quote)));
  return (torn ? 0.3 : 0.75) * spaced;
}
