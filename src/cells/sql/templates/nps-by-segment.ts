import { columnLike, likely, name, pairsWith } from '../data-at-hand';
import type { SqlTemplate } from '../sql-template';

const template: SqlTemplate = {
  order: 20,
  title: 'NPS by segment',
  description:
    'The NPS of each group with its 95 % interval, the largest groups first; joins the groups from another table where the answers have none.',
  needs: 'a score, and a group beside it or in a table with the same customers',
  name: 'nps_by_segment',
  fill(relations) {
    for (const data of relations) {
      const score = columnLike(data, likely.score);
      const group = columnLike(data, likely.group);
      if (score && group) return query(data.relation, name(score), name(group), '');
    }
    const [pair] = pairsWith(
      relations,
      (data) => columnLike(data, likely.score),
      (data) => columnLike(data, likely.group),
    );
    if (!pair) return null;
    const { one, other, key, found, also } = pair;
    const join = `\n  JOIN ${other.relation} AS g USING (${name(key)})`;
    return query(`${one.relation} AS s`, `s.${name(found)}`, `g.${name(also)}`, join);
  },
};
export default template;

const query = (from: string, score: string, group: string, join: string): string => `WITH answers AS (
  SELECT ${group} AS segment,
    CASE WHEN ${score} >= 9 THEN 1 WHEN ${score} <= 6 THEN -1 ELSE 0 END AS vote
  FROM ${from}${join}
  WHERE ${score} IS NOT NULL
)
SELECT segment,
  count(*) AS answers,
  100 * avg(vote) AS nps,
  100 * (avg(vote) - 1.96 * stddev_samp(vote) / sqrt(count(*))) AS low,
  100 * (avg(vote) + 1.96 * stddev_samp(vote) / sqrt(count(*))) AS high
FROM answers
GROUP BY segment
ORDER BY answers DESC`;
