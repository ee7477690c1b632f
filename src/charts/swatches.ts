import { svg } from './draw-cell';

/** How a legend shows a series: as a patch of colour, as its line with its dashes, or as its symbol. */
export type Swatch =
  { shape: 'patch' } | { shape: 'line'; dashes: string } | { shape: 'symbol'; glyph: string };

/** Dashes of the first lines of a chart, by which they are told apart without their colours. */
export const dashes = ['none', '6 3', '2 3', '8 3 2 3', '1 2'] as const;
export const dashOf = (index: number): string => dashes[index % dashes.length] ?? 'none';

/** Symbols of the first series of dots, as Plot names them and as a legend writes them. */
const symbols = [
  ['circle', '●'],
  ['square', '■'],
  ['triangle', '▲'],
  ['diamond', '◆'],
  ['star', '★'],
  ['cross', '✚'],
  ['wye', 'Y'],
  ['asterisk', '✱'],
] as const;
export const symbolOf = (index: number): { name: string; glyph: string } => {
  const [name, glyph] = symbols[index % symbols.length] ?? symbols[0];
  return { name, glyph };
};

/** A swatch ten pixels wide at that place of a legend's line, whose top is `y`. */
export function swatchAt(plot: Element, swatch: Swatch, color: string, x: number, y: number): Element {
  if (swatch.shape === 'line')
    return svg(plot, 'line', {
      ...{ x1: x - 8, x2: x + 11, y1: y + 8, y2: y + 8, stroke: color },
      ...{ 'stroke-width': 2, 'stroke-dasharray': swatch.dashes },
    });
  if (swatch.shape === 'symbol') return svg(plot, 'text', { x: x - 1, y: y + 12, fill: color }, swatch.glyph);
  return svg(plot, 'rect', { x, y: y + 3, width: 10, height: 10, rx: 2, fill: color });
}
