import { ident, literal } from '../../sql/quote';
import type { ColumnInfo } from '../../values/table';
import { single, type Numbers } from './numbers';
import type { DriversInput } from './roles';

/** One column that takes part, the outcome at place 0, then the drivers in their order. */
export interface UsedColumn {
  name: string;
  kind: 'number' | 'boolean' | 'text';
  /** Its value: a DOUBLE (yes is 1), or text; NULL where missing, not a number, infinite, blank or not applicable. */
  value: string;
  /** The same as a DOUBLE; of text NULL where it does not read as a number. */
  number: string;
  /** Whether it does not apply in a row; null where no code says so. */
  notApplicable: string | null;
  /** A number that came as text. */
  fromText: boolean;
}

/** The outcome's column, then the drivers', as the relation has them. */
export function usedColumns(input: DriversInput): UsedColumn[] {
  return [input.roles.outcome, ...input.roles.drivers].map((name) => {
    const info = input.columns.find((column) => column.name === name);
    const kind = info?.kind === 'text' || info?.kind === 'boolean' ? info.kind : 'number';
    const raw = rawValue(name, kind, info);
    const notApplicable = codesMatch(raw, kind, input.options.notApplicable);
    const applying = (value: string): string =>
      notApplicable === null ? value : `CASE WHEN NOT coalesce(${notApplicable}, FALSE) THEN ${value} END`;
    const value = applying(raw);
    const number = kind === 'text' ? applying(textNumber(raw)) : value;
    return { name, kind, value, number, notApplicable, fromText: false };
  });
}

/**
 * The same once the values are known: a text column whose values all read as numbers, apart from blanks and what does
 * not apply, is a rating. Without any of these nothing made it text but somebody's wish: a driver then is a category.
 */
export function readColumns(input: DriversInput, overview: Numbers): UsedColumn[] {
  return usedColumns(input).map((column, i) =>
    column.kind === 'text' &&
    textNumbers(overview, i) === 1 &&
    (i === 0 || single(overview, `given${i}`) > single(overview, `answered${i}`))
      ? { ...column, kind: 'number', value: column.number, fromText: true }
      : column,
  );
}

/** The share of a text column's values that read as numbers; NaN where it has none, or is no text. */
export const textNumbers = (overview: Numbers, column: number): number =>
  (overview[`numbers${column}`]?.[0] ?? NaN) / single(overview, `answered${column}`);

/** Text of the name as it is; NULL where it is blank. */
function rawValue(name: string, kind: UsedColumn['kind'], info: ColumnInfo | undefined): string {
  if (kind === 'text') {
    const text = `CAST(${ident(name)} AS VARCHAR)`;
    return `CASE WHEN trim(${text}) <> '' THEN ${text} END`;
  }
  const value = `CAST(${ident(name)} AS DOUBLE)`;
  return /^(FLOAT|DOUBLE)$/i.test(info?.type ?? '')
    ? `CASE WHEN isfinite(${value}) THEN ${value} END`
    : value;
}

/** 'nan' and 'inf' are words, no ratings. */
function textNumber(raw: string): string {
  const value = `TRY_CAST(trim(${raw}) AS DOUBLE)`;
  return `CASE WHEN isfinite(${value}) THEN ${value} END`;
}

/**
 * A code is compared with numbers as a number (`99` also means 99.0), and with text as text, trimmed and ignoring case,
 * or as the number that it reads as.
 */
function codesMatch(raw: string, kind: UsedColumn['kind'], codes: readonly string[]): string | null {
  const numbers = codes.map((code) => (code.trim() === '' ? NaN : Number(code))).filter(Number.isFinite);
  const listed = (values: readonly (string | number)[]): string => values.map(literal).join(', ');
  if (kind === 'text') {
    if (codes.length === 0) return null;
    const words = `lower(trim(${raw})) IN (${listed(codes.map((code) => code.trim().toLowerCase()))})`;
    return numbers.length === 0
      ? `(${words})`
      : `(${words} OR coalesce(${textNumber(raw)} IN (${listed(numbers)}), FALSE))`;
  }
  if (kind === 'boolean' || numbers.length === 0) return null;
  return `(${raw} IN (${listed(numbers)}))`;
}

/** The weight as a DOUBLE; NULL where there is none or it is not finite; absent without the role. */
export const weightValue = (input: DriversInput): string | null => {
  if (input.roles.weight === null) return null;
  const value = `CAST(${ident(input.roles.weight)} AS DOUBLE)`;
  return `CASE WHEN isfinite(${value}) THEN ${value} END`;
};
