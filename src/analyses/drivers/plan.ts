import type { Query } from '../analysis';
import { usedColumns, weightValue } from './columns';
import type { Encoding, FirstPass } from './encode';
import { numbersShape, single, usedRows, type NumbersShape } from './overview';
import type { MissingRule } from './options';
import type { DriversInput } from './roles';

/** How the rows are read: decided from counts alone, so that queries and compute come to the same. */
export interface Plan {
  /** The rule for missing answers that is carried out. */
  missing: MissingRule;
  missingWhy: string | null;
  /** Blocks are told apart by which answers a row has. */
  patterns: boolean;
  /** Rows used by that rule, before any filter. */
  rows: number;
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
/** Blocks are kept for live changes: within this many numbers. */
const MOST_NUMBERS = 5_000_000;
export const MOST_COMBINATIONS = 200;
/** Multiplications that EM may cost with all its replicates: some seconds. */
const MOST_EM_WORK = 6e9;
/** Steps until EM settles, and for each replicate from there. */
const EM_STEPS = { first: 15, replicate: 6 };
/** Sets of answers are told apart by the bits of a number. */
const MOST_PATTERN_VARIABLES = 50;
/** Blocks by pattern, at the fewest groups. */
const MOST_PATTERN_NUMBERS = 24_000_000;

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
  const { rule, why } = missingRule(input, first, encoding);
  const rows = rule === 'listwise' ? single(overview, 'complete') : single(overview, 'n');
  const patterns = rule !== 'listwise' && single(overview, 'complete') < rows;
  const found = patterns ? (first.patterns?.['patterns']?.[0] ?? 1) : 1;
  const size = numbersPerBlock(encoding);
  const combinations = Math.min(MOST_COMBINATIONS, filterCombinations(encoding));
  const cells = found * combinations * Math.max(1, encoding.by?.levels.length ?? 0);
  const affordable = Math.floor(MOST_NUMBERS / (size * cells));
  const fitting = rows * size <= MOST_NUMBERS ? GROUPS : Math.max(FEWEST_GROUPS, affordable);
  const timely = rule === 'em' && patterns ? Math.max(FEWEST_GROUPS, emGroups(found, encoding)) : GROUPS;
  const groups = Math.max(1, Math.min(GROUPS, rows, fitting, timely));
  const fetch = rows <= MOST_ROWS ? 'all' : encoding.family === 'linear' ? 'sample' : 'distinct';
  return {
    missing: rule,
    missingWhy: why,
    patterns,
    rows,
    groups,
    dealt: rows <= DEALT_ROWS && input.roles.key === null,
    fetch,
  };
}

const numbersPerBlock = ({ variables }: Encoding): number =>
  6 + variables.length + (variables.length * (variables.length + 1)) / 2;

export const filterCombinations = ({ filters }: Encoding): number =>
  filters.reduce((product, { levels }) => product * levels.length, 1);

function missingRule(
  input: DriversInput,
  { overview, patterns }: FirstPass,
  encoding: Encoding,
): { rule: MissingRule; why: string | null } {
  const asked = input.options.missing;
  if (asked === 'listwise') return { rule: asked, why: null };
  const rows = single(overview, 'n');
  const gaps = single(overview, 'complete') < rows;
  if (encoding.family !== 'linear')
    return { rule: 'listwise', why: gaps ? `a ${encoding.family} outcome is fitted to complete rows` : null };
  if (!gaps) return { rule: asked, why: null };
  if (encoding.variables.length > MOST_PATTERN_VARIABLES)
    return { rule: 'listwise', why: `more than ${MOST_PATTERN_VARIABLES} numbers are in the model` };
  const found = single(patterns ?? {}, 'patterns');
  const fewest = Math.min(rows, found * FEWEST_GROUPS) * numbersPerBlock(encoding);
  if (fewest > MOST_PATTERN_NUMBERS)
    return {
      rule: 'listwise',
      why: 'there are too many different sets of missing answers to keep them apart',
    };
  if (asked === 'em' && emGroups(found, encoding) < FEWEST_GROUPS)
    return { rule: 'pairwise', why: 'there are too many different sets of missing answers for EM' };
  return { rule: asked, why: null };
}

/** Groups whose replicates EM can afford: a step sweeps the missing variables out of every pattern. */
function emGroups(patterns: number, { variables }: Encoding): number {
  const step = patterns * (variables.length ** 3 / 3 + 500);
  return Math.floor((MOST_EM_WORK / step - EM_STEPS.first) / EM_STEPS.replicate);
}
