import { formatList, formatNumber, formatPercent, formatPlural } from '../../values/format';
import { escapeFinding, type Finding } from '../analysis';
import {
  caution,
  choiceFindings,
  nameFindings,
  plain,
  profileFindings,
  ruleFindings,
  segmentFindings,
  smallFindings,
} from '../segmenting/findings';
import { labelsWere, rowCautions, type RowCounts } from '../segmenting/rows';
import type { LatentClassInput } from './form';
import type { ClassSegments } from './segments';

export function findingsOf(segments: ClassSegments, counts: RowCounts, input: LatentClassInput): Finding[] {
  return [
    ...segmentFindings(segments, input),
    ...profileFindings(segments),
    ...choiceFindings(segments),
    plain(howMade(segments, input)),
    ...fitFindings(segments, input),
    ...smallFindings(segments),
    ...cautions(segments, counts, input),
    ...nameFindings(segments),
    ...rowCautions(
      { ...counts, missing: [{ variable: '', missing: 0 }] },
      input,
      'every answer (or the weight) is',
    ),
    ...ruleFindings(segments, input),
  ];
}

function howMade(segments: ClassSegments, { options }: LatentClassInput): string {
  const unclear =
    segments.unclear > 0
      ? `${formatPlural(segments.unclear, 'row')} (${formatPercent(segments.unclear / segments.labels.length)}) belong to theirs with less than 60 %`
      : 'every row belongs to its own with at least 60 %';
  return `${segments.choice.k} latent classes (log-likelihood ${formatNumber(segments.logLikelihood, 7)}, BIC ${formatNumber(segments.bic, 7)}; seed ${options.seed}). How sure: entropy R² **${segments.entropyR2.toFixed(2)}**, and ${unclear}.`;
}

/** Whether the classes explain what the answers have in common. */
function fitFindings({ fit, bound, labels, choice }: ClassSegments, input: LatentClassInput): Finding[] {
  const found: Finding[] = [];
  const tab = choice.recommended ? 'Choice of k' : undefined;
  // Where there are more possible patterns than rows the statistic has no known distribution.
  if (fit?.p != null && fit.degreesOfFreedom < labels.length / 2)
    found.push(
      plain(
        `Against the table of all answers: G² = ${formatNumber(fit.likelihoodRatio, 4)} on ${formatNumber(fit.degreesOfFreedom, 6)} degrees of freedom (p ${fit.p < 0.001 ? '< 0.001' : `= ${formatNumber(fit.p, 2)}`}); a rough guide where most patterns are rare.`,
        tab,
      ),
    );
  const [worst] = bound;
  if (worst)
    found.push(
      caution(
        `The classes do not explain all that "${escapeFinding(input.label(worst.first))}" and "${escapeFinding(input.label(worst.second))}" have in common (residual ${formatNumber(worst.residual, 2)}, about 1 where they do): try one class more, or leave one of the two out.`,
        tab,
      ),
    );
  return found;
}

/** Among very many patterns only the best start is followed to the end, so that nothing can be compared. */
const restartsCompared = ({ labels, choice }: ClassSegments, { options }: LatentClassInput): boolean =>
  labels.length <= 4000 && options.restarts > 1 && choice.k > 1;

function cautions(segments: ClassSegments, counts: RowCounts, input: LatentClassInput): Finding[] {
  const found: Finding[] = [];
  if (segments.constant.length > 0)
    found.push(caution(`${labelsWere(segments.constant)} left out: the same answer in every row.`));
  if (segments.failed.length > 0)
    found.push(
      caution(
        `For ${formatList(segments.failed.map(String))} classes no fit came to rest; they are left out.`,
      ),
    );
  const most = counts.missing.reduce((best, one) => (one.missing > best.missing ? one : best));
  if (most.missing > 0)
    found.push(
      plain(
        `Missing answers count as missing at random, most often "${escapeFinding(input.label(most.variable))}" (${formatPlural(most.missing, 'row')}): a row is judged by the answers it has.`,
      ),
    );
  if (segments.timesFound < 2 && restartsCompared(segments, input))
    found.push(
      caution(
        'Only one of the starts that were followed to the end reached this likelihood: raise the restarts to be sure that there is no better one.',
      ),
    );
  return found;
}
