import { columnLike, likely, name } from '../data-at-hand';
import type { SqlTemplate } from '../sql-template';

const template: SqlTemplate = {
  order: 50,
  title: 'Monthly trend',
  description:
    'Rows of each month, the sum of an amount or the mean of a score where there is one, and the change on the month before.',
  needs: 'a date',
  name: 'monthly',
  fill(relations) {
    for (const data of relations) {
      const date = columnLike(data, likely.date);
      if (!date) continue;
      const amount = columnLike(data, likely.amount);
      const score = columnLike(data, likely.score);
      const measure = amount
        ? `,\n  sum(${name(amount)}) AS total_${plain(amount.name)}`
        : score
          ? `,\n  avg(${name(score)}) AS mean_${plain(score.name)}`
          : '';
      return `SELECT date_trunc('month', ${name(date)})::DATE AS month,
  count(*) AS times${measure},
  count(*) / lag(count(*)) OVER (ORDER BY month) - 1 AS change
FROM ${data.relation}
WHERE ${name(date)} IS NOT NULL
GROUP BY month
ORDER BY month`;
    }
    return null;
  },
};
export default template;

const plain = (column: string): string => column.toLowerCase().replace(/[^a-z0-9]+/g, '_');
