import { ident, literal } from '../../sql/quote';
import type { RfmInput } from './form';

/** The input's columns as SQL, in the types that the queries count on. */
export const customerOf = (input: RfmInput): string => ident(input.roles.customer);
export const dayOf = (input: RfmInput): string => `CAST(${ident(input.roles.date)} AS DATE)`;
/** A column as a finite DOUBLE, or NULL. */
export const finiteSql = (column: string): string => {
  const number = `${ident(column)}::DOUBLE`;
  return `CASE WHEN isfinite(${number}) THEN ${number} END`;
};
export const amountOf = ({ roles }: RfmInput): string =>
  roles.amount === null ? 'NULL::DOUBLE' : finiteSql(roles.amount);

/** Which lines count on a day. */
export const countedSql = (input: RfmInput, asOf: string): string =>
  `${customerOf(input)} IS NOT NULL AND ${dayOf(input)} <= ${literal(asOf)}::DATE`;
