/** The types step of an import: from values of text to typed columns, said as plans and done in SQL. */
export { planColumns } from './plan-columns';
export type { ToldTypes } from './sketch';
export { isDirect, misfitSql, missingSql, valueSql } from './value-sql';
export { widerPlan } from './wider-plan';
