import { columnLike, columnsLike, likely, name } from '../data-at-hand';
import type { SqlTemplate } from '../sql-template';

const closing = {
  kinds: ['date'],
  words: ['closed', 'resolved', 'ended', 'end', 'solved', 'answered'],
  must: true,
} as const;

const template: SqlTemplate = {
  order: 110,
  title: 'Time from one date to another',
  description: 'From opened to closed, say: median and the slowest tenth, by group where there is one.',
  needs: 'two dates in one table',
  name: 'response_time',
  fill(relations) {
    for (const data of relations) {
      const end = columnLike(data, closing);
      const begin = columnsLike(data, likely.date).find((column) => column.name !== end?.name);
      if (!begin || !end) continue;
      const group = columnLike(data, likely.reason);
      const hours = `date_diff('minute', ${name(begin)}::TIMESTAMP, ${name(end)}::TIMESTAMP) / 60`;
      const by = group ? `${name(group)}::VARCHAR AS what,\n  ` : '';
      return `SELECT ${by}count(*) AS times,
  median(${hours}) AS median_hours,
  quantile_cont(${hours}, 0.9) AS slowest_tenth_hours,
  max(${hours}) AS longest_hours
FROM ${data.relation}
WHERE ${name(end)} >= ${name(begin)}${group ? '\nGROUP BY what\nORDER BY median_hours DESC' : ''}`;
    }
    return null;
  },
};
export default template;
