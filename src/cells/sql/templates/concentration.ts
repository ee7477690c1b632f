import { columnLike, likely, name } from '../data-at-hand';
import type { SqlTemplate } from '../sql-template';

const template: SqlTemplate = {
  order: 120,
  title: 'Largest customers',
  description: 'What the largest customers bring, and how many of them make up half of the money.',
  needs: 'a customer and an amount',
  name: 'largest_customers',
  fill(relations) {
    for (const data of relations) {
      const from = data.relation;
      const customer = columnLike(data, likely.customer);
      const amount = columnLike(data, likely.amount);
      if (customer && amount)
        return `WITH money AS (
  SELECT ${name(customer)} AS customer, sum(${name(amount)}) AS money
  FROM ${from}
  WHERE ${name(customer)} IS NOT NULL
  GROUP BY customer
)
SELECT row_number() OVER (ORDER BY money DESC, customer) AS place,
  customer,
  money,
  money / sum(money) OVER () AS share,
  sum(money) OVER (ORDER BY money DESC, customer) / sum(money) OVER () AS share_up_to_here
FROM money
ORDER BY place`;
    }
    return null;
  },
};
export default template;
