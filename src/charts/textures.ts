import { svg } from './draw-cell';

/** Strokes of each texture within a square of 8 pixels; the first series is plain. */
const strokes = [
  [],
  ['M-2,2 l4,-4 M0,8 l8,-8 M6,10 l4,-4'],
  ['M0,2 h8 M0,6 h8'],
  ['M2,2 h1.6 M6,6 h1.6'],
  ['M-2,6 l4,4 M0,0 l8,8 M6,-2 l4,4'],
  ['M2,0 v8 M6,0 v8'],
  ['M0,4 h8 M4,0 v8'],
  ['M0,0 l8,8 M8,0 l-8,8'],
] as const;

/**
 * Lays a texture over everything filled with one of the colours, each its own, so that series differ without their
 * colours too: on paper that may be grey.
 */
export function withTextures(plot: Element, colors: readonly string[], paper: string): Element {
  const filled = colors.map((color) =>
    [...plot.querySelectorAll(`[fill="${CSS.escape(color)}"]`)].filter(isArea),
  );
  const inside = svg(plot, 'defs', {});
  colors.forEach((color, index) => {
    const lines = strokes[index % strokes.length] ?? [];
    if (lines.length === 0 || filled[index]?.length === 0) return;
    // The same texture of the same colour is the same pattern, whichever chart of the page defines it.
    const id = `texture-${index}-${color.replace(/\W/g, '')}`;
    const pattern = svg(plot, 'pattern', { id, width: 8, height: 8, patternUnits: 'userSpaceOnUse' });
    pattern.append(svg(plot, 'rect', { width: 8, height: 8, fill: color }));
    for (const line of lines)
      pattern.append(svg(plot, 'path', { d: line, stroke: paper, 'stroke-width': 1.6, fill: 'none' }));
    inside.append(pattern);
    for (const element of filled[index] ?? []) element.setAttribute('fill', `url(#${id})`);
  });
  if (inside.childElementCount > 0) plot.prepend(inside);
  return plot;
}

const isArea = ({ tagName }: Element): boolean => tagName === 'rect' || tagName === 'path';
