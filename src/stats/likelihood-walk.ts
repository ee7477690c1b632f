import { blockTerms, type BlockTerms } from './cumulative-logit';
import { inverseFromCholesky } from './linear-algebra';
import { leaveGroupsOut, secondStepWithout, type GroupEntries } from './leave-group-out';
import {
  constrainedStart,
  independentColumns,
  nullLogLikelihood,
  nullThresholds,
  type LogitDesign,
} from './logit-design';
import { LIKELIHOOD_ONLY, newtonLogit, type LogitOptimum, type NewtonOptions } from './logit-newton';
import {
  groupData,
  mergedPatterns,
  modelData,
  type GroupedPatterns,
  type PatternGroups,
} from './pattern-groups';
import { chance } from './logistic';
import { bitCount, setWeights } from './set-shapley';

export interface McFaddenOptions {
  /** For replicates without each group, nearly free: one Newton step per model. */
  groups?: PatternGroups;
  /** Also Tjur's coefficient of discrimination for every set (two categories only); costs a step more per model. */
  tjur?: boolean;
  /** Called with the share of models done, 0..1. */
  progress?: (fraction: number) => void;
}

/** Everything once more without each group; feeds `jackknifeErrors`. */
export interface McFaddenReplicates {
  /** By group: by player. */
  importances: Float64Array[];
  /** By group: R² of all players. */
  rSquared: Float64Array;
  /** By group: slopes of the model with all players, by column, in the columns' own units; 0 of aliased ones. */
  coefficients: Float64Array[];
  /** By group: its answers. */
  counts: Float64Array;
}

/** A model to fit: the players in it, and where to begin. */
interface Node {
  set: number;
  /** Only players below this one are dropped further, so that each set is met once. */
  below: number;
  source: GroupedPatterns;
  /** The model's independent columns, and where they start: thresholds, then their slopes. */
  kept: number[];
  start: Float64Array;
}

/** For chances: after one step more they are good to about 1e-9. */
const FOR_CHANCES: NewtonOptions = { gainPerAnswer: 1e-10, detectSeparation: false };

/** Patterns are merged again where so many models or more will use them, and this many rows are to be saved. */
const MERGE_FOR_MODELS = 8;
const MERGE_FROM_ROWS = 64;
/** Patterns times groups up to which the slopes without a group take a second step: about a second at the most. */
const SECOND_STEP_TO = 2e7;

/**
 * Fits the models of all sets of players, from the full one down. A set's model begins where its parent's hill would
 * be highest without the player just dropped, so that a step or two are left to do; with fewer columns patterns become
 * equal and are merged.
 */
export class LikelihoodWalk {
  readonly logLikelihoods: Float64Array;
  readonly tjur: Float64Array | null;
  readonly replicates: McFaddenReplicates | null;
  stuck = false;
  private readonly terms: BlockTerms;
  private readonly weights: { member: Float64Array; outsider: Float64Array };
  private readonly nullWithout: Float64Array;
  private done = 0;

  constructor(
    private readonly design: LogitDesign,
    private readonly players: readonly (readonly number[])[],
    private readonly options: McFaddenOptions,
    private readonly groups: readonly Float64Array[] | null,
  ) {
    const sets = 2 ** players.length;
    const { totals } = design.data;
    this.logLikelihoods = new Float64Array(sets);
    this.tjur = options.tjur ? new Float64Array(sets) : null;
    this.terms = blockTerms(design.data.events.length);
    this.weights = setWeights(players.length);
    this.nullWithout = Float64Array.from(groups ?? [], (group) =>
      nullLogLikelihood(totals.map((value, c) => Math.max(0, value - (group[c] as number)))),
    );
    this.replicates = groups && emptyReplicates(groups, players.length, design.centre.length);
  }

  /** `kept` and `start` are those of the model with all players. */
  run(source: GroupedPatterns, kept: number[], start: Float64Array): void {
    const set = this.logLikelihoods.length - 1;
    this.visit({ set, below: this.players.length, source, kept, start });
  }

  private visit(node: Node): void {
    if (this.stuck) return;
    this.done += 1;
    if (this.done % 16 === 0) this.options.progress?.(this.done / this.logLikelihoods.length);
    if (node.kept.length === 0) this.logLikelihoods[node.set] = this.design.nullLogLikelihood;
    const optimum = this.fit(node);
    if (!optimum) return;
    const inverse = node.below > 0 ? inverseFromCholesky(optimum.factor, optimum.point.length) : null;
    const top = optimum.point.map((value, i) => value + (optimum.step[i] as number));
    for (let player = 0; inverse && player < node.below; player += 1)
      this.visit(this.child(node, player, top, inverse));
  }

