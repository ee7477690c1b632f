import { literal } from '../../sql/quote';
import type { ColumnPlan } from './column-plan';
import { dateSql } from './date-sql';
import { trimmedSql } from './missing';
import { numberSql } from './number-sql';
import { kindOf } from './type-kind';

/** The column's value in SQL, of the plan's type; null where `text` (SQL of type VARCHAR) is missing or does not fit. */
export function valueSql(plan: ColumnPlan, text: string): string {
  const { type, reading } = plan;
  switch (kindOf(type)) {
    case 'text':
      return textSql(plan, text);
    case 'number':
      return numberSql(reading, type, text, plan.lenient === true);
    case 'boolean':
      return yesNoSql(plan, text);
    case 'date':
      return dateSql(reading, type, text);
    case 'other':
      return `TRY_CAST(${text} AS ${type})`;
  }
}

/** Whether `text` is a value that the column does not fit, in SQL: never null. */
export function misfitSql(plan: ColumnPlan, text: string): string {
  if (kindOf(plan.type) === 'text') return 'FALSE';
  return `CASE WHEN (${valueSql(plan, text)}) IS NOT NULL THEN FALSE ELSE NOT (${missingSql(plan, text)}) END`;
}

/** Whether `text` stands for no value, in SQL: blank, or spelled so. Never null. */
export function missingSql(plan: ColumnPlan, text: string): string {
  const trimmed = trimmedSql(text);
  const { missing = [] } = plan.reading;
  const spelled = missing.length > 0 ? ` OR lower(${trimmed}) IN (${missing.map(literal).join(', ')})` : '';
  return `(${text} IS NULL OR ${trimmed} = ''${spelled})`;
}

const DIRECT = new Set(['VARCHAR', 'BIGINT', 'DOUBLE', 'DATE', 'TIMESTAMP']);

/**
 * Whether the column is as the engine writes values itself: text, whole numbers, decimal points, ISO dates. Its own cast
 * then reads what fits, but also takes some that does not (`007`, `12.7` as 13, `1_000`, `inf`, a time as a day), which
 * whoever uses it has to look for.
 */
export function isDirect({ type, reading, lenient, guarded }: ColumnPlan): boolean {
  const asIs = Object.entries(reading).every(([part, value]) => part === 'decimal' && value === '.');
  return !lenient && !guarded && asIs && DIRECT.has(type);
}

/** Text as it is, spaces too; null where there is nothing else. Most values start with a printable sign and are done. */
function textSql(plan: ColumnPlan, text: string): string {
  const anyMissing = (plan.reading.missing ?? []).length > 0;
  const quick = anyMissing ? '' : `WHEN ${text} BETWEEN '!' AND '~' THEN ${text} `;
  return `CASE ${quick}WHEN NOT ${missingSql(plan, text)} THEN ${text} END`;
}

function yesNoSql({ reading }: ColumnPlan, text: string): string {
  const { yes = ['true'], no = ['false'] } = reading;
  const word = `lower(${trimmedSql(text)})`;
  const among = (words: readonly string[]): string =>
    words.length > 0 ? `${word} IN (${words.map(literal).join(', ')})` : 'FALSE';
  return `CASE WHEN ${among(yes)} THEN TRUE WHEN ${among(no)} THEN FALSE END`;
}
