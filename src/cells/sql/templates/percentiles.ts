import { columnLike, likely, name } from '../data-at-hand';
import type { SqlTemplate } from '../sql-template';

const template: SqlTemplate = {
  order: 90,
  title: 'Percentiles',
  description: 'Smallest, quartiles, the top tenth and hundredth, and the mean of an amount.',
  needs: 'an amount or another number',
  name: 'percentiles',
  fill(relations) {
    for (const wanted of [likely.amount, likely.score])
      for (const data of relations) {
        const column = columnLike(data, wanted);
        if (!column) continue;
        const number = name(column);
        return `SELECT count(${number}) AS n,
  min(${number}) AS smallest,
  quantile_cont(${number}, 0.25) AS quarter,
  median(${number}) AS median,
  quantile_cont(${number}, 0.75) AS three_quarters,
  quantile_cont(${number}, 0.9) AS top_tenth,
  quantile_cont(${number}, 0.99) AS top_hundredth,
  max(${number}) AS largest,
  avg(${number}) AS mean
FROM ${data.relation}`;
      }
    return null;
  },
};
export default template;
