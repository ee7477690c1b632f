import type { ColumnKind } from '../../values/table';

/** A part of a chart as its form offers it. */
export interface Channel {
  key: 'x' | 'y' | 'color' | 'facet';
  label: string;
  /** The kinds of column that the mark can draw there; any where absent. */
  kinds?: readonly ColumnKind[];
  /** Whether an aggregate may stand for it, so that counts take any kind. */
  summed?: boolean;
}

const across: Channel = { key: 'x', label: 'Across' };
const up: Channel = { key: 'y', label: 'Up', kinds: ['number', 'boolean'], summed: true };
const color: Channel = { key: 'color', label: 'Colour' };
const facet: Channel = { key: 'facet', label: 'Small multiples' };

/** What a form asks for, by mark: nothing that the mark does not draw. */
export function channelsOf(mark: string): Channel[] {
  if (mark === 'histogram') return [{ ...across, kinds: ['number', 'date'] }, color, facet];
  if (mark === 'dot') return [across, { key: 'y', label: 'Up' }, color, facet];
  if (mark === 'heatmap')
    return [
      across,
      { key: 'y', label: 'Up' },
      { ...color, kinds: ['number', 'boolean'], summed: true },
      facet,
    ];
  return [across, up, color, facet];
}

/** Whether a column of that kind can be drawn there. */
export const suits = ({ kinds, summed }: Channel, kind: ColumnKind, aggregate: string): boolean =>
  !kinds || kinds.includes(kind) || (summed === true && (aggregate === 'count' || aggregate === 'distinct'));

export const aggregates = [
  ['none', 'As it is'],
  ['count', 'Count'],
  ['sum', 'Sum'],
  ['mean', 'Mean'],
  ['median', 'Median'],
  ['min', 'Smallest'],
  ['max', 'Largest'],
  ['distinct', 'Distinct values'],
] as const;
