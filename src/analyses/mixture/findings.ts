import { formatList, formatNumber, formatPercent, formatPlural } from '../../values/format';
import type { Finding } from '../analysis';
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
import type { MixtureInput } from './form';
import type { MixtureSegments } from './segments';

export function findingsOf(segments: MixtureSegments, counts: RowCounts, input: MixtureInput): Finding[] {
  return [
    ...segmentFindings(segments, input),
    ...profileFindings(segments),
    ...choiceFindings(segments),
    plain(howMade(segments, input)),
    ...smallFindings(segments),
    ...cautions(segments, input),
    ...nameFindings(segments),
    ...rowCautions(counts, input, 'a variable is'),
    ...ruleFindings(segments, input),
  ];
}

function howMade(segments: MixtureSegments, { options }: MixtureInput): string {
  const unclear =
    segments.unclear > 0
      ? `${formatPlural(segments.unclear, 'row')} (${formatPercent(segments.unclear / segments.labels.length)}) belong to theirs with less than 60 %`
      : 'every row belongs to its own with at least 60 %';
  const transform = options.transform === 'log1p' ? ' of log(1 + x)' : '';
  return `A mixture of ${segments.choice.k} normal distributions${transform} (${options.covariance} covariance, log-likelihood ${formatNumber(segments.logLikelihood, 7)}, BIC ${formatNumber(segments.bic, 7)}; seed ${options.seed}). How sure: entropy R² **${segments.entropyR2.toFixed(2)}**, and ${unclear}.`;
}

function cautions(segments: MixtureSegments, input: MixtureInput): Finding[] {
  const found: Finding[] = [];
  if (segments.constant.length > 0)
    found.push(caution(`${labelsWere(segments.constant)} left out: the same value in every row.`));
  if (segments.floored)
    found.push(
      caution(
        'One segment is flat: its rows (nearly) share a value or a line. Values in whole numbers do that; k-means or a diagonal shape may serve better.',
      ),
    );
  if (segments.failed.length > 0)
    found.push(
      caution(
        `For ${formatList(segments.failed.map(String))} segments no fit came to rest; they are left out.`,
      ),
    );
  if (input.options.covariance === 'spherical' && !input.options.scale)
    found.push(
      caution(
        'Round segments of variables that are not standardised: what has the largest numbers counts most.',
      ),
    );
  return found;
}
