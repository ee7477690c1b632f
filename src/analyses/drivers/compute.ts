import { mergeBlocks } from '../../stats/sufficient-statistics';
import type { OnProgress } from '../../values/progress';
import { blockTable, sliceBlocks, type BlockTable, type Codes } from './blocks';
import { missingIn, notApplicableIn, textsRead, worstMissing } from './check';
import type { GivenFacts, SliceContext } from './context';
import { differencesOf } from './differences';
import { encodingOf, type Encoding, type FirstPass } from './encode';
import { gapRows } from './gaps-query';
import { FEW_ROWS, linearSlice, type Computed } from './linear-slice';
import { MOST_EXACT_REPLICATES } from './linear';
import { logitSlice, whyNoLogit } from './logit-slice';
import { checkSteps } from './moves';
import { single, type Numbers } from './numbers';
import { gapTable } from './pair-blocks';
import { planOf, type Plan } from './plan';
import type { DriversResult, Exclusions } from './result';
import { renumbered, rowTable, someRows } from './rows';
import type { DriversInput } from './roles';
import { checkCombinations, filterColumns, keptCodes } from './slices';

export interface FetchedRows {
  readonly blocks: Numbers;
  readonly rows: Numbers;
  /** Asked only where sums by pair are. */
  readonly gaps?: Numbers;
}

/**
 * Importances, performances and coefficients with intervals, for all rows and each level of `by`; see method.ts for the
 * formulas. Where the intervals take much longer than the estimates, these are handed on first.
 */
export function computeDrivers(
  fetched: FetchedRows,
  input: DriversInput,
  first: FirstPass,
  onProgress: OnProgress<DriversResult>,
): DriversResult {
  checkSteps(input);
  const prepared = prepare(fetched, input, first);
  if (isSlow(prepared, input))
    onProgress({
      stage: STAGE,
      fraction: 0,
      preview: resultOf(prepared, input, first, true, () => undefined),
    });
  return resultOf(prepared, input, first, false, (fraction) => onProgress({ stage: STAGE, fraction }));
}

const STAGE = 'Finding the intervals';

/** The rows fetched, cut into slices. */
interface Prepared {
  encoding: Encoding;
  plan: Plan;
  table: BlockTable;
  /** All rows, then the levels of `by` that have enough of them. */
  slices: Slice[];
  levelsLeftOut: DriversResult['levelsLeftOut'];
}
type Slice = Omit<SliceContext, 'preliminary' | 'onProgress'>;

function prepare(fetched: FetchedRows, input: DriversInput, first: FirstPass): Prepared {
  const encoding = encodingOf(input, first);
  const plan = planOf(input, first, encoding);
  const table = blockTable(fetched.blocks, encoding.variables.length);
  const gaps = fetched.gaps ? gapTable(fetched.gaps, gapRows(first, encoding), encoding) : null;
  checkCombinations(table.rows.length, input, encoding);
  const rows = rowTable(fetched.rows, encoding);
  const keeps = keptCodes(input, encoding);
  const isKept = (codes: Float64Array | null, at: number): boolean =>
    keeps === null || keeps(codes?.[at] ?? 0);
  const kept = renumbered(someRows(rows, (row) => isKept(rows.filter, row)));
  const levels = [null, ...(encoding.by?.levels.map(({ level }) => level) ?? [])];
  const facts = givenFacts(input, first, encoding, plan, whyNoLogit(kept, encoding, plan));
  const known = new Map<string | null, Float64Array>();
  const count = table.rows.reduce((sum, n, block) => (isKept(table.filter, block) ? sum + n : sum), 0);
  const bootstrap = drawsFor(count, plan, encoding, levels.length);
  const slices = levels.map((level, code): Slice => {
    const wanted = (codes: Float64Array | null, at: number): boolean => code === 0 || codes?.[at] === code;
    const inSlice = ({ by, filter }: Codes, at: number): boolean => isKept(filter, at) && wanted(by, at);
    const blocks = sliceBlocks(table, gaps, inSlice, encoding);
    const own = someRows(kept, (row) => wanted(kept.by, row));
    return { input, first, encoding, plan, level, blocks, rows: own, bootstrap, known, facts };
  });
  const [all, ...byLevel] = slices as [Slice, ...Slice[]];
  return {
    encoding,
    plan,
    table,
    slices: [all, ...byLevel.filter(canStandAlone)],
    levelsLeftOut: byLevel
      .filter((slice) => !canStandAlone(slice))
      .map(({ level, blocks }) => ({ level: level ?? '', rows: blocks.rows })),
  };
}

