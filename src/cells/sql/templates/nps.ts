import { columnLike, likely, name } from '../data-at-hand';
import type { SqlTemplate } from '../sql-template';

const template: SqlTemplate = {
  order: 10,
  title: 'NPS',
  description: 'Promoters less detractors of a 0 to 10 answer, with its 95 % interval.',
  needs: 'a score from 0 to 10',
  name: 'nps',
  fill(relations) {
    for (const data of relations) {
      const from = data.relation;
      const score = columnLike(data, likely.score);
      if (score)
        return `WITH answers AS (
  SELECT CASE WHEN ${name(score)} >= 9 THEN 1 WHEN ${name(score)} <= 6 THEN -1 ELSE 0 END AS vote
  FROM ${from}
  WHERE ${name(score)} IS NOT NULL
)
SELECT count(*) AS answers,
  100 * avg((vote = 1)::INTEGER) AS promoters,
  100 * avg((vote = -1)::INTEGER) AS detractors,
  100 * avg(vote) AS nps,
  100 * (avg(vote) - 1.96 * stddev_samp(vote) / sqrt(count(*))) AS low,
  100 * (avg(vote) + 1.96 * stddev_samp(vote) / sqrt(count(*))) AS high
FROM answers`;
    }
    return null;
  },
};
export default template;
