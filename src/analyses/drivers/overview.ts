import { ident } from '../../sql/quote';
import type { Query } from '../analysis';
import { usedColumns, weightValue } from './columns';
import { numbersShape, type NumbersShape } from './numbers';
import type { MissingRule } from './options';
import type { DriversInput } from './roles';

/** What a row adds to the NPS, from its recommendation 0..10. */
export const npsPart = (value: string): string =>
  `CASE WHEN ${value} >= 9 THEN 100.0 WHEN ${value} <= 6 THEN -100.0 WHEN ${value} IS NOT NULL THEN 0.0 END`;

/** Whether the outcome's name or label asks for a recommendation. */
export const namedNps = (input: DriversInput): boolean =>
  /\bnps\b|recommend|promot/i.test(
    `${input.roles.outcome.replaceAll('_', ' ')} ${input.label(input.roles.outcome)}`,
  );

/**
 * What there is, in one row. Over all rows: `total`, `answered0` .., `na0` .. (does not apply), `complete` (every answer),
 * `applicable` (every answer but for what does not apply), the weights' range. Over the rows used: `n`, and of each
 * number `mean0`, `min0`, `max0` .. Of a text column these are of the values that read as numbers, `numbers0` .. of them;
 * `given0` .. of its values are there at all, blank ones and those that do not apply too.
 */
export function overviewQuery(input: DriversInput): Query<NumbersShape> {
  const columns = usedColumns(input);
  const weight = weightValue(input);
  const texts = columns.flatMap(({ kind }, i) => (kind === 'text' ? [i] : []));
  // A text may turn out to be numbers: what is asked of numbers is asked of what reads as one.
  const number = (i: number): string => (texts.includes(i) ? `x${i}` : `v${i}`);
  const coded = columns.flatMap(({ notApplicable }, i) => (notApplicable === null ? [] : [i]));
  const values = columns.map(({ value }, i) => `${value} AS v${i}`);
  const read = texts.flatMap((i) => [
    `${columns[i]?.number} AS x${i}`,
    `${ident(columns[i]?.name ?? '')} IS NOT NULL AS t${i}`,
  ]);
  const marks = coded.map((i) => `coalesce(${columns[i]?.notApplicable}, FALSE) AS na${i}`);
  const every = columns.map((_, i) => `v${i} IS NOT NULL`).join(' AND ');
  const orNot = columns.map((_, i) =>
    coded.includes(i) ? `(v${i} IS NOT NULL OR na${i})` : `v${i} IS NOT NULL`,
  );
  const weighs = weight === null ? 'TRUE' : 'w > 0';
  const counts: [string, string][] = [
    ['total', 'count(*)'],
    ['weighing', `count(*) FILTER (WHERE ${weighs})`],
    ['complete', `count(*) FILTER (WHERE ${every} AND ${weighs})`],
    ['applicable', `count(*) FILTER (WHERE ${orNot.join(' AND ')} AND ${weighs})`],
    ['least_weight', weight === null ? '1' : 'min(w)'],
    ['most_weight', weight === null ? '1' : 'max(w)'],
    ['least_positive_weight', weight === null ? '1' : 'min(w) FILTER (WHERE w > 0)'],
    ...columns.map((_, i): [string, string] => [`answered${i}`, `count(v${i})`]),
    ...texts.flatMap((i): [string, string][] => [
      [`numbers${i}`, `count(x${i})`],
      [`given${i}`, `count(*) FILTER (WHERE t${i})`],
    ]),
    ...coded.map((i): [string, string] => [`na${i}`, `count(*) FILTER (WHERE na${i})`]),
  ];
  const ranges = columns.flatMap((_, i): [string, string][] => [
    [`mean${i}`, `avg(${number(i)})`],
    [`min${i}`, `min(${number(i)})`],
    [`max${i}`, `max(${number(i)})`],
  ]);
  const whole: [string, string] = ['whole0', `bool_and(${number(0)} = floor(${number(0)}))`];
  const nps: [string, string][] = namedNps(input)
    ? [['nps_slope', `regr_slope(${npsPart(number(0))}, ${number(0)})`]]
    : [];
  const used: [string, string][] = [['n', 'count(*)'], whole, ...nps, ...ranges];
  const write = (list: [string, string][]): string =>
    list.map(([name, sql]) => `CAST(${sql} AS DOUBLE) AS ${name}`).join(',\n  ');
  return {
    sql: `WITH answers AS NOT MATERIALIZED (
  SELECT ${[...values, ...read, ...marks, ...(weight === null ? [] : [`${weight} AS w`])].join(',\n    ')}
  FROM ${input.relation}
)
FROM (
  SELECT ${write(counts)}
  FROM answers
), (
  SELECT ${write(used)}
  FROM answers
  WHERE ${usedRows(columns.length, input.options.missing, weight !== null)}
)`,
    shape: numbersShape([...counts, ...used].map(([name]) => name)),
  };
}

/** Which rows of `answers` take part: complete ones, or those with any answer; and they must weigh something. */
export function usedRows(columns: number, missing: MissingRule, weighted: boolean): string {
  const answered = Array.from({ length: columns }, (_, i) => `v${i} IS NOT NULL`);
  const rows = missing === 'listwise' ? answered.join(' AND ') : `(${answered.join(' OR ')})`;
  return weighted ? `${rows} AND w > 0` : rows;
}