function resultOf(
  { encoding, plan, table, slices, levelsLeftOut }: Prepared,
  input: DriversInput,
  first: FirstPass,
  preliminary: boolean,
  progress: (fraction: number) => void,
): DriversResult {
  const computed = slices.map((slice, i) => {
    const onProgress = (fraction: number): void => progress((i + fraction) / slices.length);
    const context = { ...slice, preliminary, onProgress };
    return isLinear(context) ? linearSlice(context) : logitSlice(context);
  });
  const [all, ...byLevel] = computed as [Computed, ...Computed[]];
  return {
    all: all.result,
    levels: byLevel.map(({ result }) => result),
    levelsLeftOut,
    differences: differencesOf(byLevel, encoding, input),
    exclusions: exclusionsOf(input, first, plan, table, all.result.rows),
    filters: filterColumns(input, encoding, table.filter, table.rows),
  };
}

/** Whether a level has rows enough, and an outcome that varies. */
function canStandAlone({ blocks, encoding }: Slice): boolean {
  const { sums, products } = mergeBlocks(blocks.blocks);
  const squares = products[0] as number;
  const spread = squares - (sums[0] as number) ** 2 / blocks.weight;
  return blocks.rows > encoding.driverVariables + 1 && spread > 1e-12 * squares;
}

const isLinear = ({ encoding, facts }: Pick<SliceContext, 'encoding' | 'facts'>): boolean =>
  encoding.family === 'linear' || facts.preview !== null;

/** Replicates of exact importances take a second or more above 16 players. */
const isSlow = ({ encoding, slices }: Prepared, input: DriversInput): boolean =>
  input.options.method === 'lmg' &&
  encoding.players.filter(({ variables }) => variables.length > 0).length > MOST_EXACT_REPLICATES &&
  slices.every(isLinear);

const MOST_DRAWS = 1000;
const FEWEST_DRAWS = 200;

/** Draws of the bootstrap where rows are few and complete; fewer of them where each one costs more. */
function drawsFor(rows: number, plan: Plan, encoding: Encoding, slices: number): number {
  if (rows >= FEW_ROWS || plan.gaps !== 'none' || plan.fetch !== 'all') return 0;
  const players = Math.min(encoding.players.length, MOST_EXACT_REPLICATES + 1);
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

function exclusionsOf(
  input: DriversInput,
  first: FirstPass,
  plan: Plan,
  table: BlockTable,
  used: number,
): Exclusions {
  const { overview } = first;
  const total = single(overview, 'total');
  const weighing = single(overview, 'weighing');
  const complete = single(overview, 'complete');
  const drawn = plan.sample === null ? plan.rows : table.rows.reduce((sum, rows) => sum + rows, 0);
  const notApplicable = plan.missing === 'listwise' ? single(overview, 'applicable') - complete : 0;
  return {
    total,
    kept: total - (drawn - used),
    notDrawn: plan.rows - drawn,
    used,
    missing: weighing - plan.rows,
    notApplicable,
    weight: total - weighing,
    texts: textsRead(input, first),
    worst: worstMissing(input, first.overview),
    missingBy: [input.roles.outcome, ...input.roles.drivers].map((column, i) => ({
      column,
      missing: missingIn(overview, i),
      notApplicable: notApplicableIn(overview, i),
    })),
  };
}
