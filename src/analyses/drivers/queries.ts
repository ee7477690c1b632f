import { ident, literal } from '../../sql/quote';
import { formatCount, formatList, formatPlural } from '../../values/format';
import { InputProblem } from '../../values/problem';
import type { Query, Rows } from '../analysis';
import type { DriversInput } from './roles';

/** Every group's sums; dynamic columns n, s0, s1, ... and c0_0, c1_0, c1_1, ... of the variables, the outcome first. */
export type NumbersShape = Record<string, 'number'>;
export type Numbers = Rows<NumbersShape>;
export type FirstPass = { readonly overview: Numbers };

/** Groups of the jackknife where there are rows enough. */
const GROUPS = 100;
/** Up to here rows are dealt out in turn, which makes groups equal; above, hashing the row's id costs less. */
const DEALT_ROWS = 10_000;

/** One number of a one-row query. */
export const single = (rows: Numbers, column: string): number => rows[column]?.[0] ?? NaN;

/** Rows, answers of each variable, and over complete rows: count, mean and range. A scan, and a count of NULLs. */
export function overviewQuery(input: DriversInput): Query<NumbersShape> {
  const each = variables(input).map((_, i) => i);
  const answered = each.map((i) => `CAST(count(v${i}) AS DOUBLE) AS answered${i}`);
  const summaries = each.map((i) => `avg(v${i}) AS mean${i}, min(v${i}) AS min${i}, max(v${i}) AS max${i}`);
  return {
    sql: `WITH answers AS NOT MATERIALIZED (
  SELECT ${asNumbers(input)}
  FROM ${input.relation}
)
FROM (
  SELECT CAST(count(*) AS DOUBLE) AS total,
  ${answered.join(',\n  ')}
  FROM answers
), (
  SELECT CAST(count(*) AS DOUBLE) AS n,
  ${summaries.join(',\n  ')}
  FROM answers
  WHERE ${complete(input)}
)`,
    shape: shapeOf([
      'total',
      'n',
      ...each.flatMap((i) => [`answered${i}`, `mean${i}`, `min${i}`, `max${i}`]),
    ]),
  };
}

/**
 * Sums and sums of products per group of rows, each value less its overall mean, so that nothing cancels. One scan.
 * Only the outcome and the drivers that vary take part.
 */
export function blocksQuery(input: DriversInput, overview: Numbers): Query<NumbersShape> {
  const used = [0, ...varyingDrivers(input, overview).map((driver) => driver + 1)];
  const rows = single(overview, 'n');
  const group =
    rows > DEALT_ROWS
      ? `hash(row_id) % ${GROUPS}`
      : `(row_number() OVER () - 1) % ${Math.max(1, Math.min(GROUPS, rows))}`;
  const centred = used.map((i, to) => `v${i} - (${literal(single(overview, `mean${i}`))}) AS d${to}`);
  const sums = used.map((_, i) => `sum(d${i}) AS s${i}`);
  const products = used.flatMap((_, i) =>
    used.slice(0, i + 1).map((__, j) => `sum(d${i} * d${j}) AS c${i}_${j}`),
  );
  return {
    sql: `WITH answers AS (
  SELECT ${asNumbers(input)}, rowid AS row_id
  FROM ${input.relation}
), centred AS (
  SELECT ${group} AS row_group, ${centred.join(', ')}
  FROM answers
  WHERE ${complete(input)}
)
SELECT CAST(count(*) AS DOUBLE) AS n,
  ${[...sums, ...products].join(',\n  ')}
FROM centred
GROUP BY row_group
ORDER BY row_group`,
    shape: shapeOf([
      'n',
      ...used.map((_, i) => `s${i}`),
      ...used.flatMap((_, i) => used.slice(0, i + 1).map((__, j) => `c${i}_${j}`)),
    ]),
  };
}

/** The outcome's column, then the drivers'. */
export const variables = (input: DriversInput): string[] => [input.roles.outcome, ...input.roles.drivers];

/** Drivers, by place in the list, that take more than one value in the rows used. */
export function varyingDrivers(input: DriversInput, overview: Numbers): number[] {
  return input.roles.drivers.flatMap((_, driver) => {
    const varies = single(overview, `min${driver + 1}`) < single(overview, `max${driver + 1}`);
    return varies ? [driver] : [];
  });
}

