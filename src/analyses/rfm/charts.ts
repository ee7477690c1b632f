import { formatCount, formatDate, formatList, formatNumber, formatPercent } from '../../values/format';
import { numberColumn, tableOf, textColumn } from '../../values/table';
import type { ReportChart } from '../analysis';
import type { RfmResult } from './compute';
import type { After } from './findings';
import type { RfmInput } from './form';
import { NEW_CUSTOMER, readRules } from './rules';
import { segmentOrder } from './segments';
import type { Trait } from './traits';

/** Segments by size and by value, and how many customers stand at each recency and frequency score. */
export function chartsOf(result: RfmResult, after: After, input: RfmInput): ReportChart[] {
  return [
    ...sizeCharts(after),
    ...movementCharts(result, after, input),
    ...traitCharts(result.traits.rows, input),
  ];
}

function sizeCharts({ profile, grid }: After): ReportChart[] {
  const shares = (id: string, title: string, of: string, values: Float64Array): ReportChart => ({
    id,
    spec: {
      mark: 'intervals',
      label: 'segment',
      value: 'value',
      title,
      labels: { x: `Share of ${of}`, xFormat: 'percent' },
    },
    description: `${title}: ${profile.segment.map((segment, i) => `${segment ?? ''} ${formatPercent(values[i] ?? null)}`).join(', ')}.`,
    rows: tableOf([textColumn('segment', profile.segment), numberColumn('value', values)]),
  });
  const charts = [shares('size', 'Customers by segment', 'customers', profile.share)];
  if (profile.value_share.some(Number.isFinite))
    charts.push(shares('value', 'Spending by segment', 'spending', profile.value_share));
  charts.push({
    id: 'scores',
    spec: {
      mark: 'heatmap',
      from: '',
      x: 'x',
      y: 'y',
      color: 'color',
      aggregate: 'none',
      title: 'Customers by recency and frequency score',
      labels: { x: 'Recency score (best on the right)', y: 'Frequency score', color: 'Customers' },
    },
    description:
      'How many customers have each pair of recency and frequency scores; the highest score is best.',
    rows: tableOf([
      textColumn('x', scoreNames(grid.r)),
      textColumn('y', scoreNames(grid.f)),
      numberColumn('color', grid.customers),
    ]),
  });
  return charts;
}

const scoreNames = (scores: Float64Array): string[] => Array.from(scores, String);

/** Who went where, as wide as they are many. */
function movementCharts({ counts }: RfmResult, { movement }: After, input: RfmInput): ReportChart[] {
  const day = input.options.compareAsOf;
  if (day === null || movement.customers.length === 0) return [];
  const [earlier, now] = [formatDate(Date.parse(`${day}T00:00:00Z`)), formatDate(counts.asOf)];
  const words = [...movement.customers.keys()]
    .filter((row) => movement.direction[row] !== 'same')
    .slice(0, 3)
    .map(
      (row) =>
        `${movement.from_segment[row] ?? ''} to ${movement.to_segment[row] ?? ''} ${formatCount(movement.customers[row] ?? 0)}`,
    );
  return [
    {
      id: 'movement',
      tab: 'Movement',
      spec: {
        mark: 'flow',
        left: 'from_segment',
        right: 'to_segment',
        value: 'customers',
        order: [...segmentOrder(readRules(input.options.rules)), NEW_CUSTOMER],
        leftLabel: earlier,
        rightLabel: now,
        title: 'Who moved up, who slipped',
        labels: { x: 'Customers' },
      },
      description: `Customers by segment on ${earlier} and on ${now}. ${words.length > 0 ? `The largest moves: ${formatList(words)}.` : 'Nobody moved.'}`,
      rows: tableOf([
        textColumn('from_segment', movement.from_segment),
        textColumn('to_segment', movement.to_segment),
        numberColumn('customers', movement.customers),
      ]),
    },
  ];
}

/** Lifts beyond these are drawn as these, so that one rare level does not wash out the rest. */
const MOST_LIFT = 3;
const MOST_PANELS = 8;

/** Every segment against all on the columns it is described by: once as a heat map, once side by side. */
function traitCharts(traits: readonly Trait[], input: RfmInput): ReportChart[] {
  const drawn = traits.filter(({ lift }) => lift !== null);
  if (drawn.length === 0) return [];
  const names = drawn.map(({ variable, level }) =>
    level === null ? input.label(variable) : `${input.label(variable)}: ${level}`,
  );
  const lifts = Float64Array.from(drawn, ({ lift }) => lift ?? NaN);
  const segments = [...new Set(drawn.map(({ segment }) => segment))];
  const strongest = [...drawn.keys()]
    .sort((a, b) => Math.abs((lifts[b] ?? 1) - 1) - Math.abs((lifts[a] ?? 1) - 1))
    .slice(0, 3)
    .map((at) => `${drawn[at]?.segment ?? ''}, ${names[at] ?? ''} ${formatNumber(lifts[at] ?? null, 2)}`);
  const missing = new Set(traits.filter(({ lift }) => lift === null).map(({ variable }) => variable));
  const left =
    missing.size > 0
      ? `Not drawn, since a ratio of their means says nothing: ${formatList([...missing].map((one) => input.label(one)))}.`
      : '';
  const cropped = lifts.some((lift) => lift > MOST_LIFT)
    ? `Lifts above ${MOST_LIFT} are coloured as ${MOST_LIFT}.`
    : '';
  const note = (...parts: string[]): { note?: string } => {
    const text = parts.filter(Boolean).join(' ');
    return text ? { note: text } : {};
  };
  const shown = drawn.map(({ segment }) => segments.indexOf(segment) < MOST_PANELS);
  const only = <T>(values: readonly T[]): T[] => values.filter((_, i) => shown[i]);
  return [
    {
      id: 'traits',
      tab: 'Segments',
      spec: {
        mark: 'heatmap',
        from: '',
        x: 'segment',
        y: 'trait',
        color: 'lift',
        aggregate: 'none',
        title: 'What sets the segments apart',
        labels: { x: 'Segment', y: 'Trait', color: 'Lift: 1 is as all customers' },
      },
      description: `Mean or share of each segment over that of all customers; 1 is as all. The strongest: ${formatList(strongest)}.`,
      ...note(cropped, left),
      rows: tableOf([
        textColumn(
          'segment',
          drawn.map(({ segment }) => segment),
        ),
        textColumn('trait', names),
        numberColumn(
          'lift',
          lifts.map((lift) => Math.min(MOST_LIFT, lift)),
        ),
      ]),
    },
    {
      id: 'traits-by-segment',
      tab: 'Segments',
      spec: {
        mark: 'intervals',
        label: 'trait',
        value: 'lift',
        panel: 'segment',
        title: 'Each segment against all customers',
        labels: { x: 'Lift: 1 is as all customers' },
      },
      description: `The same lifts, one panel for each segment. The strongest: ${formatList(strongest)}.`,
      ...note(
        segments.length > MOST_PANELS ? `The first ${MOST_PANELS} segments; the table has all.` : '',
        left,
      ),
      rows: tableOf([
        textColumn('trait', only(names)),
        textColumn('segment', only(drawn.map(({ segment }) => segment))),
        numberColumn('lift', Float64Array.from(only([...lifts]))),
      ]),
    },
  ];
}
