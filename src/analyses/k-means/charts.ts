import { formatCount, formatPercent } from '../../values/format';
import { numberColumn, tableOf, textColumn } from '../../values/table';
import type { ReportChart } from '../analysis';
import type { KMeansInput } from './form';
import type { Segments } from './segments';
import { segmentName } from './tables';

/** What each segment is like, how large it is, and a look at the two variables that tell them apart best. */
export function chartsOf(segments: Segments, input: KMeansInput): ReportChart[] {
  const dots = dotChart(segments, input);
  return [profileChart(segments, input), sizeChart(segments), ...(dots ? [dots] : [])];
}

function profileChart({ sizes, variables }: Segments, input: KMeansInput): ReportChart {
  const rows = sizes.flatMap((_, segment) =>
    variables.map((one) => ({
      x: segmentName(segment + 1),
      y: input.label(one.variable),
      color: ((one.means[segment] ?? NaN) - one.overall) / one.deviation,
    })),
  );
  return {
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
      'For each segment and variable, how many standard deviations the mean lies above or below that of all rows.',
    rows: tableOf([
      textColumn(
        'x',
        rows.map(({ x }) => x),
      ),
      textColumn(
        'y',
        rows.map(({ y }) => y),
      ),
      numberColumn(
        'color',
        Float64Array.from(rows, ({ color }) => color),
      ),
    ]),
  };
}

function sizeChart({ sizes }: Segments): ReportChart {
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const names = sizes.map((_, i) => segmentName(i + 1));
  const shares = sizes.map((size) => size / total);
  return {
    id: 'size',
    spec: {
      mark: 'intervals',
      label: 'segment',
      value: 'value',
      title: 'Rows by segment',
      labels: { x: 'Share of rows', xFormat: 'percent' },
    },
    description: `Share of rows: ${names.map((name, i) => `${name} ${formatPercent(shares[i] ?? null)}`).join(', ')}.`,
    rows: tableOf([textColumn('segment', names), numberColumn('value', Float64Array.from(shares))]),
  };
}

function dotChart({ sample, labels }: Segments, input: KMeansInput): ReportChart | null {
  if (!sample) return null;
  const [x, y] = sample.names.map((name) => input.label(name));
  const chart: ReportChart = {
    id: 'dots',
    spec: {
      mark: 'dot',
      from: '',
      x: 'x',
      y: 'y',
      color: 'color',
      aggregate: 'none',
      title: 'The two variables that tell segments apart best',
      labels: { x: x ?? '', y: y ?? '', color: 'Segment' },
    },
    description: `Rows by ${x ?? ''} and ${y ?? ''}, coloured by segment.`,
    rows: tableOf([
      numberColumn('x', sample.x),
      numberColumn('y', sample.y),
      textColumn('color', Array.from(sample.segment, segmentName)),
    ]),
  };
  if (sample.x.length < labels.length)
    chart.note = `A sample of ${formatCount(sample.x.length)} of ${formatCount(labels.length)} rows.`;
  return chart;
}
