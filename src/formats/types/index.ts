/** The types step of an import: from values of text to typed columns, said as plans and done in SQL. */
export { planColumns, type ToldTypes } from './plan-columns';
export { isDirect, misfitSql, missingSql, valueSql } from './value-sql';
export { widerPlan } from './wider-plan';
