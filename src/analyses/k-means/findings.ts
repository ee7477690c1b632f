import { formatList, formatNumber, formatPercent } from '../../values/format';
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
import type { KMeansInput } from './form';
import type { KMeansSegments } from './segments';

export function findingsOf(segments: KMeansSegments, counts: RowCounts, input: KMeansInput): Finding[] {
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

function howMade({ explained, choice }: KMeansSegments, { options }: KMeansInput): string {
  const steps = [
    options.transform === 'log1p' ? 'log(1 + x)' : '',
    options.winsorise > 0 ? `winsorised at ${formatPercent(options.winsorise, 1)}` : '',
    options.scale ? 'standardised' : 'not standardised',
  ].filter(Boolean);
  return `The segments account for **${formatPercent(explained)}** of the differences between rows (k-means, ${choice.k} segments, variables ${formatList(steps)}; seed ${options.seed}).`;
}

function cautions(segments: KMeansSegments, input: KMeansInput): Finding[] {
  const found: Finding[] = [];
  if (segments.constant.length > 0)
    found.push(caution(`${labelsWere(segments.constant)} left out: the same value in every row.`));
  if (segments.spreadRatio > 10) found.push(dominance(segments, input));
  if (segments.choice.candidates.length < input.options.k.to - input.options.k.from + 1)
    found.push(
      caution('Larger numbers of segments were left out: there are too few distinct rows for them.'),
    );
  if (!segments.converged)
    found.push(
      caution('The search stopped before the segments came to rest: treat borders between them as rough.'),
    );
  return found;
}

function dominance({ variables, spreadRatio }: KMeansSegments, input: KMeansInput): Finding {
  const widest = variables.reduce((best, one) => (one.spread > best.spread ? one : best));
  return caution(
    `The variables are not standardised and their spreads differ ${formatNumber(spreadRatio, 2)}-fold: "${escapeFinding(input.label(widest.variable))}" weighs most by its unit alone.`,
  );
}
