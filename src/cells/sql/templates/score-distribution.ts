import { columnLike, likely, name } from '../data-at-hand';
import type { SqlTemplate } from '../sql-template';

const template: SqlTemplate = {
  order: 30,
  title: 'Distribution of a score',
  description: 'How many gave each answer, and their share.',
  needs: 'a score',
  name: 'distribution',
  fill(relations) {
    for (const data of relations) {
      const from = data.relation;
      const score = columnLike(data, likely.score);
      if (score)
        return `SELECT ${name(score)} AS answer,
  count(*) AS answers,
  count(*) / sum(count(*)) OVER () AS share
FROM ${from}
WHERE ${name(score)} IS NOT NULL
GROUP BY answer
ORDER BY answer`;
    }
    return null;
  },
};
export default template;