/** What can be said about the choice of columns before any row is read. */
export function checkColumns(input: DriversInput): void {
  const { outcome, drivers } = input.roles;
  if (drivers.length === 0)
    throw new InputProblem('No drivers are chosen.', { hint: 'Choose at least one column as a driver.' });
  if (drivers.includes(outcome))
    throw new InputProblem(`The outcome ${outcome} is among its own drivers.`, {
      hint: `Take ${outcome} out of the drivers, or choose another outcome.`,
    });
  const repeated = drivers.find((driver, i) => drivers.indexOf(driver) !== i);
  if (repeated !== undefined)
    throw new InputProblem(`The driver ${repeated} is listed twice.`, { hint: 'List every driver once.' });
  for (const column of [outcome, ...drivers]) {
    const info = input.columns.find(({ name }) => name === column);
    if (!info) throw new InputProblem(`${input.from} has no column ${column}.`);
    if (info.kind !== 'number' && info.kind !== 'boolean')
      throw new InputProblem(
        `The column ${column} of ${input.from} holds ${info.kind === 'date' ? 'dates' : 'text'}, not numbers.`,
        { hint: `Choose another column, or turn ${column} into numbers or yes/no in an SQL cell first.` },
      );
  }
}

/** What can be said about the rows once they are counted. */
export function checkRows(input: DriversInput, overview: Numbers): void {
  const total = single(overview, 'total');
  const rows = single(overview, 'n');
  const { outcome, drivers } = input.roles;
  if (total === 0) throw new InputProblem(`${input.from} has no rows.`);
  if (rows === 0)
    throw new InputProblem(
      `None of the ${formatPlural(total, 'row')} of ${input.from} has an answer in every column: ${mostMissing(input, overview)}.`,
      { hint: 'Leave out the drivers that are mostly missing.' },
    );
  if (!(single(overview, 'min0') < single(overview, 'max0')))
    throw new InputProblem(
      `The outcome ${outcome} is ${single(overview, 'min0')} in all ${formatCount(rows)} rows used: there is nothing to explain.`,
      { hint: 'Choose an outcome that differs between rows, or keep more rows.' },
    );
  const varying = varyingDrivers(input, overview).length;
  if (varying === 0)
    throw new InputProblem(
      `${formatList(drivers)} ${drivers.length === 1 ? 'does' : 'do'} not vary in the ${formatCount(rows)} rows used: a constant cannot drive ${outcome}.`,
      { hint: 'Choose drivers that differ between rows, or keep more rows.' },
    );
  if (rows <= varying + 1)
    throw new InputProblem(
      `${formatPlural(rows, 'complete row')} cannot tell ${formatPlural(varying, 'driver')} apart: more than ${varying + 1} are needed.`,
      {
        hint:
          rows < total
            ? `Choose fewer drivers, or fill the gaps: ${mostMissing(input, overview)}.`
            : 'Choose fewer drivers, or keep more rows.',
      },
    );
}

/** The column whose missing answers cost most rows. */
export function worstMissing(input: DriversInput, overview: Numbers): { column: string; missing: number } {
  const counts = variables(input).map((column, i) => ({
    column,
    missing: single(overview, 'total') - single(overview, `answered${i}`),
  }));
  return counts.reduce((most, one) => (one.missing > most.missing ? one : most));
}

/** "q3 is missing in 12 rows" */
function mostMissing(input: DriversInput, overview: Numbers): string {
  const { column, missing } = worstMissing(input, overview);
  return `${column} is missing in ${formatPlural(missing, 'row')}`;
}

/** Variables as v0, v1, ...: doubles, with NULL for what is missing, not a number or infinite. */
const asNumbers = (input: DriversInput): string =>
  variables(input)
    .map((name, i) => {
      const value = `CAST(${ident(name)} AS DOUBLE)`;
      const type = input.columns.find((column) => column.name === name)?.type ?? '';
      const whole = /^(FLOAT|DOUBLE)$/i.test(type) ? `CASE WHEN isfinite(${value}) THEN ${value} END` : value;
      return `${whole} AS v${i}`;
    })
    .join(',\n    ');

const complete = (input: DriversInput): string =>
  variables(input)
    .map((_, i) => `v${i} IS NOT NULL`)
    .join(' AND ');

const shapeOf = (names: readonly string[]): NumbersShape =>
  Object.fromEntries(names.map((name) => [name, 'number' as const]));
