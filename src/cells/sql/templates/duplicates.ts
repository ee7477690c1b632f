import { columnLike, likely, name } from '../data-at-hand';
import type { SqlTemplate } from '../sql-template';

const template: SqlTemplate = {
  order: 140,
  title: 'Repeated ids',
  description: 'Ids that stand in more than one row: a join on them would count twice.',
  needs: 'an id',
  name: 'repeated_ids',
  fill(relations) {
    for (const data of relations) {
      const [first] = data.columns;
      const id = columnLike(data, { ...likely.customer, words: ['id', 'key', 'number', 'code'] }) ?? first;
      if (!id) continue;
      return `SELECT ${name(id)}, count(*) AS rows_with_it
FROM ${data.relation}
GROUP BY ALL
HAVING count(*) > 1
ORDER BY rows_with_it DESC, ${name(id)}`;
    }
    return null;
  },
};
export default template;
