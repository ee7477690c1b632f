import { columnLike, likely, name, pairsWith } from '../data-at-hand';
import type { SqlTemplate } from '../sql-template';

const template: SqlTemplate = {
  order: 70,
  title: 'Answers beside orders',
  description:
    'One row a customer: the latest answer beside orders and money, so that scores meet behaviour.',
  needs: 'answers and orders of the same customers',
  name: 'answers_and_orders',
  fill(relations) {
    const [pair] = pairsWith(
      relations,
      (data) => {
        const score = columnLike(data, likely.score);
        return score && { score, date: columnLike(data, likely.date) };
      },
      (data) => {
        const [amount, date] = [columnLike(data, likely.amount), columnLike(data, likely.date)];
        return amount && date && { amount, date };
      },
    );
    if (!pair) return null;
    const { one, other, key, found, also } = pair;
    const id = name(key);
    const latest = found.date
      ? `arg_max(${name(found.score)}, ${name(found.date)})`
      : `any_value(${name(found.score)})`;
    return `WITH answers AS (
  SELECT ${id}, ${latest} AS score FROM ${one.relation} GROUP BY ${id}
),
buying AS (
  SELECT ${id},
    count(*) AS orders,
    sum(${name(also.amount)}) AS money,
    max(${name(also.date)})::DATE AS last_order
  FROM ${other.relation}
  GROUP BY ${id}
)
SELECT ${id}, score, coalesce(orders, 0) AS orders, coalesce(money, 0) AS money, last_order
FROM answers
LEFT JOIN buying USING (${id})
ORDER BY money DESC`;
  },
};
export default template;
