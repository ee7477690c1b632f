import { columnLike, likely, name } from '../data-at-hand';
import type { SqlTemplate } from '../sql-template';

const template: SqlTemplate = {
  order: 40,
  title: 'Top reasons',
  description: 'The most frequent reasons with their share and the share of all up to there.',
  needs: 'a reason, topic or category',
  name: 'top_reasons',
  fill(relations) {
    for (const data of relations) {
      const from = data.relation;
      const reason = columnLike(data, likely.reason);
      if (reason)
        return `SELECT coalesce(${name(reason)}::VARCHAR, '(none)') AS reason,
  count(*) AS times,
  count(*) / sum(count(*)) OVER () AS share,
  sum(count(*)) OVER (ORDER BY count(*) DESC, reason) / sum(count(*)) OVER () AS share_up_to_here
FROM ${from}
GROUP BY reason
ORDER BY times DESC, reason
LIMIT 20`;
    }
    return null;
  },
};
export default template;
