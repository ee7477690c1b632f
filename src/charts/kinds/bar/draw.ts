import * as Plot from '@observablehq/plot';
import type { ChartDrawing } from '../../chart-kind';
import {
  cellDrawing,
  colorOf,
  fitted,
  heightGrid,
  plotCell,
  roomUnder,
  type CellDrawing,
} from '../../draw-cell';
import { domainOf, gridX, namesInOrder, roomFor, shortened, textWidth, type Mark } from '../../marks';
import { nameTicks } from '../../name-ticks';
import { dwarfing, isOther } from '../../other';
import type { CellChart } from '../../spec';
import { markWordsOf, tip } from '../../tips';
import { axisTitle } from '../../words';

/** Whether the parts of a bar add up to the whole; means and medians stand side by side instead. */
const stacks = (spec: CellChart): boolean =>
  !spec.aggregate || ['none', 'count', 'sum'].includes(spec.aggregate);

/** Names in the order of their height, unless numbers or dates give one; "other" last. */
function ordered(marks: readonly Mark[]): string[] {
  const total = new Map<string, number>();
  for (const mark of marks) {
    const name = String(mark['x']);
    total.set(name, (total.get(name) ?? 0) + (typeof mark['y'] === 'number' ? mark['y'] : 0));
  }
  const names = domainOf(marks, 'x');
  const others = names.filter(isOther);
  const rest = names.filter((name) => !isOther(name));
  return [...rest.sort((a, b) => (total.get(b) ?? 0) - (total.get(a) ?? 0)), ...others];
}

/** One bar for each x, upright where the names fit under them, else lying. */
export const barDrawing: ChartDrawing<CellChart> = {
  mark: 'bar',
  draw(spec, rows, frame) {
    const drawing = cellDrawing(spec, rows, frame);
    const dwarf = dwarfing(spec, rows)?.level;
    if (dwarf !== undefined) drawing.marks = drawing.marks.filter(({ x }) => x !== dwarf);
    const binned = drawing.marks.some((mark) => mark['x_end'] !== undefined && mark['x_end'] !== null);
    if (binned) return overBins(drawing);
    const named = drawing.marks.map((mark) => ({ ...mark, x: drawing.writeX(mark['x']) }));
    const names =
      drawing.xKind === 'text' && spec.from !== ''
        ? ordered(named)
        : namesInOrder(drawing.marks, 'x', (mark) => drawing.writeX(mark['x']));
    const room = (frame.width - 60) / drawing.panels.columns / Math.max(1, names.length);
    const upright = drawing.xKind !== 'text' || Math.max(...names.map((name) => textWidth(name))) < room - 8;
    const told: CellDrawing = { ...drawing, marks: named };
    return upright ? uprightBars(told, names) : lyingBars(told, names);
  },
};

const base = (drawing: CellDrawing, along: 'x' | 'y') =>
  along === 'y'
    ? Plot.ruleY([0], { stroke: drawing.frame.colors.ink })
    : Plot.ruleX([0], { stroke: drawing.frame.colors.ink });

/** A bar's colour; "other" stands back. */
function fillOf(drawing: CellDrawing): (mark: Mark) => string {
  const color = colorOf(drawing);
  const { mute } = drawing.frame.colors;
  return (mark) => (drawing.colors.domain.length === 0 && isOther(mark['x']) ? mute : color(mark));
}

function overBins(drawing: CellDrawing): Element {
  const place = { x1: 'x', x2: 'x_end', y: 'y', fill: colorOf(drawing), ...drawing.panels.facet };
  const bars = stacks(drawing.spec)
    ? Plot.rectY(drawing.marks, Plot.stackY({ ...place, inset: 0.5 }))
    : Plot.rectY(drawing.marks, { ...place, inset: 0.5 });
  const words = tip(drawing.marks, drawing.frame, {
    ...(stacks(drawing.spec) ? Plot.stackY({ ...place }) : place),
    reach: 'x',
    words: markWordsOf(drawing),
  } as Parameters<typeof tip<Mark>>[2]);
  return plotCell(drawing, {
    marks: [...heightGrid(drawing), bars, base(drawing, 'y'), words],
    height: 240,
  });
}

