import * as Plot from '@observablehq/plot';
import type { Table } from '../values/table';
import type { Frame } from './chart-kind';
import {
  domainOf,
  gridX,
  gridY,
  marksOf,
  roomFor,
  seriesColors,
  sharedOptions,
  textWidth,
  tickWriter,
  type Mark,
} from './marks';
import { panelsOf, type Panels } from './panels';
import type { CellChart } from './spec';
import { axisTitle, channelColumn } from './words';

/** What the drawing of a cell's mark stands on: its marks, panels, axes and colours. */
export interface CellDrawing {
  spec: CellChart;
  frame: Frame;
  marks: Mark[];
  panels: Panels;
  /** Whether the axis has positions of its own (numbers, dates) rather than names. */
  xKind: 'number' | 'date' | 'text';
  yKind: 'number' | 'date' | 'text';
  /** Levels of the colour and their colours; empty without a colour. */
  colors: { domain: string[]; range: string[] };
  writeX: (value: unknown) => string;
  writeY: (value: unknown) => string;
}

const kindIn = (spec: CellChart, rows: Table, channel: 'x' | 'y'): 'number' | 'date' | 'text' => {
  const kind = channelColumn(spec, rows, channel)?.kind;
  return kind === 'number' || kind === 'date' ? kind : 'text';
};

export function cellDrawing(spec: CellChart, rows: Table, frame: Frame): CellDrawing {
  const marks = marksOf(spec, rows);
  const domain = spec.color && spec.mark !== 'heatmap' ? domainOf(marks, 'color') : [];
  const list = (channel: string): unknown[] => marks.map((mark) => mark[channel]);
  return {
    spec,
    frame,
    marks,
    panels: panelsOf(marks, frame),
    xKind: kindIn(spec, rows, 'x'),
    yKind: kindIn(spec, rows, 'y'),
    colors: { domain, range: seriesColors(domain, frame) },
    writeX: tickWriter(spec.labels?.xFormat, list('x')),
    writeY: tickWriter(spec.labels?.yFormat, list('y')),
  };
}

/** The colour of a mark: its series, else the accent. */
export const colorOf =
  ({ colors, frame }: CellDrawing) =>
  (mark: Mark): string => {
    const index = colors.domain.indexOf(String(mark['color'] ?? '(none)'));
    return colors.range[index] ?? frame.colors.accent;
  };

/** The picture of a cell's marks with axes, grid, panels and a legend above. */
export function plotCell(
  drawing: CellDrawing,
  { marks, height, x = {}, y = {}, more = {} }: CellPlot,
): Element {
  const { spec, frame, panels, writeX, writeY } = drawing;
  const panelHeight = panels.rows > 1 ? Math.max(150, height * 0.62) : height;
  const yTicks =
    drawing.yKind === 'text' ? domainOf(drawing.marks, 'y') : heights(drawing).map((value) => writeY(value));
  const plot = Plot.plot({
    ...sharedOptions(spec, frame),
    height: panelHeight * panels.rows + 40,
    marginLeft: drawing.yKind === 'text' ? roomFor(yTicks, 40, frame.width * 0.35) : roomFor(yTicks, 40, 80),
    marginTop: panels.titles.length > 0 ? 44 : 26,
    marginRight: 24,
    marginBottom: 46,
    ...panels.options,
    x: {
      label: axisTitle(spec, 'x'),
      ...tickOptions(drawing.xKind, writeX, frame.width / panels.columns),
      ...x,
    },
    y: {
      label: axisTitle(spec, 'y'),
      ...(drawing.yKind === 'text' ? { labelAnchor: 'top' as const } : {}),
      ...(drawing.yKind === 'date' ? {} : { tickFormat: writeY }),
      ...y,
    },
    ...more,
    marks: [...marks, ...panels.titles],
  });
  return withLegend(plot, drawing);
}
/** Heights that the y axis may have to write: single ones, and those that stacked marks add up to. */
function heights({ marks }: CellDrawing): unknown[] {
  const totals = new Map<string, number>();
  for (const { x, y, facet } of marks)
    if (typeof y === 'number') {
      const place = `${String(facet)}\n${String(x)}`;
      totals.set(place, (totals.get(place) ?? 0) + y);
    }
  return [...marks.map((mark) => mark['y']), ...totals.values()];
}

interface CellPlot {
  marks: Plot.Markish[];
  height: number;
  x?: Plot.ScaleOptions;
  y?: Plot.ScaleOptions;
  more?: Plot.PlotOptions;
}

const tickOptions = (kind: 'number' | 'date' | 'text', write: (value: unknown) => string, width: number) =>
  kind === 'date'
    ? { ticks: Math.max(2, Math.floor(width / 90)) }
    : { tickFormat: write, ...(kind === 'number' ? { ticks: Math.max(2, Math.floor(width / 80)) } : {}) };

/** Grid lines behind marks that stand on a height, and the line they stand on. */
export const heightGrid = ({ frame }: CellDrawing): Plot.Markish[] => [gridY(frame)];
export const bothGrids = ({ frame }: CellDrawing): Plot.Markish[] => [gridX(frame), gridY(frame)];

/** Puts a legend of the series into the picture itself (so that it is exported too), above the plot. */
function withLegend(plot: Element, { colors, frame, spec }: CellDrawing): Element {
  if (colors.domain.length === 0) return plot;
  const height = Number(plot.getAttribute('height'));
  const title = axisTitle(spec, 'color');
  let left = textWidth(title) + 26;
  let line = 0;
  const items = colors.domain.map((level, index) => {
    const width = textWidth(level) + 30;
    if (left + width > frame.width && left > 0) {
      left = 0;
      line += 1;
    }
    const item = { level, left, line, color: colors.range[index] ?? frame.colors.accent };
    left += width;
    return item;
  });
  const room = (line + 1) * 18 + 6;
  const legend = svg(plot, 'g', { transform: `translate(0, ${-room})`, 'aria-label': 'legend' });
  legend.append(svg(plot, 'text', { x: 4, y: 12, fill: frame.colors.mute }, title));
  for (const item of items) {
    const y = item.line * 18;
    legend.append(
      svg(plot, 'rect', { x: item.left, y: y + 3, width: 10, height: 10, rx: 2, fill: item.color }),
    );
    legend.append(svg(plot, 'text', { x: item.left + 15, y: y + 12, fill: frame.colors.ink }, item.level));
  }
  plot.setAttribute('viewBox', `0 ${-room} ${frame.width} ${height + room}`);
  plot.setAttribute('height', String(height + room));
  plot.append(legend);
  return plot;
}

export function svg(
  beside: Element,
  name: string,
  attributes: Record<string, string | number>,
  text?: string,
): Element {
  const element = beside.ownerDocument.createElementNS('http://www.w3.org/2000/svg', name);
  // Plot centres the text of the whole picture; these begin where they are put.
  if (name === 'text') element.setAttribute('text-anchor', 'start');
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  if (text !== undefined) element.textContent = text;
  return element;
}
