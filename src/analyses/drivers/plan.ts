import type { Query } from '../analysis';
import { usedColumns, weightValue } from './columns';
import type { Encoding, FirstPass } from './encode';
import { numbersShape, single, type NumbersShape } from './numbers';
import { usedRows } from './overview';
import type { MissingRule } from './options';
import type { DriversInput } from './roles';

/** How the rows are read: decided from counts alone, so that queries and compute come to the same. */
export interface Plan {
  /** The rule for missing answers that is carried out. */
  missing: MissingRule;
  missingWhy: string | null;
  /**
   * How sums tell missing answers apart: `none`, where every row used has all; `patterns`, by which answers a row has;
   * `pairs`, for each two columns over the rows that have both.
   */
  gaps: 'none' | 'patterns' | 'pairs';
  /** Rows that fit that rule, before any filter. */
  rows: number;
  /** About as many of them are drawn by a seeded hash, where EM on all would take too long; null for all. */
  sample: number | null;
  /** Groups of the jackknife. */
  groups: number;
  /** Rows are dealt out in turn, which makes groups equal; else by a hash. */
  dealt: boolean;
  /** Single rows fetched: all of them, a sample, equal ones together, or none. */
  fetch: 'all' | 'sample' | 'distinct';
}

const GROUPS = 100;
const FEWEST_GROUPS = 20;
/** Up to here rows are dealt out in turn; above, hashing the row's id costs less. */
const DEALT_ROWS = 10_000;
/** Rows that are fetched one by one. */
export const MOST_ROWS = 50_000;
/** Blocks are kept for live changes: within this many numbers, which leaves room for single rows in the engine's 64 MB. */
const MOST_NUMBERS = 6_500_000;
export const MOST_COMBINATIONS = 200;
/** Multiplications that EM may cost with all its replicates: some seconds. */
const MOST_EM_WORK = 6e9;
/** Steps until EM settles, and for each replicate from there. */
const EM_STEPS = { first: 15, replicate: 6 };
/** Sets of answers are told apart by the bits of a number. */
const MOST_PATTERN_VARIABLES = 50;
/** Blocks by pattern, at the fewest groups. */
const MOST_PATTERN_NUMBERS = 24_000_000;
/** A sample for EM must have so many rows, and so many per number of the model, to be worth more than pairwise. */
const FEWEST_SAMPLE = { rows: 2000, perVariable: 40 };

/** How many different sets of answers rows have; asked only where missing answers may stay. */
export function patternsQuery(input: DriversInput): Query<NumbersShape> {
  const columns = usedColumns(input);
  const weight = weightValue(input);
  const values = columns.map(({ value }, i) => `${value} AS v${i}`);
  return {
    sql: `SELECT CAST(count(*) AS DOUBLE) AS patterns
FROM (
  SELECT DISTINCT ${maskOf(columns.length)} AS pattern
  FROM (SELECT ${[...values, ...(weight === null ? [] : [`${weight} AS w`])].join(', ')} FROM ${input.relation})
  WHERE ${usedRows(columns.length, input.options.missing, weight !== null)}
)`,
    shape: numbersShape(['patterns']),
  };
}

/** A bit for every column with an answer. */
export const maskOf = (columns: number): string =>
  Array.from({ length: columns }, (_, i) => `CASE WHEN v${i} IS NULL THEN 0 ELSE ${2 ** i} END`).join(' + ');

export function planOf(input: DriversInput, first: FirstPass, encoding: Encoding): Plan {
  const { overview } = first;
  const rule = missingRule(input, first, encoding);
  const { missing, gaps, sample } = rule;
  const rows = single(overview, missing === 'listwise' ? 'complete' : 'n');
  const used = sample ?? rows;
  const found = gaps === 'patterns' ? Math.min(used, patternsFound(first)) : 1;
  const size = gaps === 'pairs' ? numbersPerPairs(encoding) : numbersPerBlock(encoding);
  const affordable = Math.floor(MOST_NUMBERS / (size * found * cellsOf(encoding)));
  const fitting = used * size <= MOST_NUMBERS ? GROUPS : Math.max(FEWEST_GROUPS, affordable);
  const timely = missing === 'em' && gaps === 'patterns' ? emGroups(found, encoding) : GROUPS;
  return {
    ...rule,
    rows,
    groups: Math.max(1, Math.min(GROUPS, used, fitting, Math.max(FEWEST_GROUPS, timely))),
    dealt: rows <= DEALT_ROWS && input.roles.key === null,
    fetch: used <= MOST_ROWS ? 'all' : encoding.family === 'linear' ? 'sample' : 'distinct',
  };
}

