import { formatSql } from '../../sql/format-sql';
import { findParameters } from '../../sql/parameters';
import { findReferences, unknownReferences } from '../../sql/references';
import { renameRelation, renameVariable } from '../../sql/rename';
import { wrapStatement } from '../../sql/wrap';
import { problemOf } from '../../values/problem';
import type { CellKind } from '../kind';

const sql: CellKind = {
  id: 'sql',
  label: 'SQL',
  summary: 'A query; its result is a table that other cells read.',
  template: ({ relations }) =>
    `SELECT *\nFROM ${[...relations][0] ?? '(VALUES (1)) AS example(number)'}\nLIMIT 100`,
  // Names that nobody knows come last: the cell waits for them.
  reads: (body, { relations }) => ({
    relations: [...findReferences(body, relations), ...unknownReferences(body, relations)],
    variables: findParameters(body),
  }),
  publishes: (name) => [name],
  request: ({ name, body }, { variables }) => {
    try {
      wrapStatement(name, body, variables);
    } catch (error) {
      return { problem: problemOf(error) };
    }
    return { type: 'sql', request: { name, sql: body, variables: [...variables] } };
  },
  format: formatSql,
  rename: (body, { what, from, to }) =>
    what === 'relation' ? renameRelation(body, from, to) : renameVariable(body, from, to),
};
export default sql;
