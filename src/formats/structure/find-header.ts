import { isTyped, kindOf, profileColumns, shapeOf, type ColumnProfile } from './cell-shape';
import type { TextDialect } from './dialect';
import { repairRecord } from './repair-record';
import type { PlacedRecord } from './raw-records';
import type { StructureChoices } from './structure';

/** Where the table begins, and what its columns are called. */
export interface FoundHeader {
  /** Index of the first record of the header, or of the data where there is none. */
  first: number;
  rows: number;
  /** As many names as columns; empty without a header. Names may be empty or repeat. */
  names: string[];
  /** The header's line broke the rules and was mended. */
  repaired: boolean;
}

const MOST_PREAMBLE = 200;
const MOST_HEADER_ROWS = 5;

/**
 * Finds preamble and header among the first records, blank lines left out; `width` is the usual number of fields. A
 * chosen preamble was left out before, a chosen number of header rows is taken as it is.
 */
export function findHeader(
  records: readonly PlacedRecord[],
  width: number,
  dialect: TextDialect,
  { headerRows, preambleLines }: StructureChoices,
): FoundHeader {
  const first = preambleLines === undefined ? firstOfTable(records, width) : 0;
  const below = records.slice(first + 1).filter((record) => fits(record, width));
  const profiles = profileColumns(
    below.slice(0, 1000).map(({ fields }) => fields),
    width,
  );
  const top = records[first];
  if (headerRows !== undefined) {
    // A header that was mended is mended again: its line is not as wide as the table.
    const above = fits(top, width) ? first : first + 1;
    const isMended = headerRows === 1 && !(fits(top, width) && looksLikeHeader(top.fields, profiles, below));
    return (
      (isMended ? mendedHeader(records, above, width, dialect) : null) ??
      headerFrom(records, first, headerRows, width)
    );
  }
  const isTop =
    top && (looksLikeHeader(top.fields, profiles, below) || isOverNames(records.slice(first), width));
  if (!isTop) {
    const mended = mendedHeader(records, first, width, dialect);
    return mended ?? { first, rows: 0, names: [], repaired: false };
  }
  const above = groupRow(records, first, width) ? 1 : 0;
  let rows = 1;
  while (rows < MOST_HEADER_ROWS && isFurtherHeader(records.slice(first + rows), top, width)) rows++;
  return headerFrom(records, first - above, rows + above, width);
}

const fits = (record: PlacedRecord | undefined, width: number): record is PlacedRecord =>
  record?.fields.length === width && !record.broken;

const filledIn = (fields: readonly string[]): number => fields.filter((field) => field.trim() !== '').length;

/** The first record that is as wide and nearly as full as the others, and is followed by some as wide. */
function firstOfTable(records: readonly PlacedRecord[], width: number): number {
  if (width < 2) return 0;
  const fills = records.filter((record) => fits(record, width)).map(({ fields }) => filledIn(fields));
  const usual = fills.sort((a, b) => a - b)[Math.floor(fills.length / 2)] ?? width;
  const enough = Math.max(1, Math.min(usual, width) * 0.6);
  const isOfTable = (record: PlacedRecord): boolean =>
    fits(record, width) && filledIn(record.fields) >= enough;
  const found = records
    .slice(0, MOST_PREAMBLE)
    .findIndex(
      (record, index) => isOfTable(record) && startsTable(records.slice(index + 1, index + 4), width),
    );
  return Math.max(0, found);
}

/** Whether what follows a first record goes on as a table does; records too wide may be torn ones. */
function startsTable(next: readonly PlacedRecord[], width: number): boolean {
  const alike = next.filter(({ fields, broken }) => fields.length >= width || broken);
  return alike.length * 2 >= next.length;
}

/** Kinds that nearly all filled cells of a column have, where a name would stand out. */
export function tellingKind(profile: ColumnProfile): 'typed' | 'shaped' | null {
  const filled = profile.cells - (profile.kinds.empty ?? 0);
  if (filled === 0) return null;
  const typed = Object.entries(profile.kinds).reduce(
    (sum, [kind, count]) => sum + (isTyped(kind as never) ? count : 0),
    0,
  );
  if (typed / filled >= 0.8) return 'typed';
  const common = Math.max(0, ...Object.values(profile.shapes));
  return (profile.kinds.code ?? 0) / filled >= 0.8 && common / filled >= 0.5 ? 'shaped' : null;
}

/** How many cells stand out of their columns as names do, and how many do not. */
function votes(
  fields: readonly string[],
  profiles: readonly ColumnProfile[],
): { against: number; inFavour: number } {
  let [against, inFavour] = [0, 0];
  profiles.forEach((profile, column) => {
    const telling = tellingKind(profile);
    const value = (fields[column] ?? '').trim();
    if (telling === null || value === '' || /^(n\/?a|null|none|nan|-+|\.|\?)$/i.test(value)) return;
    const alike =
      telling === 'typed'
        ? isTyped(kindOf(value))
        : (profile.shapes[shapeOf(value)] ?? 0) > 0 || kindOf(value) === 'code';
    if (alike) against++;
    else inFavour++;
  });
  return { against, inFavour };
}

function looksLikeHeader(
  fields: readonly string[],
  profiles: readonly ColumnProfile[],
  below: readonly PlacedRecord[],
): boolean {
  if (areYears(fields)) return true;
  const { against, inFavour } = votes(fields, profiles);
  if (inFavour + against > 0) return inFavour > against;
  const names = fields.map((field) => field.trim().toLowerCase()).filter((name) => name !== '');
  if (names.length < Math.max(1, fields.length * 0.6) || fields.some((field) => isTyped(kindOf(field))))
    return false;
  if (new Set(names).size < names.length || names.some((name) => name.length > 80)) return false;
  if (below.length === 0) return true;
  const repeats = fields.filter((field, column) =>
    below.some((record) => record.fields[column] === field && field !== ''),
  );
  return repeats.length * 3 < fields.length || repeats.length === 0;
}

