import { formatList, formatNumber } from '../../values/format';
import { numberColumn, tableOf, textColumn } from '../../values/table';
import type { ReportChart } from '../analysis';
import type { RfmInput } from './form';
import { isTelling } from './portraits';
import type { Trait } from './traits';

/** Differences above this are coloured as this, so that one rare level does not wash out the rest: nothing is below -1. */
const MOST_DIFFERENCE = 1;
const MOST_PANELS = 12;
const TAB = 'Segments';

/** A trait with a lift, under the name it is drawn by. */
interface Drawn extends Trait {
  lift: number;
  name: string;
}

/** Every segment against all on the columns it is described by: once as a heat map, once side by side. */
export function traitCharts(traits: readonly Trait[], input: RfmInput): ReportChart[] {
  const drawn = traits.flatMap((trait): Drawn[] => {
    const label = input.label(trait.variable);
    const name = trait.level === null ? label : `${label}: ${trait.level}`;
    return trait.lift === null ? [] : [{ ...trait, lift: trait.lift, name }];
  });
  if (drawn.length === 0) return [];
  const missing = new Set(traits.filter(({ lift }) => lift === null).map(({ variable }) => variable));
  const left =
    missing.size > 0
      ? `Not drawn, since a ratio of their means says nothing: ${formatList([...missing].map((one) => input.label(one)))}.`
      : '';
  return [heatMap(drawn, left), sideBySide(drawn, left)];
}

const note = (...parts: string[]): { note?: string } => {
  const text = parts.filter(Boolean).join(' ');
  return text ? { note: text } : {};
};

const strongest = (drawn: readonly Drawn[]): string =>
  formatList(
    drawn
      .toSorted((a, b) => Math.abs(b.lift - 1) - Math.abs(a.lift - 1))
      .slice(0, 3)
      .map(({ segment, name, lift }) => `${segment}, ${name} ${formatNumber(lift, 2)}`),
  );

const texts = (name: 'segment' | 'name', drawn: readonly Drawn[]) =>
  textColumn(
    name,
    drawn.map((one) => one[name]),
  );

function heatMap(drawn: readonly Drawn[], left: string): ReportChart {
  const isCropped = drawn.some(({ lift }) => lift - 1 > MOST_DIFFERENCE);
  return {
    id: 'traits',
    tab: TAB,
    spec: {
      mark: 'heatmap',
      from: '',
      x: 'segment',
      y: 'name',
      color: 'difference',
      aggregate: 'none',
      title: 'What sets the segments apart',
      labels: { x: 'Segment', y: 'Trait', color: 'Against all', colorFormat: 'percent' },
    },
    description: `How far each segment's means and shares lie above or below those of all customers. The strongest lifts: ${strongest(drawn)}.`,
    ...note(
      "How far the segment's mean or share lies above or below that of all customers.",
      isCropped ? 'What lies more than 100 % above is coloured as 100 %.' : '',
      left,
    ),
    rows: tableOf([
      texts('segment', drawn),
      texts('name', drawn),
      numberColumn(
        'difference',
        Float64Array.from(drawn, ({ lift }) => Math.min(MOST_DIFFERENCE, lift - 1)),
      ),
    ]),
  };
}

function sideBySide(all: readonly Drawn[], left: string): ReportChart {
  const segments = [...new Set(all.map(({ segment }) => segment))];
  const shown = new Set(segments.slice(0, MOST_PANELS));
  const drawn = all.filter(({ segment }) => shown.has(segment));
  return {
    id: 'traits-by-segment',
    tab: TAB,
    spec: {
      mark: 'intervals',
      label: 'name',
      value: 'difference',
      panel: 'segment',
      attention: 'beyond_chance',
      title: 'Each segment against all customers',
      labels: { x: 'Above or below all customers', xFormat: 'percent' },
    },
    description: `How far each segment's means and shares lie above or below those of all customers, one panel for each segment. The strongest lifts: ${strongest(drawn)}.`,
    ...note(
      'The warm colour marks differences beyond chance (adjusted p up to 0.05).',
      segments.length > MOST_PANELS ? `The first ${MOST_PANELS} segments; the table has all.` : '',
      left,
    ),
    rows: tableOf([
      texts('name', drawn),
      texts('segment', drawn),
      numberColumn(
        'difference',
        Float64Array.from(drawn, ({ lift }) => lift - 1),
      ),
      { name: 'beyond_chance', type: 'BOOLEAN', kind: 'boolean', values: drawn.map(isTelling) },
    ]),
  };
}
