import { formatPercent } from '../../values/format';
import { numberColumn, tableOf, textColumn, type Column } from '../../values/table';
import type { ReportChart } from '../analysis';
import type { SegmentInput } from './form';
import { drawnName, type Candidate, type Criterion, type ProfileRow, type Segmentation } from './result';

/** What each segment is like, how large it is, the numbers of segments compared, and small multiples. */
export function segmentCharts(
  found: Segmentation,
  input: SegmentInput,
  more: readonly ReportChart[] = [],
): ReportChart[] {
  return [
    profileChart(found, input),
    ...more,
    sizeChart(found),
    ...choiceChart(found),
    multiplesChart(found, input),
  ];
}

/** A level with its column: "Region: North"; a flag is called by its column alone. */
export const profileLabel = ({ variable, level, used }: ProfileRow, input: SegmentInput): string =>
  level === null || (level === 'true' && !used)
    ? input.label(variable)
    : `${input.label(variable)}: ${level}`;

/** Levels beyond these would make a wall of the picture; the table has them all. */
const MOST_LINES = 30;

/** The lines of the picture: numbers and flags first, then levels, as many as can be read. */
function drawnRows({ profile }: Segmentation): ProfileRow[] {
  const lines = [...new Set(profile.map(lineOf))];
  const apart = (line: string): number =>
    Math.max(...profile.map((row) => (lineOf(row) === line ? Math.abs(row.standardised ?? 0) : 0)));
  const kept =
    lines.length <= MOST_LINES
      ? lines
      : [...lines].sort((one, two) => apart(two) - apart(one)).slice(0, MOST_LINES);
  return profile.filter((row) => kept.includes(lineOf(row)));
}
const lineOf = ({ variable, level }: ProfileRow): string => JSON.stringify([variable, level]);

const texts = (name: string, values: readonly string[]): Column => textColumn(name, [...values]);
const numbers = (name: string, values: readonly (number | null)[]): Column =>
  numberColumn(
    name,
    Float64Array.from(values, (value) => value ?? NaN),
  );

function profileChart(found: Segmentation, input: SegmentInput): ReportChart {
  const rows = drawnRows(found);
  const cut = new Set(rows.map(lineOf)).size < new Set(found.profile.map(lineOf)).size;
  const chart: ReportChart = {
    id: 'profile',
    spec: {
      mark: 'heatmap',
      from: '',
      x: 'x',
      y: 'y',
      color: 'color',
      aggregate: 'none',
      title: 'How segments differ from the average',
      labels: { x: 'Segment', y: 'Variable', color: 'Standard deviations from the overall mean' },
    },
    description:
      'For each segment and variable, how many standard deviations the mean (or the share) lies above or below that of all rows.',
    rows: tableOf([
      texts(
        'x',
        rows.map(({ segment }) => nameAt(found, segment)),
      ),
      texts(
        'y',
        rows.map((row) => profileLabel(row, input)),
      ),
      numbers(
        'color',
        rows.map(({ standardised }) => standardised),
      ),
    ]),
  };
  if (cut) chart.note = `The ${MOST_LINES} lines that differ most; the table has all.`;
  return chart;
}

const nameAt = ({ segments }: Segmentation, segment: number): string => {
  const own = segments[segment];
  return own ? drawnName(own) : '';
};

function sizeChart({ segments }: Segmentation): ReportChart {
  const names = segments.map(drawnName);
  return {
    id: 'size',
    spec: {
      mark: 'intervals',
      label: 'segment',
      value: 'value',
      attention: 'unstable',
      title: 'Rows by segment',
      labels: { x: 'Share of rows', xFormat: 'percent' },
    },
    description: `Share of rows: ${segments.map((segment, i) => `${names[i]} ${formatPercent(segment.share)}`).join(', ')}.`,
    ...(segments.some(({ stable }) => !stable)
      ? {
          note: '⚠ and the colour of attention mark unstable segments: drawn again, the rows would be grouped otherwise.',
        }
      : {}),
    rows: tableOf([
      texts('segment', names),
      numbers(
        'value',
        segments.map(({ share }) => share),
      ),
      { name: 'unstable', type: 'BOOLEAN', kind: 'boolean', values: segments.map(({ stable }) => !stable) },
    ]),
  };
}

