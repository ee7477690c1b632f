import type { OutcomePatterns } from './cumulative-logit';
import { fitScaled, separationOf, type Separation } from './cumulative-logit-fit';
import { independentColumns, logitDesign } from './logit-design';
import { rSquaredOf } from './logistic';
import { LikelihoodWalk, type McFaddenOptions, type McFaddenReplicates } from './likelihood-walk';
import { groupedPatterns, groupTotals, type PatternGroups } from './pattern-groups';
import { shapleyOfSets } from './set-shapley';

export type { McFaddenOptions, McFaddenReplicates } from './likelihood-walk';

/** Most players whose 2^p models are all fitted. */
export const MOST_LIKELIHOOD_PLAYERS = 12;

export interface McFaddenShapley {
  status: 'converged';
  /** By player, in units of McFadden's R² = 1 - ℓ/ℓ0: what the player adds, averaged over all orders. Sums to R². */
  importances: Float64Array;
  rSquared: number;
  /** By set of players (bit k: player k is in): the maximum of the log-likelihood. */
  logLikelihoods: Float64Array;
  /** All (weighted) answers. */
  answers: number;
  /** By set; null unless asked for. */
  tjur: Float64Array | null;
  /** Where drivers tell categories without exception; importances are then those of the limits. */
  separation: Separation | null;
  /** Null without groups, and under separation, where there is nothing to take a step from. */
  replicates: McFaddenReplicates | null;
}

/**
 * Exact Shapley values of McFadden's R² over players, for outcomes in two or more ordered categories (logistic
 * regression, proportional odds): all 2^p models are fitted.
 *
 *   value_k = Σ over sets S without k of |S|! (p-|S|-1)! / p! · [R²(S + k) - R²(S)]
 *
 * `players`: disjoint sets of columns (a factor's dummies, a touchpoint's items); columns of no player are left out.
 * Log-likelihoods are good to about 1e-10 of themselves. `constant` where fewer than two categories occur; RangeError above
 * 12 players. Held to R's 64 fits on customer satisfaction to 1e-7 where that file is at hand, to its laws elsewhere
 * (tests/stats/mcfadden-shapley.test.ts). Sources: McFadden (1974); Azen & Traxel (2009), J. Educ. Behav. Stat. 34(3).
 */
export function mcfaddenShapley(
  patterns: OutcomePatterns,
  players: readonly (readonly number[])[],
  options: McFaddenOptions = {},
): McFaddenShapley | { status: 'constant' | 'stuck' } {
  if (players.length > MOST_LIKELIHOOD_PLAYERS)
    throw new RangeError(
      `models of ${players.length} players: at most ${MOST_LIKELIHOOD_PLAYERS} can be done`,
    );
  const design = logitDesign(patterns);
  if (design.data.events.length === 0) return { status: 'constant' };
  if (options.tjur && design.data.events.length > 1)
    throw new RangeError("Tjur's coefficient needs an outcome of two categories");
  const every = independentColumns(design.correlation, patterns.columns.length, players.flat());
  const full = fitScaled(design, every);
  if (full.status === 'stuck') return { status: 'stuck' };
  const separation = full.status === 'separated' ? separationOf(full, design, every) : null;
  const used = patterns.counts.map((count) => count.some((value) => value > 0));
  const groups = separation ? null : usedGroups(options.groups, used);
  const source = groupedPatterns(
    design.data.columns,
    patterns.counts.filter((_, c) => used[c]),
    groups,
  );
  const walk = new LikelihoodWalk(design, players, options, groups && groupTotals(groups));
  walk.run(source, every, full.point);
  if (walk.stuck) return { status: 'stuck' };
  return { status: 'converged', ...resultOf(walk, design.total), separation };
}

function resultOf(walk: LikelihoodWalk, answers: number): Omit<McFaddenShapley, 'status' | 'separation'> {
  const { logLikelihoods, tjur, replicates } = walk;
  const none = logLikelihoods[0] as number;
  const values = logLikelihoods.map((value) => 1 - value / none);
  return {
    importances: shapleyOfSets(values, Math.log2(values.length)),
    rSquared: values[values.length - 1] as number,
    logLikelihoods,
    answers,
    tjur,
    replicates,
  };
}

/** Nagelkerke's R² of every set, from the log-likelihoods of `mcfaddenShapley`: for `shapleyOfSets`. */
export function nagelkerkeOfSets(logLikelihoods: Float64Array, answers: number): Float64Array {
  const none = logLikelihoods[0] as number;
  return logLikelihoods.map((value) => rSquaredOf(value, none, answers).nagelkerke);
}

/** The groups' counts in the categories that occur. */
function usedGroups(groups: PatternGroups | undefined, used: readonly boolean[]): PatternGroups | null {
  return groups ? { ...groups, counts: groups.counts.filter((_, c) => used[c]) } : null;
}