const numbersPerBlock = ({ variables }: Encoding): number =>
  6 + variables.length + (variables.length * (variables.length + 1)) / 2;

export const filterCombinations = ({ filters }: Encoding): number =>
  filters.reduce((product, { levels }) => product * levels.length, 1);

/** Sums and squares of each variable over the rows that lack each column, beside the block. */
const numbersPerPairs = (encoding: Encoding): number =>
  numbersPerBlock(encoding) +
  encoding.columns.length * (6 + 2 * encoding.columns.length + 2 * encoding.variables.length);

/** Sets of blocks that are kept apart for filters and levels. */
const cellsOf = (encoding: Encoding): number =>
  Math.min(MOST_COMBINATIONS, filterCombinations(encoding)) * Math.max(1, encoding.by?.levels.length ?? 0);

const patternsFound = ({ patterns }: FirstPass): number => patterns?.['patterns']?.[0] ?? 1;

type Rule = Pick<Plan, 'missing' | 'missingWhy' | 'gaps' | 'sample'>;

function missingRule(input: DriversInput, first: FirstPass, encoding: Encoding): Rule {
  const asked = input.options.missing;
  const whole: Rule = { missing: asked, missingWhy: null, gaps: 'none', sample: null };
  const rows = single(first.overview, 'n');
  if (asked === 'listwise') return whole;
  const incomplete = single(first.overview, 'complete') < rows;
  if (encoding.family !== 'linear')
    return {
      ...whole,
      missing: 'listwise',
      missingWhy: incomplete ? `a ${encoding.family} outcome is fitted to complete rows` : null,
    };
  if (!incomplete) return whole;
  const found = patternsFound(first);
  const numbers = numbersPerBlock(encoding) * cellsOf(encoding) * found;
  const distinct = Math.max(encoding.columns.length, encoding.variables.length) <= MOST_PATTERN_VARIABLES;
  if (asked === 'pairwise') {
    const fewer = found * numbersPerBlock(encoding) <= numbersPerPairs(encoding);
    return { ...whole, gaps: distinct && fewer ? 'patterns' : 'pairs' };
  }
  const stored = Math.min(rows * numbersPerBlock(encoding), numbers * FEWEST_GROUPS);
  if (distinct && stored <= MOST_PATTERN_NUMBERS && emGroups(found, encoding) >= FEWEST_GROUPS)
    return { ...whole, gaps: 'patterns' };
  const sample = emSample(encoding);
  if (distinct && sample >= fewestSample(encoding)) return { ...whole, gaps: 'patterns', sample };
  return {
    ...whole,
    missing: 'pairwise',
    gaps: 'pairs',
    missingWhy: `with ${encoding.variables.length} numbers in the model EM would take too long even on a sample`,
  };
}

const fewestSample = ({ variables }: Encoding): number =>
  Math.max(FEWEST_SAMPLE.rows, FEWEST_SAMPLE.perVariable * variables.length);

/**
 * Rows on which EM is in time with the fewest groups, were every row another set of answers. A sample loses precision,
 * which the intervals show; pairwise correlations of all rows are wrong by an unknown amount wherever answers are not
 * missing by pure chance, which nothing would show.
 */
function emSample(encoding: Encoding): number {
  const steps = EM_STEPS.first + EM_STEPS.replicate * FEWEST_GROUPS;
  const timely = MOST_EM_WORK / (steps * emStepWork(encoding));
  return Math.floor(Math.min(timely, MOST_NUMBERS / numbersPerBlock(encoding), MOST_ROWS));
}

/** Groups whose replicates EM can afford. */
const emGroups = (patterns: number, encoding: Encoding): number =>
  Math.floor((MOST_EM_WORK / (patterns * emStepWork(encoding)) - EM_STEPS.first) / EM_STEPS.replicate);

/** Of one pattern: a step sweeps its missing variables out. */
const emStepWork = ({ variables }: Encoding): number => variables.length ** 3 / 3 + 500;
