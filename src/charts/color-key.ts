import type * as Plot from '@observablehq/plot';
import { formatNumber } from '../values/format';
import { svg, type CellDrawing } from './draw-cell';
import { axisTitle } from './words';

/** Adds a strip above the plot, on the right, that says which colour is which value. */
export function withColorKey(plot: Element, { spec, frame }: CellDrawing): Element {
  const scale = (plot as Partial<Plot.Plot>).scale?.('color');
  if (!scale?.domain) return plot;
  const values = [...scale.domain].map(Number);
  const low = values[0] ?? NaN;
  const high = values.at(-1) ?? NaN;
  if (!Number.isFinite(low) || !Number.isFinite(high)) return plot;
  const ends = { low: formatNumber(low), high: formatNumber(high) };
  const right = frame.width - 24 - ends.high.length * 7;
  const fill = frame.colors.mute;
  const key = svg(plot, 'g', { 'aria-label': 'colour key' });
  for (let step = 0; step < 20; step++) {
    const color = String(scale.apply(low + ((high - low) * (step + 0.5)) / 20));
    key.append(svg(plot, 'rect', { x: right - 126 + step * 6, y: 4, width: 6.5, height: 8, fill: color }));
  }
  const name = svg(plot, 'text', { x: right - 132, y: 12, fill }, `${axisTitle(spec, 'color')}  ${ends.low}`);
  name.setAttribute('text-anchor', 'end');
  key.append(name, svg(plot, 'text', { x: right, y: 12, fill }, ends.high));
  plot.append(key);
  return plot;
}
