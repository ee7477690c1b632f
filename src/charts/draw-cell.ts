import * as Plot from '@observablehq/plot';
import type { Table } from '../values/table';
import type { Frame } from './chart-kind';
import {
  domainOf,
  gridX,
  gridY,
  inNaturalOrder,
  marksOf,
  roomFor,
  seriesColors,
  sharedOptions,
  shortened,
  textWidth,
  tickWriter,
  type Mark,
} from './marks';
import type { NameTicks } from './name-ticks';
import { panelsOf, type Panels } from './panels';
import type { CellChart } from './spec';
import { swatchAt, type Swatch } from './swatches';
import { withTextures } from './textures';
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
  /** How the legend shows each level; patches of colour where absent. */
  swatch?: (level: string, index: number) => Swatch;
}

const kindIn = (spec: CellChart, rows: Table, channel: 'x' | 'y'): 'number' | 'date' | 'text' => {
  const kind = channelColumn(spec, rows, channel)?.kind;
  return kind === 'number' || kind === 'date' ? kind : 'text';
};

export function cellDrawing(spec: CellChart, rows: Table, frame: Frame): CellDrawing {
  const given = marksOf(spec, rows);
  const domain = spec.color && spec.mark !== 'heatmap' ? inNaturalOrder(domainOf(given, 'color')) : [];
  const place = (mark: Mark): number => domain.indexOf(String(mark['color'] ?? '(none)'));
  // Stacked in the order of the legend.
  const marks = domain.length > 0 ? [...given].sort((a, b) => place(a) - place(b)) : given;
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
  { marks, height, names, x = {}, y = {}, more = {} }: CellPlot,
): Element {
  const { spec, frame, panels, writeX, writeY } = drawing;
  const panelHeight = panels.rows > 1 ? Math.max(150, height * 0.62) : height;
  const yTicks =
    drawing.yKind === 'text' ? domainOf(drawing.marks, 'y') : heights(drawing).map((value) => writeY(value));
  const marginLeft =
    drawing.yKind === 'text' ? roomFor(yTicks, 40, frame.width * 0.45) : roomFor(yTicks, 40, 80);
  const plot = Plot.plot({
    ...sharedOptions(spec, frame),
    height: panelHeight * panels.rows + 40 + (names?.more ?? 0),
    marginLeft,
    marginTop: panels.titles.length > 0 ? 44 : 26,
    marginRight: rightMargin(drawing),
    marginBottom: 46 + (names?.more ?? 0),
    ...panels.options,
    x: {
      label: fitted(axisTitle(spec, 'x'), frame),
      ...tickOptions(drawing.xKind, writeX, frame.width / panels.columns),
      ...(names ? { tickFormat: names.tickFormat, tickRotate: names.tickRotate } : {}),
      ...x,
    },
    y: {
      label: fitted(axisTitle(spec, 'y'), frame),
      ...(drawing.yKind === 'text' ? { labelAnchor: 'top' as const } : {}),
      ...(drawing.yKind === 'date' ? {} : { tickFormat: yWriter(drawing, marginLeft) }),
      ...y,
    },
    ...more,
    marks: [...marks, ...panels.titles],
  });
  return textured(withLegend(plot, drawing), drawing);
}

/** Filled series by texture too, where that is asked for. */
function textured(plot: Element, { frame, colors, spec }: CellDrawing): Element {
  const filled = spec.mark === 'bar' || spec.mark === 'histogram' || spec.mark === 'box';
  const several = frame.textures && filled && colors.domain.length > 1;
  return several ? withTextures(plot, colors.range, frame.colors.paper) : plot;
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

/** Names to the left of the axis are cut to the room there is. */
const yWriter = ({ yKind, writeY }: CellDrawing, room: number): ((value: unknown) => string) =>
  yKind === 'text' ? (value) => shortened(writeY(value), room - 10) : writeY;

/** An axis' title cut to the picture, with room for its arrow. */
export const fitted = (title: string, frame: Frame): string => shortened(title, frame.width - 24);

/** Half of the last tick's text stands beyond the axis' end. */
function rightMargin({ marks, xKind, writeX }: CellDrawing): number {
  if (xKind !== 'number') return 24;
  const largest = marks.reduce((most, { x }) => (typeof x === 'number' ? Math.max(most, x) : most), 0);
  return Math.max(24, Math.ceil(textWidth(writeX(largest)) / 2) + 8);
}

/** Pixels from one name to the next where `count` of them share the axis' width, and left of the first one's middle. */
export function roomUnder(
  { frame, panels, marks, writeY, yKind }: CellDrawing,
  count: number,
): { step: number; left: number } {
  const ticks = marks.map(({ y }) => writeY(y));
  const marginLeft = yKind === 'text' ? roomFor(ticks, 40, frame.width * 0.45) : roomFor(ticks, 40, 80);
  const step = (frame.width - marginLeft - 24) / panels.columns / Math.max(1, count);
  // In panels, the names of one must not run under the panel before.
  return {
    step: step * (panels.columns > 1 ? 0.88 : 1),
    left: panels.columns > 1 ? step : marginLeft + step / 2,
  };
}

interface CellPlot {
  marks: Plot.Markish[];
  height: number;
  /** How the names under the axis are written, where x is names. */
  names?: NameTicks;
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
function withLegend(plot: Element, { colors, frame, spec, swatch }: CellDrawing): Element {
  if (colors.domain.length === 0) return plot;
  const title = axisTitle(spec, 'color');
  let left = textWidth(title) + 26;
  let line = 0;
  const items = colors.domain.map((level, index) => {
    const width = textWidth(level) + 30;
    if (left + width > frame.width && left > 0) {
      left = 0;
      line += 1;
    }
    const item = {
      ...{ level, left, line, color: colors.range[index] ?? frame.colors.accent },
      swatch: swatch?.(level, index) ?? { shape: 'patch' as const },
    };
    left += width;
    return item;
  });
  const legend = raised(plot, (line + 1) * 18 + 6, 'legend');
  legend.append(svg(plot, 'text', { x: 4, y: 12, fill: frame.colors.mute }, title));
  for (const item of items) {
    const y = item.line * 18;
    legend.append(swatchAt(plot, item.swatch, item.color, item.left, y));
    legend.append(svg(plot, 'text', { x: item.left + 15, y: y + 12, fill: frame.colors.ink }, item.level));
  }
  return plot;
}

/** A group above the picture, which grows by `room` pixels for it. */
export function raised(plot: Element, room: number, label: string): Element {
  const [left = 0, top = 0, width = 0, height = 0] = (plot.getAttribute('viewBox') ?? '')
    .split(/[\s,]+/)
    .map(Number);
  const group = svg(plot, 'g', { transform: `translate(0, ${top - room})`, 'aria-label': label });
  plot.setAttribute('viewBox', `${left} ${top - room} ${width} ${height + room}`);
  plot.setAttribute('height', String(height + room));
  plot.append(group);
  return group;
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
