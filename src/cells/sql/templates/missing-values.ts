import { literal } from '../../../sql/quote';
import { name } from '../data-at-hand';
import type { SqlTemplate } from '../sql-template';

const template: SqlTemplate = {
  order: 150,
  title: 'Missing values',
  description: 'Of each column how many values are missing and how many different ones there are.',
  needs: 'a table',
  name: 'missing_values',
  fill(relations) {
    const [data] = relations;
    if (!data || data.columns.length === 0) return null;
    const parts = data.columns.map(
      (column) => `SELECT ${literal(column.name)} AS column_name,
  count(*) - count(${name(column)}) AS missing,
  (count(*) - count(${name(column)})) / greatest(count(*), 1) AS share_missing,
  count(DISTINCT ${name(column)}) AS different
FROM ${data.relation}`,
    );
    return `FROM (
${parts.join('\nUNION ALL BY NAME\n')}
)
ORDER BY missing DESC, column_name`;
  },
};
export default template;
