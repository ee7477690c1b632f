import { ident, literal } from '../../../sql/quote';
import { formatDate } from '../../../values/format';
import { daysPerUnit, type ClvInput } from '../input';

export const dateLiteral = (milliseconds: number): string => `DATE ${literal(formatDate(milliseconds))}`;

/** A day in UTC, whatever date type the column has; a time zone is dropped, since the engine has none. */
export const dayOfColumn = (column: string): string => `CAST(CAST(${ident(column)} AS TIMESTAMP) AS DATE)`;

/** A column as a double; NaN and infinities count as missing, as does a column that is not chosen. */
export const amountOf = (column: string | null): string => {
  if (column === null) return 'NULL::DOUBLE';
  const value = `CAST(${ident(column)} AS DOUBLE)`;
  return `CASE WHEN isfinite(${value}) THEN ${value} END`;
};

export const unitLength = ({ options }: ClvInput): string => literal(daysPerUnit[options.unit]);

/** The money settings that come as columns, by the names they have in the kept customers. */
export interface MoneyColumns {
  margin: string | null;
  cost_to_acquire: string | null;
  cost_to_serve: string | null;
}
export function moneyColumns({ options }: ClvInput): MoneyColumns {
  const of = (value: number | { column: string }): string | null =>
    typeof value === 'number' ? null : value.column;
  return {
    margin: of(options.margin),
    cost_to_acquire: of(options.costToAcquire),
    cost_to_serve: of(options.costToServe),
  };
}
