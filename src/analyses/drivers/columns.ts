import { ident, literal } from '../../sql/quote';
import type { ColumnInfo } from '../../values/table';
import type { DriversInput } from './roles';

/** One column that takes part, the outcome at place 0, then the drivers in their order. */
export interface UsedColumn {
  name: string;
  kind: 'number' | 'boolean' | 'text';
  /** Its value: a DOUBLE (yes is 1), or text; NULL where missing, not a number, infinite, empty or not applicable. */
  value: string;
  /** Whether it does not apply in a row; null where no code says so. */
  notApplicable: string | null;
}

/** The outcome's column, then the drivers'. */
export function usedColumns(input: DriversInput): UsedColumn[] {
  return [input.roles.outcome, ...input.roles.drivers].map((name) => {
    const info = input.columns.find((column) => column.name === name);
    const kind = info?.kind === 'text' || info?.kind === 'boolean' ? info.kind : 'number';
    const raw = rawValue(name, kind, info);
    const notApplicable = codesMatch(raw, kind, input.options.notApplicable);
    const value =
      notApplicable === null ? raw : `CASE WHEN NOT coalesce(${notApplicable}, FALSE) THEN ${raw} END`;
    return { name, kind, value, notApplicable };
  });
}

function rawValue(name: string, kind: UsedColumn['kind'], info: ColumnInfo | undefined): string {
  if (kind === 'text') return `nullif(CAST(${ident(name)} AS VARCHAR), '')`;
  const value = `CAST(${ident(name)} AS DOUBLE)`;
  return /^(FLOAT|DOUBLE)$/i.test(info?.type ?? '')
    ? `CASE WHEN isfinite(${value}) THEN ${value} END`
    : value;
}

/** A code is compared as text with text, and as a number with numbers: `99` also means 99.0. */
function codesMatch(raw: string, kind: UsedColumn['kind'], codes: readonly string[]): string | null {
  if (kind === 'text') return codes.length === 0 ? null : `(${raw} IN (${codes.map(literal).join(', ')}))`;
  const numbers = codes.map((code) => (code.trim() === '' ? NaN : Number(code))).filter(Number.isFinite);
  if (kind === 'boolean' || numbers.length === 0) return null;
  return `(${raw} IN (${numbers.map(literal).join(', ')}))`;
}

/** The weight as a DOUBLE; NULL where there is none or it is not finite; absent without the role. */
export const weightValue = (input: DriversInput): string | null => {
  if (input.roles.weight === null) return null;
  const value = `CAST(${ident(input.roles.weight)} AS DOUBLE)`;
  return `CASE WHEN isfinite(${value}) THEN ${value} END`;
};
