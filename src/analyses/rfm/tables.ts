import { numberColumn, textColumn, type Column } from '../../values/table';
import type { PublishedTable } from '../analysis';
import type { RfmResult } from './compute';
import type { RfmInput } from './form';
import { movementQuery, movementTables } from './movement';
import { scoreCase, segmentCase } from './rule';
import { MEASURES } from './scoring';
import type { Trait } from './traits';

/**
 * `<name>`: the customers with their scores. `<name>_profile`: the segments, those that hold the most value first.
 * `<name>_rule`: the SQL that gives scores and segment. With columns to describe by `<name>_traits`, with a day to
 * compare with `<name>_moves` and `<name>_movement`.
 */
export function publishedTables(result: RfmResult, input: RfmInput): Record<string, PublishedTable> {
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
  return {
    '': { sql: main },
    profile: { sql: profile },
    rule: { columns: ruleColumns(result, input) },
    ...(result.traits.rows.length > 0 ? { traits: { columns: traitColumns(result.traits.rows) } } : {}),
    ...(input.options.compareAsOf === null ? {} : movementTables(input)),
  };
}

/** One row for the segment, which stands on its own, and one for each score. */
function ruleColumns(result: RfmResult, input: RfmInput): Column[] {
  const { limits } = result;
  const scores = MEASURES.filter((measure) => limits[measure].length > 0);
  return [
    textColumn('gives', ['segment', ...scores.map((measure) => `${measure} score`)]),
    textColumn('sql', [
      caseOf(result, input),
      ...scores.map((measure) => scoreCase(measure, limits[measure])),
    ]),
  ];
}

/** The CASE of the segments; some have no money where rows have none. */
const caseOf = ({ limits, counts }: RfmResult, input: RfmInput): string =>
  segmentCase(limits, input, counts.withoutAmount > 0);

function traitColumns(traits: readonly Trait[]): Column[] {
  const texts = (name: 'segment' | 'variable' | 'level'): Column =>
    textColumn(
      name,
      traits.map((trait) => trait[name]),
    );
  const numbers = (name: string, of: (trait: Trait) => number | null, type?: string): Column =>
    numberColumn(
      name,
      Float64Array.from(traits, (trait) => of(trait) ?? NaN),
      type,
    );
  return [
    texts('segment'),
    numbers('size', ({ size }) => size, 'BIGINT'),
    numbers('share', ({ share }) => share),
    texts('variable'),
    texts('level'),
    numbers('mean', ({ mean }) => mean),
    numbers('overall', ({ overall }) => overall),
    numbers('lift', ({ lift }) => lift),
    numbers('p_adjusted', ({ pAdjusted }) => pAdjusted),
  ];
}

/** What the findings and charts are written from, read from the published tables. */
export function afterQueries(input: RfmInput, result: RfmResult) {
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
  (SELECT count(*) FILTER (segment = ${caseOf(result, input)}) / count(*) FROM ${main})::DOUBLE AS told_by_rule,
  ${sharing('recency', 'r')} AS split_r,
  ${sharing('frequency', 'f')} AS split_f,
  ${sharing('monetary', 'm')} AS split_m`,
      shape: {
        r: 'text',
        f: 'text',
        m: 'text',
        once: 'number',
        without_money: 'number',
        told_by_rule: 'number',
        split_r: 'number',
        split_f: 'number',
        split_m: 'number',
      },
    },
    movement: movementQuery(input),
  } as const;
}
