import { columnLike, likely, name } from '../data-at-hand';
import type { SqlTemplate } from '../sql-template';

/** What happens again and again, not once a customer. */
const events = {
  ...likely.date,
  words: ['ordered', 'order', 'purchase', 'paid', 'visit', 'login', 'opened', 'event'],
  must: true,
};

const template: SqlTemplate = {
  order: 60,
  title: 'Retention table',
  description: 'Customers by the month of their first event: which share came back one, two, … months later.',
  needs: 'a customer and the date of an order or another event',
  name: 'retention',
  fill(relations) {
    for (const data of relations) {
      const customer = columnLike(data, likely.customer);
      const date = columnLike(data, events);
      if (!customer || !date) continue;
      return `WITH months AS (
  SELECT DISTINCT ${name(customer)} AS customer, date_trunc('month', ${name(date)})::DATE AS month
  FROM ${data.relation}
  WHERE ${name(customer)} IS NOT NULL AND ${name(date)} IS NOT NULL
),
begun AS (
  SELECT customer, min(month) AS cohort FROM months GROUP BY customer
),
sizes AS (
  SELECT cohort, count(*) AS customers FROM begun GROUP BY cohort
)
SELECT cohort,
  customers,
  date_diff('month', cohort, month) AS months_later,
  count(*) AS active,
  count(*) / customers AS retained
FROM months
JOIN begun USING (customer)
JOIN sizes USING (cohort)
GROUP BY cohort, customers, months_later
ORDER BY cohort, months_later`;
    }
    return null;
  },
};
export default template;
