import type { OnProgress } from '../../values/progress';
import { blockTable, sliceBlocks, type BlockTable } from './blocks';
import { notApplicableIn, missingIn, worstMissing } from './check';
import type { GivenFacts, SliceContext } from './context';
import { differencesOf } from './differences';
import { encodingOf, type Encoding, type FirstPass } from './encode';
import { FEW_ROWS, linearSlice, type Computed } from './linear-slice';
import { logitSlice, whyNoLogit } from './logit-slice';
import { single, type Numbers } from './overview';
import { planOf, type Plan } from './plan';
import type { DriversResult, Exclusions } from './result';
import { renumbered, rowTable, someRows, type RowTable } from './rows';
import type { DriversInput } from './roles';
import { checkCombinations, filterColumns, keptCodes } from './slices';

export interface FetchedRows {
  readonly blocks: Numbers;
  readonly rows: Numbers;
}

/** Importances, performances and coefficients with intervals, for all rows and each level of `by`; see method.ts for the formulas. */
export function computeDrivers(
  fetched: FetchedRows,
  input: DriversInput,
  first: FirstPass,
  onProgress: OnProgress,
  preliminary = false,
): DriversResult {
  const encoding = encodingOf(input, first);
  const plan = planOf(input, first, encoding);
  const table = blockTable(fetched.blocks, encoding.variables.length);
  checkCombinations(table.rows.length, input, encoding);
  const rows = rowTable(fetched.rows, encoding);
  const keeps = keptCodes(input, encoding);
  const isKept = (codes: Float64Array | null, at: number): boolean =>
    keeps === null || keeps(codes?.[at] ?? 0);
  const kept = renumbered(someRows(rows, (row) => isKept(rows.filter, row)));
  const levels = [null, ...(encoding.by?.levels.map(({ level }) => level) ?? [])];
  const preview = whyNoLogit(kept, encoding, plan);
  const slice = (level: string | null, code: number, progress: (fraction: number) => void): Computed => {
    const wanted = (codes: Float64Array | null, at: number): boolean => code === 0 || codes?.[at] === code;
    const blocks = sliceBlocks(
      table,
      (block) => isKept(table.filter, block) && wanted(table.by, block),
      encoding,
    );
    const context: SliceContext = {
      input,
      first,
      encoding,
      plan,
      level,
      blocks,
      rows: someRows(kept, (row) => wanted(kept.by, row)),
      bootstrap: drawsFor(table, isKept, plan, encoding, levels.length),
      preliminary,
      facts: givenFacts(input, first, encoding, plan, preview),
      onProgress: progress,
    };
    return encoding.family === 'linear' || preview !== null ? linearSlice(context) : logitSlice(context);
  };
  const computed = levels.map((level, code) =>
    slice(level, code, (fraction) =>
      onProgress({ stage: 'Finding the intervals', fraction: (code + fraction) / levels.length }),
    ),
  );
  const [all, ...byLevel] = computed as [Computed, ...Computed[]];
  return {
    all: all.result,
    levels: byLevel.map(({ result }) => result),
    differences: differencesOf(byLevel, encoding, input),
    exclusions: exclusionsOf(input, first, plan, all.result.rows),
    filters: filterColumns(input, encoding, table.filter, table.rows),
  };
}

const MOST_DRAWS = 1000;
const FEWEST_DRAWS = 200;

/** Draws of the bootstrap where rows are few and complete; fewer of them where each one costs more. */
function drawsFor(
  table: BlockTable,
  isKept: (codes: Float64Array | null, at: number) => boolean,
  plan: Plan,
  encoding: Encoding,
  slices: number,
): number {
  const rows = table.rows.reduce((sum, count, block) => (isKept(table.filter, block) ? sum + count : sum), 0);
  if (rows >= FEW_ROWS || plan.patterns || plan.fetch !== 'all') return 0;
  const players = Math.min(encoding.players.length, 17);
  const cost = 2 ** Math.max(0, players - 14) * slices;
  return Math.max(FEWEST_DRAWS, Math.round(Math.min(MOST_DRAWS, (4 * MOST_DRAWS) / cost)));
}

function givenFacts(
  input: DriversInput,
  { overview }: FirstPass,
  encoding: Encoding,
  plan: Plan,
  preview: string | null,
): GivenFacts {
  const isBinary = encoding.threshold !== null;
  return {
    outcomeFamily: encoding.family,
    preview,
    missingAsked: input.options.missing,
    missingWhy: plan.missingWhy,
    completeRows: single(overview, 'complete'),
    outcomeMin: isBinary ? 0 : single(overview, 'min0'),
    outcomeMax: isBinary ? 1 : single(overview, 'max0'),
    topBox: input.options.topBox === null ? null : encoding.threshold,
    weighted: input.roles.weight !== null,
    constantWeight:
      input.roles.weight !== null &&
      single(overview, 'least_positive_weight') === single(overview, 'most_weight'),
  };
}

function exclusionsOf(input: DriversInput, { overview }: FirstPass, plan: Plan, used: number): Exclusions {
  const total = single(overview, 'total');
  const weighing = single(overview, 'weighing');
  const complete = single(overview, 'complete');
  const notApplicable = plan.missing === 'listwise' ? single(overview, 'applicable') - complete : 0;
  return {
    total,
    kept: total - (plan.rows - used),
    used,
    missing: weighing - plan.rows,
    notApplicable,
    weight: total - weighing,
    worst: worstMissing(input, overview),
    missingBy: [input.roles.outcome, ...input.roles.drivers].map((column, i) => ({
      column,
      missing: missingIn(overview, i),
      notApplicable: notApplicableIn(overview, i),
    })),
  };
}

export type { RowTable };