function uprightBars(drawing: CellDrawing, names: string[]): Element {
  const { marks, panels, spec } = drawing;
  const place = { x: 'x', y: 'y', fill: fillOf(drawing) };
  const words = markWordsOf(drawing);
  const sideBySide = !stacks(spec) && drawing.colors.domain.length > 0 && panels.titles.length === 0;
  const { step, left } = roomUnder(drawing, names.length);
  const written = nameTicks(names, step, left, drawing.xKind !== 'text');
  if (sideBySide)
    return plotCell(drawing, {
      marks: [
        ...heightGrid(drawing),
        Plot.barY(marks, { x: 'color', y: 'y', fx: 'x', fill: colorOf(drawing) }),
        base(drawing, 'y'),
        tip(marks, drawing.frame, { x: 'color', y: 'y', fx: 'x', reach: 'x', words }),
      ],
      height: 240,
      names: written,
      x: { axis: null, domain: drawing.colors.domain, padding: 0.05 },
      more: {
        fx: {
          domain: names,
          label: fitted(axisTitle(spec, 'x'), drawing.frame),
          axis: 'bottom',
          padding: 0.2,
          tickFormat: written.tickFormat,
          tickRotate: written.tickRotate,
        },
      },
    });
  const bars = stacks(spec)
    ? Plot.barY(marks, Plot.stackY({ ...place, ...panels.facet }))
    : Plot.barY(marks, { ...place, ...panels.facet });
  const at = { x: 'x', y: 'y', ...panels.facet };
  const told = stacks(spec) ? Plot.stackY({ ...at, z: 'color' }) : at;
  return plotCell(drawing, {
    marks: [
      ...heightGrid(drawing),
      bars,
      base(drawing, 'y'),
      tip(marks, drawing.frame, { ...told, reach: 'x', words }),
    ],
    height: 240,
    names: written,
    x: { domain: names, padding: names.length < 6 ? 0.35 : 0.18 },
  });
}

function lyingBars(drawing: CellDrawing, names: string[]): Element {
  const { marks, panels, spec, frame } = drawing;
  const room = roomFor(names, 40, Math.min(220, (frame.width / panels.columns) * 0.42));
  const grouped = !stacks(spec) && drawing.colors.domain.length > 0 && panels.titles.length === 0;
  const place = { x: 'y', y: 'x', fill: fillOf(drawing) };
  const stacked = Plot.barX(
    marks,
    stacks(spec) ? Plot.stackX({ ...place, ...panels.facet }) : { ...place, ...panels.facet },
  );
  const bars = grouped ? Plot.barX(marks, { x: 'y', y: 'color', fy: 'x', fill: colorOf(drawing) }) : stacked;
  const count = grouped ? names.length * (drawing.colors.domain.length + 0.6) : names.length;
  const nameAxis = { label: null, tickFormat: (name: string) => shortened(name, room - 12) };
  const at = { x: 'y', y: 'x', ...panels.facet };
  const told = grouped
    ? { x: 'y', y: 'color', fy: 'x' }
    : stacks(spec)
      ? Plot.stackX({ ...at, z: 'color' })
      : at;
  const words = tip(marks, frame, { ...told, reach: 'y', words: markWordsOf(drawing) });
  return plotCell(drawing, {
    marks: [gridX(frame), bars, base(drawing, 'x'), words],
    height: Math.max(120, (count * (grouped ? 14 : 24)) / (panels.rows > 1 ? 0.62 : 1)),
    x: {
      label: fitted(axisTitle(spec, 'y'), frame),
      tickFormat: drawing.writeY,
      ticks: Math.max(2, Math.floor(frame.width / panels.columns / 90)),
    },
    y: grouped
      ? { axis: null, domain: drawing.colors.domain, padding: 0.05 }
      : { ...nameAxis, domain: names, padding: 0.25, tickSize: 0 },
    more: {
      marginLeft: room,
      ...(grouped ? { fy: { ...nameAxis, domain: names, axis: 'left', padding: 0.2 } } : {}),
    },
  });
}
