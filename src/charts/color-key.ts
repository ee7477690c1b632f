import type * as Plot from '@observablehq/plot';
import { formatNumber, formatPercent } from '../values/format';
import { raised, svg, type CellDrawing } from './draw-cell';
import { shortened, textWidth } from './marks';
import { axisTitle } from './words';

const STRIP = 120;
const LINE = 18;

/** Adds a strip above the plot and its axis' title that says which colour is which value. */
export function withColorKey(plot: Element, { spec, frame }: CellDrawing): Element {
  const scale = (plot as Partial<Plot.Plot>).scale?.('color');
  if (!scale?.domain) return plot;
  const values = [...scale.domain].map(Number);
  const low = values[0] ?? NaN;
  const high = values.at(-1) ?? NaN;
  if (!Number.isFinite(low) || !Number.isFinite(high)) return plot;
  const write = (value: number): string =>
    spec.labels?.colorFormat === 'percent' ? formatPercent(value) : formatNumber(value);
  const title = shortened(axisTitle(spec, 'color'), frame.width - 8);
  const strip = textWidth(write(low)) + STRIP + textWidth(write(high)) + 20;
  // The strip stands behind the title, or below it where both do not fit.
  const beside = title === '' || textWidth(title) + 16 + strip <= frame.width;
  const key = raised(plot, (beside ? 1 : 2) * LINE + 8, 'colour key');
  const fill = frame.colors.mute;
  const y = beside ? 12 : 12 + LINE;
  let left = beside && title !== '' ? 4 + textWidth(title) + 16 : 4;
  const word = (text: string, x: number, at: number): void => {
    key.append(svg(plot, 'text', { x, y: at, fill }, text));
  };
  if (title !== '') word(title, 4, 12);
  word(write(low), left, y);
  left += textWidth(write(low)) + 6;
  for (let step = 0; step < 20; step++) {
    const color = String(scale.apply(low + ((high - low) * (step + 0.5)) / 20));
    const width = STRIP / 20;
    key.append(
      svg(plot, 'rect', { x: left + step * width, y: y - 8, width: width + 0.5, height: 8, fill: color }),
    );
  }
  word(write(high), left + STRIP + 7, y);
  return plot;
}
