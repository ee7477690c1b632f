import * as Plot from '@observablehq/plot';
import type { Frame } from './chart-kind';
import { domainOf, shortened, type Mark } from './marks';

/** Small multiples that wrap: one panel for each level of the facet, its name above it. */
export interface Panels {
  /** What every mark of the chart takes: which panel it is in. */
  facet: { fx?: (mark: Mark) => number; fy?: (mark: Mark) => number };
  /** Names of the panels. */
  titles: Plot.Markish[];
  options: Plot.PlotOptions;
  columns: number;
  rows: number;
}

/** Room for the panels of `marks` in the frame; without a facet one panel that takes it all. */
export function panelsOf(marks: readonly Mark[], frame: Frame): Panels {
  const domain = domainOf(marks, 'facet');
  if (domain.length === 0) return { facet: {}, titles: [], options: {}, columns: 1, rows: 1 };
  const columns = Math.max(1, Math.min(domain.length, 4, Math.floor(frame.width / 210)));
  const rows = Math.ceil(domain.length / columns);
  const place = (mark: Mark): number => domain.indexOf(String(mark['facet'] ?? '(none)'));
  const fx = (mark: Mark): number => place(mark) % columns;
  const fy = (mark: Mark): number => Math.floor(place(mark) / columns);
  const room = frame.width / columns - 32;
  const titles = Plot.text(domain, {
    fx: (_: string, index: number) => index % columns,
    fy: (_: string, index: number) => Math.floor(index / columns),
    text: (level: string) => shortened(level, room),
    frameAnchor: 'top-left',
    dy: -14,
    fontWeight: 600,
    fill: frame.colors.ink,
  });
  return {
    facet: { fx, fy },
    titles: [titles],
    options: { fx: { axis: null, padding: 0.12 }, fy: { axis: null, padding: rows > 1 ? 0.24 : 0.1 } },
    columns,
    rows,
  };
}