/** Criteria as drawn: those without a scale of their own are set to 0 for the worst and 1 for the best k. */
const DRAWN: { criterion: Criterion; title: string; scaled?: 1 | -1 }[] = [
  { criterion: 'silhouette', title: 'Silhouette' },
  { criterion: 'gap', title: 'Gap (scaled)', scaled: 1 },
  { criterion: 'bic', title: 'BIC (scaled, 1 best)', scaled: -1 },
  { criterion: 'entropy_r2', title: 'Entropy R²' },
  { criterion: 'jaccard_min', title: 'Stability of the weakest' },
  { criterion: 'smallest_share', title: 'Share of the smallest' },
];

/** All criteria side by side over the numbers of segments; nothing where only one number was asked for. */
function choiceChart({ choice }: Segmentation): ReportChart[] {
  const { candidates } = choice;
  if (candidates.length < 2) return [];
  const lines = DRAWN.filter(({ criterion }) =>
    candidates.some(({ criteria }) => criteria[criterion] !== undefined),
  );
  const rows = lines.flatMap(({ criterion, title, scaled }) => {
    const values = scaledValues(candidates, criterion, scaled);
    return candidates.map(({ k }, i) => ({ k, title, value: values[i] ?? null }));
  });
  return [
    {
      id: 'choice',
      tab: 'Choice of k',
      spec: {
        mark: 'curves',
        x: 'k',
        y: 'value',
        panel: 'criterion',
        xLine: choice.k,
        fromZero: true,
        title: 'What speaks for how many segments',
        labels: { x: 'Number of segments', y: 'Higher is better' },
      },
      description: `Criteria for ${candidates[0]?.k} to ${candidates.at(-1)?.k} segments, side by side; the line stands at ${choice.k}.`,
      note: 'Higher is better in every panel but the last, which only warns. Scaled criteria run from 0 at their worst to 1 at their best number; the table has them as they are.',
      rows: tableOf([
        numbers(
          'k',
          rows.map(({ k }) => k),
        ),
        numbers(
          'value',
          rows.map(({ value }) => value),
        ),
        texts(
          'criterion',
          rows.map(({ title }) => title),
        ),
      ]),
    },
  ];
}

function scaledValues(
  candidates: readonly Candidate[],
  criterion: Criterion,
  scaled?: 1 | -1,
): (number | null)[] {
  const values = candidates.map(({ criteria }) => criteria[criterion] ?? null);
  if (scaled === undefined) return values;
  const known = values.filter((value) => value !== null);
  const [least, most] = [Math.min(...known), Math.max(...known)];
  return values.map((value) => {
    if (value === null || !(most > least)) return value === null ? null : 1;
    const share = (value - least) / (most - least);
    return scaled === 1 ? share : 1 - share;
  });
}

/** One panel for each segment, bars to both sides of the average. */
function multiplesChart(found: Segmentation, input: SegmentInput): ReportChart {
  const rows = drawnRows(found);
  return {
    id: 'multiples',
    tab: 'Profile',
    spec: {
      mark: 'intervals',
      label: 'variable',
      value: 'value',
      panel: 'segment',
      title: 'Each segment beside the average',
      labels: { x: 'Standard deviations from the overall mean' },
    },
    description:
      'One panel for each segment: how far its mean or share of every variable lies from that of all rows.',
    rows: tableOf([
      texts(
        'variable',
        rows.map((row) => profileLabel(row, input)),
      ),
      numbers(
        'value',
        rows.map(({ standardised }) => standardised),
      ),
      texts(
        'segment',
        rows.map(({ segment }) => nameAt(found, segment)),
      ),
    ]),
  };
}
