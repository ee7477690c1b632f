/** What a cell looks like, whatever its column. */
export type CellKind =
  | 'empty'
  | 'integer'
  | 'number'
  | 'money'
  | 'percent'
  | 'date'
  | 'time'
  | 'timestamp'
  | 'boolean'
  | 'email'
  | 'address'
  | 'code'
  | 'word'
  | 'text';

const KINDS: readonly [CellKind, RegExp][] = [
  ['empty', /^\s*$/],
  ['integer', /^[+-]?\d{1,18}$/],
  ['number', /^[+-]?(\d+[.,]?\d*|[.,]\d+)([eE][+-]?\d+)?$|^[+-]?\d{1,3}([.,' ]\d{3})+([.,]\d+)?$/],
  ['money', /^[+-]?\(?([$€£¥]|[A-Z]{3}) ?[+-]?\d[\d.,' ]*\)?$|^[+-]?\d[\d.,' ]*? ?([$€£¥]|EUR|USD|GBP|CHF)$/],
  ['percent', /^[+-]?\d+([.,]\d+)? ?%$/],
  ['date', /^\d{1,4}([-/.])\d{1,2}\1\d{1,4}$|^\d{1,2}[ -][A-Za-z]{3,9}[ -]\d{2,4}$/],
  ['time', /^\d{1,2}:\d{2}(:\d{2}([.,]\d+)?)?( ?[AaPp][Mm])?$/],
  [
    'timestamp',
    /^\d{1,4}([-/.])\d{1,2}\1\d{1,4}[ T]\d{1,2}:\d{2}(:\d{2}([.,]\d+)?)?( ?([AaPp][Mm]|Z|[+-]\d{2}:?\d{2}))?$/,
  ],
  ['boolean', /^(true|false|yes|no)$/i],
  ['email', /^[^@\s]+@[^@\s]+\.[A-Za-z]{2,}$/],
  ['address', /^(https?:\/\/|www\.)\S+$/],
  ['code', /^(?=.*\d)[\p{L}\d][\p{L}\d_./#-]*$/u],
  ['word', /^\p{L}[\p{L}'’_.-]*$/u],
];

/** The kind of a value; `text` where no other fits. */
export function kindOf(value: string): CellKind {
  if (value.length > 80) return /^https?:\/\/\S+$/.test(value) ? 'address' : 'text';
  return KINDS.find(([, pattern]) => pattern.test(value.trim()))?.[0] ?? 'text';
}

/** Kinds that a name of a column hardly has. */
export const isTyped = (kind: CellKind): boolean =>
  kind !== 'empty' && kind !== 'word' && kind !== 'text' && kind !== 'code';

/** Digits as 9, letters as a and A, other signs as they are; the first 24 characters. */
export const shapeOf = (value: string): string =>
  value
    .slice(0, 24)
    .replace(/\d/g, '9')
    .replace(/\p{Lu}/gu, 'A')
    .replace(/\p{Ll}/gu, 'a');

/** What the cells of a column look like, from records that nothing is wrong with. Plain data. */
export interface ColumnProfile {
  cells: number;
  kinds: Partial<Record<CellKind, number>>;
  /** How often each shape occurs, for what is not prose. */
  shapes: Record<string, number>;
  values: Record<string, number>;
  /** Mean and standard deviation of the logarithm of the length, of what is not empty. */
  length: { mean: number; deviation: number };
}

const MOST_KEPT = 300;

/** Profiles of the columns of records that all have as many fields. */
export function profileColumns(records: readonly (readonly string[])[], width: number): ColumnProfile[] {
  return Array.from({ length: width }, (_, column) =>
    profileOf(records.map((record) => record[column] ?? '')),
  );
}

function profileOf(values: readonly string[]): ColumnProfile {
  const kinds: Partial<Record<CellKind, number>> = {};
  const shapes = new Map<string, number>();
  const seen = new Map<string, number>();
  const lengths: number[] = [];
  for (const value of values) {
    const kind = kindOf(value);
    kinds[kind] = (kinds[kind] ?? 0) + 1;
    if (kind === 'empty') continue;
    lengths.push(Math.log(1 + value.length));
    if (kind !== 'text') count(shapes, shapeOf(value));
    if (value.length <= 60) count(seen, value);
  }
  const mean = lengths.reduce((sum, length) => sum + length, 0) / (lengths.length || 1);
  const spread = lengths.reduce((sum, length) => sum + (length - mean) ** 2, 0) / (lengths.length || 1);
  return {
    cells: values.length,
    kinds,
    shapes: Object.fromEntries(shapes),
    values: Object.fromEntries([...seen].filter(([, times]) => times > 1)),
    length: { mean, deviation: Math.max(0.25, Math.sqrt(spread)) },
  };
}

function count(counts: Map<string, number>, key: string): void {
  const before = counts.get(key);
  if (before !== undefined || counts.size < MOST_KEPT) counts.set(key, (before ?? 0) + 1);
}

/**
 * How well a value fits a column, as a rough logarithm of a likelihood: near 0 for what the column is full of, about -9
 * for what it never holds.
 */
export function fit(profile: ColumnProfile, value: string): number {
  const kind = kindOf(value);
  const share = (profile.kinds[kind] ?? 0) / (profile.cells || 1);
  const byKind = Math.log((share + 0.002) / 1.002);
  if (kind === 'empty') return byKind;
  const apart = (Math.log(1 + value.length) - profile.length.mean) / profile.length.deviation;
  const byLength = Math.max(-3, -0.25 * apart * apart);
  if (kind === 'text') return byKind + byLength;
  const known = (profile.values[value] ?? 0) > 0 ? 0.5 : 0;
  const shaped = (profile.shapes[shapeOf(value)] ?? 0) / (profile.cells || 1);
  // A profile of names alone says nothing of shapes.
  if (Object.keys(profile.shapes).length === 0) return byKind + byLength;
  return byKind + byLength / 2 + Math.log((shaped + 0.01) / 1.01) / 3 + known;
}
