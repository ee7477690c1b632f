import { literal } from '../../../sql/quote';
import { name, sharedKey } from '../data-at-hand';
import type { SqlTemplate } from '../sql-template';

const template: SqlTemplate = {
  order: 100,
  title: 'Funnel',
  description:
    'Of the customers of one table, how many are in the next: from accounts over orders to answers, say.',
  needs: 'two tables or more with the same customers',
  name: 'funnel',
  fill(relations) {
    for (const start of relations) {
      const others = relations.filter((other) => other !== start && sharedKey(start, other) !== undefined);
      const key = others[0] && sharedKey(start, others[0]);
      if (key === undefined) continue;
      const steps = [
        start,
        ...others.filter(({ columns }) => columns.some((column) => column.name === key)),
      ].slice(0, 5);
      const id = name(key);
      const counts = steps.map(({ relation }, i) => {
        const before = steps
          .slice(0, i)
          .map((step) => `\n    AND ${id} IN (SELECT ${id} FROM ${step.relation})`);
        return `  SELECT ${i + 1} AS step, ${literal(relation)} AS reached, count(DISTINCT ${id}) AS customers
  FROM ${relation}
  WHERE ${id} IS NOT NULL${before.join('')}`;
      });
      return `WITH steps AS (
${counts.join('\n  UNION ALL\n')}
)
SELECT step, reached, customers,
  customers / first_value(customers) OVER (ORDER BY step) AS of_the_first,
  customers / lag(customers) OVER (ORDER BY step) AS of_the_step_before
FROM steps
ORDER BY step`;
    }
    return null;
  },
};
export default template;
