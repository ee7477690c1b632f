import { formatList, formatNumber, formatPercent, formatPlural } from '../../values/format';
import { escapeFinding, type Finding } from '../analysis';
import type { KMeansInput } from './form';
import { missingCounts, type Prepared } from './queries';
import type { Segments } from './segments';
import { segmentName } from './tables';

const plain = (text: string): Finding => ({ text, tone: 'plain' });
const caution = (text: string): Finding => ({ text, tone: 'caution' });

/** What the first pass found about the rows. */
export interface RowCounts {
  total: number;
  complete: number;
  keysMissing: number;
  keysRepeated: number;
  missing: { variable: string; missing: number }[];
}
export const rowCountsOf = (prepared: Prepared, input: KMeansInput): RowCounts => ({
  total: prepared.check['total']?.[0] ?? 0,
  complete: prepared.check['complete']?.[0] ?? 0,
  keysMissing: prepared.check['keys_missing']?.[0] ?? 0,
  keysRepeated: prepared.check['keys_repeated']?.[0] ?? 0,
  missing: missingCounts(input, prepared),
});

/** Differences from the average of less than half a standard deviation are not worth a word. */
const TRAIT = 0.5;
/** Below this share of rows a segment is small. */
const SMALL = 0.02;
/** Below this share of the sum of squares the segments may be slices of one cloud. */
const LITTLE_EXPLAINED = 0.4;

export function findingsOf(segments: Segments, counts: RowCounts, input: KMeansInput): Finding[] {
  return [
    ...segments.sizes.map((_, segment) => plain(segmentSentence(segments, segment, input))),
    plain(howMade(segments, input)),
    ...cautions(segments, input),
    ...rowCautions(counts, input),
  ];
}

/** "**Segment 1** (1,789 rows, 36 %): low Online share (0.25, overall 0.52)". */
function segmentSentence({ sizes, variables }: Segments, segment: number, input: KMeansInput): string {
  const size = sizes[segment] ?? 0;
  const total = sizes.reduce((sum, one) => sum + one, 0);
  const traits = variables
    .map((variable) => {
      const mean = variable.means[segment] ?? NaN;
      return { ...variable, mean, apart: (mean - variable.overall) / variable.deviation };
    })
    .filter(({ apart }) => Math.abs(apart) >= TRAIT)
    .sort((one, two) => Math.abs(two.apart) - Math.abs(one.apart))
    .slice(0, 3)
    .map(
      ({ variable, mean, overall, apart }) =>
        `${apart > 0 ? 'high' : 'low'} ${escapeFinding(input.label(variable))} (${formatNumber(mean)}; overall ${formatNumber(overall)})`,
    );
  const what = traits.length > 0 ? formatList(traits) : 'close to the average in everything';
  return `**${segmentName(segment + 1)}** (${formatPlural(size, 'row')}, ${formatPercent(size / total)}): ${what}.`;
}

function howMade({ explained }: Segments, { options }: KMeansInput): string {
  const steps = [
    options.transform === 'log1p' ? 'log(1 + x)' : '',
    options.scale ? 'standardised' : 'not standardised',
  ].filter(Boolean);
  return `The segments account for **${formatPercent(explained)}** of the differences between rows (k-means, ${options.k} segments, variables ${formatList(steps)}; seed ${options.seed}).`;
}

function cautions(segments: Segments, input: KMeansInput): Finding[] {
  const found: Finding[] = [];
  const total = segments.sizes.reduce((sum, size) => sum + size, 0);
  const small = segments.sizes.flatMap((size, i) => (size / total < SMALL ? [segmentName(i + 1)] : []));
  if (segments.explained < LITTLE_EXPLAINED)
    found.push(
      caution(
        'The segments account for little of the differences: they may be slices of one cloud rather than groups of their own.',
      ),
    );
  if (small.length > 0)
    found.push(
      caution(
        `${formatList(small)} ${small.length === 1 ? 'holds' : 'hold'} less than ${formatPercent(SMALL)} of the rows: perhaps outliers rather than a segment.`,
      ),
    );
  if (segments.constant.length > 0)
    found.push(
      caution(
        `${formatList(segments.constant.map((label) => `"${escapeFinding(label)}"`))} ${segments.constant.length === 1 ? 'was' : 'were'} left out: the same value in every row.`,
      ),
    );
  if (segments.spreadRatio > 10) found.push(dominance(segments, input));
  if (!segments.converged)
    found.push(
      caution('The search stopped before the segments came to rest: treat borders between them as rough.'),
    );
  return found;
}

function dominance({ variables, spreadRatio }: Segments, input: KMeansInput): Finding {
  const widest = variables.reduce((best, one) => (one.deviation > best.deviation ? one : best));
  return caution(
    `The variables are not standardised and their spreads differ ${formatNumber(spreadRatio, 2)}-fold: "${escapeFinding(input.label(widest.variable))}" weighs most by its unit alone.`,
  );
}

function rowCautions(counts: RowCounts, input: KMeansInput): Finding[] {
  const found: Finding[] = [];
  const dropped = counts.total - counts.complete;
  if (dropped > 0) {
    const most = counts.missing.reduce((best, one) => (one.missing > best.missing ? one : best));
    const were = dropped === 1 ? 'was left out because a variable is' : 'were left out because a variable is';
    found.push(
      caution(
        `${formatPlural(dropped, 'row')} ${were} missing, most often "${escapeFinding(input.label(most.variable))}" (${formatPlural(most.missing, 'row')}); their keys are not in the table.`,
      ),
    );
  }
  if (counts.keysMissing > 0)
    found.push(
      caution(
        `${formatPlural(counts.keysMissing, 'row')} ${counts.keysMissing === 1 ? 'has' : 'have'} no key.`,
      ),
    );
  if (counts.keysRepeated > 0)
    found.push(
      caution(
        `${formatPlural(counts.keysRepeated, 'row')} ${counts.keysRepeated === 1 ? 'repeats' : 'repeat'} the key of another row: each row has its own segment.`,
      ),
    );
  return found;
}