/** Years that groups of columns share, over the names in the groups: 2024, 2024, 2025, 2025 over Q1, Q2, Q1, Q2. */
function isOverNames([top, ...next]: readonly PlacedRecord[], width: number): boolean {
  if (!top) return false;
  const years = top.fields
    .filter((field) => field.trim() !== '')
    .filter((field, i) => i > 0 || isYear(field));
  return (
    years.length >= 2 && years.every(isYear) && new Set(years).size > 1 && isFurtherHeader(next, top, width)
  );
}

const isYear = (field: string): boolean => /^ *(19[0-9]{2}|20[0-9]{2}|2100) *$/.test(field);

/** Years in a row as names of columns, as wide tables have them. */
function areYears(fields: readonly string[]): boolean {
  const years = fields.map(Number).filter((year) => year >= 1900 && year <= 2100);
  const words = fields.filter((field) => !/^\d*$/.test(field.trim())).length;
  return (
    words > 0 &&
    years.length >= 2 &&
    new Set(years).size === years.length &&
    years.every((year, i) => i === 0 || Math.abs(year - (years[i - 1] ?? 0)) === 1)
  );
}

/** Whether the first of these records stands out of the others as names do, or says the names again. */
function isFurtherHeader(
  [record, ...below]: readonly PlacedRecord[],
  top: PlacedRecord,
  width: number,
): boolean {
  if (!record || !fits(record, width)) return false;
  if (record.fields.every((field, i) => field === top.fields[i])) return true;
  const data = below.filter((each) => fits(each, width)).slice(0, 300);
  const profiles = profileColumns(
    data.map(({ fields }) => fields),
    width,
  );
  const { against, inFavour } = votes(record.fields, profiles);
  const telling = profiles.filter((profile) => tellingKind(profile) !== null).length;
  return against === 0 && inFavour >= Math.max(1, Math.min(2, telling / 2)) && inFavour >= telling / 3;
}

/** A row of group names right above: as wide, at least two filled, nothing but words and years. */
function groupRow(records: readonly PlacedRecord[], first: number, width: number): boolean {
  const above = records[first - 1];
  if (!fits(above, width) || above.line + 1 !== records[first]?.line) return false;
  return (
    filledIn(above.fields) >= 2 && above.fields.every((field) => isYear(field) || !isTyped(kindOf(field)))
  );
}

function headerFrom(
  records: readonly PlacedRecord[],
  first: number,
  rows: number,
  width: number,
): FoundHeader {
  const lines = records.slice(first, first + rows).map(({ fields }) => fields);
  return { first, rows, names: rows === 0 ? [] : joined(lines, width), repaired: false };
}

/** Several rows of names become one: what repeats is said once; a group's name holds until the next one. */
function joined(lines: readonly (readonly string[])[], width: number): string[] {
  const last = lines.length - 1;
  const rows = lines.map((line, row) => {
    if (row === last || filledIn(line) >= width * 0.8) return line;
    let group = '';
    return Array.from({ length: width }, (_, column) => (group = line[column]?.trim() || group));
  });
  return Array.from({ length: width }, (_, column) =>
    lines.length === 1
      ? (lines[0]?.[column] ?? '')
      : [...new Set(rows.map((row) => (row[column] ?? '').trim()).filter((name) => name !== ''))].join(' '),
  );
}

/** A profile of what names of columns look like, to mend a header by. */
const NAMES: ColumnProfile = {
  cells: 100,
  kinds: { word: 70, text: 20, code: 8, empty: 2 },
  shapes: {},
  values: {},
  length: { mean: Math.log(9), deviation: 0.6 },
};

/** The record right above the data, laid over the columns as names, where it can be. */
function mendedHeader(
  records: readonly PlacedRecord[],
  first: number,
  width: number,
  dialect: TextDialect,
): FoundHeader | null {
  const above = records[first - 1];
  if (!above || width < 2 || above.line + 1 < (records[first]?.line ?? 0)) return null;
  const rowNames = withRowNames(above, records, width);
  if (rowNames) return { first: first - 1, rows: 1, names: rowNames, repaired: true };
  for (const delimiter of [dialect.delimiter, ',', ';', '\t', '|', ' ']) {
    if (above.text.split(delimiter).length < Math.max(2, width - 1)) continue;
    const mended = repairRecord(
      above.text,
      { ...dialect, delimiter },
      Array.from({ length: width }, () => NAMES),
    );
    if (!mended || mended.fields.some((field) => isTyped(kindOf(field)))) continue;
    const names = mended.fields.map((field) => field.trim());
    const filled = names.filter((name) => name !== '');
    if (filled.length >= width - 1 && new Set(filled).size === filled.length)
      return { first: first - 1, rows: 1, names, repaired: true };
  }
  return null;
}

/** One name too few over a first column that numbers the rows, as R writes it. */
function withRowNames(above: PlacedRecord, records: readonly PlacedRecord[], width: number): string[] | null {
  if (above.broken || above.fields.length !== width - 1) return null;
  const numbers = records
    .filter((record) => fits(record, width))
    .slice(0, 20)
    .map(({ fields }) => Number(fields[0]));
  const counts = numbers.length > 2 && numbers.every((number, i) => number === (numbers[0] ?? 0) + i);
  return counts ? ['', ...above.fields] : null;
}
