import { columnLike, likely, name } from '../data-at-hand';
import type { SqlTemplate } from '../sql-template';

const template: SqlTemplate = {
  order: 130,
  title: 'Latest row of each customer',
  description: 'One row a customer: the last by its date, with all its columns.',
  needs: 'a customer and a date',
  name: 'latest',
  fill(relations) {
    for (const data of relations) {
      const from = data.relation;
      const customer = columnLike(data, likely.customer);
      const date = columnLike(data, likely.date);
      if (customer && date)
        return `SELECT *
FROM ${from}
WHERE ${name(customer)} IS NOT NULL
QUALIFY row_number() OVER (PARTITION BY ${name(customer)} ORDER BY ${name(date)} DESC) = 1`;
    }
    return null;
  },
};
export default template;
