import { structureVerdict } from '../../stats/cluster-structure';
import { formatList, formatNumber, formatPercent } from '../../values/format';
import type { Candidate, Choice, Criterion } from './result';

/** Below this share of the rows a segment is too small to be recommended. */
const TOO_SMALL = 0.02;
const STABLE = 0.75;

/** What leads the choice: the criterion that is made best among the ks whose segments hold. */
export interface Leading {
  criterion: Criterion;
  /** +1 where more is better, -1 where less is. */
  better: 1 | -1;
  /** In a sentence: "the silhouette". */
  name: string;
  digits: number;
}
export const SILHOUETTE: Leading = { criterion: 'silhouette', better: 1, name: 'silhouette', digits: 2 };
export const BIC: Leading = { criterion: 'bic', better: -1, name: 'BIC', digits: 6 };

/**
 * The number of segments to publish: the one asked for, or of a range the best by the leading criterion among those
 * whose segments all come back in resamples (Jaccard at least 0.75) and hold at least 2 % of the rows; among all where
 * none does. The words say which criteria agree and which do not.
 */
export function chosenK(candidates: readonly Candidate[], leading: Leading): { k: number; reason: string } {
  const [only] = candidates;
  if (!only) throw new Error('no number of segments was looked at');
  if (candidates.length === 1)
    return { k: only.k, reason: `You asked for ${only.k} segments: ${facts(only)}.` };
  const holding = candidates.filter(holds);
  const best = bestBy(holding.length > 0 ? holding : candidates, leading);
  const parts = [
    `**${best.k} segments** are recommended among ${candidates[0]?.k} to ${candidates.at(-1)?.k}: ${whyBest(best, candidates, holding, leading)}`,
    dissent(best, candidates, leading),
    `These segments use ${best.k}; write **k: ${best.k}** to keep it so, or another number to decide yourself.`,
  ];
  return { k: best.k, reason: parts.filter(Boolean).join(' ') };
}

const holds = ({ criteria }: Candidate): boolean =>
  (criteria.jaccard_min ?? 0) >= STABLE && (criteria.smallest_share ?? 0) >= TOO_SMALL;

function bestBy(candidates: readonly Candidate[], { criterion, better }: Leading): Candidate {
  const value = ({ criteria }: Candidate): number => better * (criteria[criterion] ?? -better * Infinity);
  return candidates.reduce((a, b) => (value(b) > value(a) ? b : a));
}

function whyBest(
  best: Candidate,
  all: readonly Candidate[],
  holding: readonly Candidate[],
  leading: Leading,
): string {
  const value = formatNumber(best.criteria[leading.criterion] ?? null, leading.digits);
  const among =
    holding.length === all.length
      ? ''
      : holding.length > 0
        ? ' among those whose segments are stable and not tiny'
        : ', though no number gives segments that are all stable and not tiny';
  return `the best ${leading.name} (${value})${among}; ${facts(best, leading.criterion)}.`;
}

/** What other criteria would have chosen. */
function dissent(best: Candidate, candidates: readonly Candidate[], leading: Leading): string {
  const others: Leading[] = [
    SILHOUETTE,
    BIC,
    { criterion: 'jaccard_min', better: 1, name: 'stability', digits: 2 },
  ];
  const said = others
    .filter(({ criterion }) => candidates.some(({ criteria }) => criteria[criterion] !== undefined))
    .map((one) => ({ one, k: bestBy(candidates, one).k }))
    .filter(({ one, k }) => k !== best.k && (one.criterion !== leading.criterion || k !== best.k))
    .map(({ one, k }) => `the ${one.name} alone would take ${k}`);
  const gap = gapWithin(candidates);
  if (gap !== null && gap !== best.k) said.push(`the gap statistic would take ${gap}`);
  const text = formatList(said);
  return text === '' ? '' : `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

/** The 1-SE rule within the range; null without a gap. */
function gapWithin(candidates: readonly Candidate[]): number | null {
  if (candidates.some(({ criteria }) => criteria.gap === undefined)) return null;
  const found = candidates.find(({ criteria }, i) => {
    const next = candidates[i + 1]?.criteria;
    return next !== undefined && (criteria.gap ?? 0) >= (next.gap ?? 0) - (next.gap_se ?? 0);
  });
  return (found ?? candidates.at(-1))?.k ?? null;
}

function facts({ criteria }: Candidate, besides?: Criterion): string {
  const { silhouette, entropy_r2: entropy, jaccard_min: jaccard, smallest_share: smallest } = criteria;
  return formatList([
    ...(silhouette === undefined || besides === 'silhouette' ? [] : [`silhouette ${silhouette.toFixed(2)}`]),
    ...(entropy === undefined ? [] : [`entropy R² ${entropy.toFixed(2)}`]),
    ...(jaccard === undefined ? [] : [`the least stable segment has a Jaccard of ${jaccard.toFixed(2)}`]),
    ...(smallest === undefined ? [] : [`the smallest holds ${formatPercent(smallest)} of the rows`]),
  ]);
}

/** The verdict of k-means: gap statistic, silhouette and stability together. */
export function verdictByGap(candidate: Candidate, gapChoice: number | null): Choice['verdict'] {
  const { silhouette, jaccard_min: leastJaccard } = candidate.criteria;
  if (silhouette === undefined || leastJaccard === undefined || gapChoice === null)
    return { kind: 'weak', sentence: 'There are too few distinct rows to say whether the groups are real.' };
  return structureVerdict({ k: candidate.k, gapChoice, silhouette, leastJaccard });
}

/**
 * The verdict of a model with a likelihood: none where one class fits at least as well by BIC (or only barely worse,
 * Kass and Raftery 1995: less than 10); clear where classes are told apart and come back.
 */
export function verdictByBic(candidate: Candidate, bicOfOne: number, what: string): Choice['verdict'] {
  const { bic, entropy_r2: entropy = 0, jaccard_min: jaccard = 0 } = candidate.criteria;
  const gain = bicOfOne - (bic ?? bicOfOne);
  const k = candidate.k;
  if (gain < 10)
    return {
      kind: 'none',
      sentence: `The data look like one group: BIC finds ${k} ${what} ${gain <= 0 ? 'no better' : 'hardly better'} than one (${formatNumber(bic ?? null, 6)} against ${formatNumber(bicOfOne, 6)}). The segments cut one cloud into parts; they are not kinds of customers.`,
    };
  if (entropy >= 0.8 && jaccard >= 0.85)
    return {
      kind: 'clear',
      sentence: `Clear groups: BIC is ${formatNumber(gain, 3)} better than with one, rows belong clearly to one (entropy R² ${entropy.toFixed(2)}), and every segment comes back in resamples with a Jaccard of at least ${jaccard.toFixed(2)}.`,
    };
  return {
    kind: 'weak',
    sentence: `Some structure, not clear-cut: BIC is ${formatNumber(gain, 3)} better than with one group, entropy R² is ${entropy.toFixed(2)}, and the least stable segment has a Jaccard of ${jaccard.toFixed(2)}. Neighbouring segments run into each other.`,
  };
}
