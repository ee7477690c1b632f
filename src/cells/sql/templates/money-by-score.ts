import { columnLike, likely, name, pairsWith } from '../data-at-hand';
import type { SqlTemplate } from '../sql-template';

const template: SqlTemplate = {
  order: 80,
  title: 'Money by score',
  description: 'What promoters, passives and detractors buy: customers, money, money a customer.',
  needs: 'answers and orders of the same customers',
  name: 'money_by_score',
  fill(relations) {
    const [pair] = pairsWith(
      relations,
      (data) => columnLike(data, likely.score),
      (data) => (columnLike(data, likely.date) ? columnLike(data, likely.amount) : undefined),
    );
    if (!pair) return null;
    const { one, other, key, found, also } = pair;
    const id = name(key);
    return `WITH answers AS (
  SELECT ${id}, avg(${name(found)}) AS score
  FROM ${one.relation}
  WHERE ${name(found)} IS NOT NULL
  GROUP BY ${id}
),
buying AS (
  SELECT ${id}, sum(${name(also)}) AS money FROM ${other.relation} GROUP BY ${id}
)
SELECT CASE WHEN score >= 9 THEN '1 promoters' WHEN score > 6 THEN '2 passives' ELSE '3 detractors' END AS who,
  count(*) AS customers,
  sum(coalesce(money, 0)) AS money,
  avg(coalesce(money, 0)) AS money_a_customer
FROM answers
LEFT JOIN buying USING (${id})
GROUP BY who
ORDER BY who`;
  },
};
export default template;
