import type { PublishedTable } from '../analysis';
import type { RfmInput } from './form';

/** `<name>`: the customers with their scores. `<name>_profile`: the segments, those that hold the most value first. */
export function publishedTables(input: RfmInput): Record<string, PublishedTable> {
  const customers = input.kept('customers');
  const main = `SELECT customer, recency::BIGINT AS recency, frequency::BIGINT AS frequency, monetary,
  r::INTEGER AS r, f::INTEGER AS f, m::INTEGER AS m, segment
FROM ${customers}
ORDER BY row_number`;
  const profile = `SELECT segment,
  count(*) AS size,
  count(*) / sum(count(*)) OVER () AS share,
  avg(recency) AS recency,
  avg(frequency) AS frequency,
  avg(monetary) AS monetary,
  fsum(monetary) AS value,
  CASE WHEN sum(fsum(monetary)) OVER () > 0 THEN fsum(monetary) / sum(fsum(monetary)) OVER () END AS value_share
FROM ${customers}
GROUP BY segment
ORDER BY value DESC NULLS LAST, size DESC, segment`;
  return { '': { sql: main }, profile: { sql: profile } };
}

/** What the findings and charts are written from, read from the published tables. */
export function afterQueries(input: RfmInput) {
  const main = input.published('');
  const sharing = (value: string, score: string): string =>
    `(SELECT coalesce(sum(tied), 0) FROM (SELECT count(*) AS tied FROM ${main} WHERE ${value} IS NOT NULL GROUP BY ${value} HAVING count(DISTINCT ${score}) > 1))::DOUBLE`;
  return {
    profile: {
      sql: `FROM ${input.published('profile')}`,
      shape: {
        segment: 'text',
        size: 'number',
        share: 'number',
        recency: 'number',
        frequency: 'number',
        monetary: 'number',
        value_share: 'number',
      },
    },
    grid: {
      sql: `SELECT r, f, count(*)::DOUBLE AS customers FROM ${main} GROUP BY r, f ORDER BY f, r`,
      shape: { r: 'number', f: 'number', customers: 'number' },
    },
    scores: {
      sql: `SELECT (SELECT list_sort(list(DISTINCT r))::VARCHAR FROM ${main}) AS r,
  (SELECT list_sort(list(DISTINCT f))::VARCHAR FROM ${main}) AS f,
  (SELECT list_sort(list(DISTINCT m) FILTER (m IS NOT NULL))::VARCHAR FROM ${main}) AS m,
  (SELECT count(*) FROM ${main} WHERE frequency = 1)::DOUBLE AS once,
  (SELECT count(*) FROM ${main} WHERE monetary IS NULL)::DOUBLE AS without_money,
  ${sharing('recency', 'r')} AS split_r,
  ${sharing('frequency', 'f')} AS split_f,
  ${sharing('monetary', 'm')} AS split_m`,
      shape: {
        r: 'text',
        f: 'text',
        m: 'text',
        once: 'number',
        without_money: 'number',
        split_r: 'number',
        split_f: 'number',
        split_m: 'number',
      },
    },
  } as const;
}