  /** Fits a model and notes all that is wanted of it; null, and the walk ends, where that cannot be done. */
  private fit({ set, source, kept, start }: Node): LogitOptimum | null {
    const { totals } = this.design.data;
    const data = modelData(source, kept, totals);
    const tolerance = this.tjur ? FOR_CHANCES : LIKELIHOOD_ONLY;
    let optimum = newtonLogit(data, start, this.design.total, tolerance, this.terms);
    if (optimum.status === 'stuck') {
      const plain = new Float64Array(start.length);
      plain.set(nullThresholds(totals));
      optimum = newtonLogit(data, plain, this.design.total, tolerance, this.terms);
    }
    this.stuck = optimum.status === 'stuck';
    if (this.stuck) return null;
    if (kept.length > 0) this.logLikelihoods[set] = optimum.logLikelihood;
    if (this.tjur) this.tjur[set] = kept.length > 0 ? tjur(source, kept, optimum) : 0;
    if (this.replicates) this.replicate(set, source, kept, optimum, this.replicates);
    return optimum;
  }

  private child(node: Node, player: number, top: Float64Array, inverse: Float64Array): Node {
    const set = node.set & ~(1 << player);
    const present = this.players.flatMap((columns, k) => ((set >> k) & 1 ? columns : []));
    const { correlation } = this.design;
    const kept = independentColumns(correlation, this.design.centre.length, present);
    const thresholds = top.length - node.kept.length;
    const dropped = node.kept.flatMap((a, i) => (kept.includes(a) ? [] : [thresholds + i]));
    const moved = dropped.length > 0 ? constrainedStart(top, inverse, dropped) : top;
    const start = new Float64Array(thresholds + kept.length);
    start.set(moved.subarray(0, thresholds));
    kept.forEach((a, i) => {
      const before = node.kept.indexOf(a);
      start[thresholds + i] = before < 0 ? 0 : (moved[thresholds + before] as number);
    });
    const rows = node.source.counts[0]?.length ?? 0;
    const merge = 2 ** player >= MERGE_FOR_MODELS && rows >= MERGE_FROM_ROWS;
    const source = merge ? mergedPatterns(node.source, present) : node.source;
    return { set, below: player, source, kept, start };
  }

  /** Adds what a set's R² without each group counts towards each player. */
  private replicate(
    set: number,
    source: GroupedPatterns,
    kept: number[],
    optimum: LogitOptimum,
    replicates: McFaddenReplicates,
  ): void {
    if (!source.groups || !this.groups) return;
    const size = bitCount(set);
    const member = this.weights.member[size] as number;
    const outsider = this.weights.outsider[size] as number;
    const whole = set === this.logLikelihoods.length - 1;
    const entries: GroupEntries = {
      data: groupData(source, kept),
      offsets: source.groups.offsets,
      totals: this.groups,
    };
    leaveGroupsOut(entries, optimum.point, optimum.evaluation, this.terms, (g, logLikelihood, step) => {
      const value = kept.length > 0 ? 1 - logLikelihood / (this.nullWithout[g] as number) : 0;
      const importances = replicates.importances[g] as Float64Array;
      for (let k = 0; k < importances.length; k += 1)
        importances[k] = (importances[k] as number) + ((set >> k) & 1 ? member : outsider) * value;
      if (!whole) return;
      replicates.rSquared[g] = value;
      const point = optimum.point.map((at, i) => at + (step[i] as number));
      replicates.coefficients[g] = this.slopes(g, entries, source, kept, point);
    });
  }

  /** Slopes of the full model without a group, in the columns' own units; `point` is one step from the fit to all. */
  private slopes(
    group: number,
    entries: GroupEntries,
    source: GroupedPatterns,
    kept: number[],
    point: Float64Array,
  ): Float64Array {
    const { scale, data } = this.design;
    const rows = source.counts[0]?.length ?? 0;
    const again = rows * entries.totals.length <= SECOND_STEP_TO;
    const step = again
      ? secondStepWithout(entries, group, point, modelData(source, kept, data.totals), this.terms)
      : null;
    const slopes = new Float64Array(scale.length);
    kept.forEach((a, i) => {
      const at = point.length - kept.length + i;
      slopes[a] = ((point[at] as number) + (step?.[at] ?? 0)) / (scale[a] as number);
    });
    return slopes;
  }
}

function emptyReplicates(
  groups: readonly Float64Array[],
  players: number,
  columns: number,
): McFaddenReplicates {
  return {
    importances: groups.map(() => new Float64Array(players)),
    rSquared: new Float64Array(groups.length),
    coefficients: groups.map(() => new Float64Array(columns)),
    counts: Float64Array.from(groups, total),
  };
}

/** The mean fitted chance of the ones less that of the zeros, one step on. */
function tjur(source: GroupedPatterns, kept: readonly number[], { point, step }: LogitOptimum): number {
  const at = point.map((value, i) => value + (step[i] as number));
  const zeros = source.counts[0] as Float64Array;
  const ones = source.counts[1] as Float64Array;
  const columns = kept.map((a) => source.columns[a] as Float64Array);
  let ofZeros = 0;
  let ofOnes = 0;
  for (let i = 0; i < zeros.length; i += 1) {
    let eta = -(at[0] as number);
    for (let j = 0; j < columns.length; j += 1)
      eta += (at[j + 1] as number) * ((columns[j] as Float64Array)[i] as number);
    const p = chance(eta);
    ofZeros += (zeros[i] as number) * p;
    ofOnes += (ones[i] as number) * p;
  }
  return ofOnes / total(ones) - ofZeros / total(zeros);
}

const total = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0);
