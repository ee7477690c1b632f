import * as Plot from '@observablehq/plot';
import { cellAt, columnNamed, type Table } from '../../../values/table';
import type { ChartDrawing, Frame } from '../../chart-kind';
import { fitted, raised, svg } from '../../draw-cell';
import { gridX, roomFor, sharedOptions, shortened, textWidth, tickWriter } from '../../marks';
import type { TornadoChart } from '../../spec';
import { withTextures } from '../../textures';
import { exact, tip } from '../../tips';

interface Swing {
  label: string;
  low: number;
  high: number;
  index: number;
}

/** Bars to both sides of the value as it stands, one for each assumption; which side is which by colour and by key. */
export const tornadoDrawing: ChartDrawing<TornadoChart> = {
  mark: 'tornado',
  draw(spec, rows, frame) {
    const swings = swingsOf(spec, rows);
    const room = roomFor(
      swings.map(({ label }) => label),
      30,
      Math.min(240, frame.width * 0.42),
    );
    const values = [spec.base, ...swings.flatMap(({ low, high }) => [low, high])];
    const write = tickWriter(spec.labels?.xFormat, values);
    const bar = (end: 'low' | 'high') =>
      Plot.barX(swings, { x1: spec.base, x2: end, y: 'index', fill: colorOf(end, frame), fillOpacity: 0.85 });
    const plot = Plot.plot({
      ...sharedOptions(spec, frame),
      height: swings.length * 28 + 58,
      marginLeft: room,
      marginRight: 26,
      marginTop: 8,
      marginBottom: 42,
      x: {
        label: fitted(spec.labels?.x ?? '', frame),
        tickFormat: write,
        ticks: Math.max(2, Math.floor((frame.width - room) / 80)),
        nice: true,
      },
      y: {
        label: null,
        domain: swings.map(({ index }) => index),
        tickFormat: (index: number) => shortened(swings[index]?.label ?? '', room - 12),
        padding: 0.32,
        tickSize: 4,
      },
      marks: [
        gridX(frame),
        bar('low'),
        bar('high'),
        Plot.ruleX([spec.base], { stroke: frame.colors.ink }),
        tip(swings, frame, {
          x: 'high',
          y: 'index',
          reach: 'y',
          words: ({ label, low, high }) => [
            label,
            `${spec.lowLabel}: ${exact(low, spec.labels?.xFormat)}`,
            `${spec.highLabel}: ${exact(high, spec.labels?.xFormat)}`,
          ],
        }),
      ],
    });
    const keyed = withKey(plot, spec, frame);
    return frame.textures
      ? withTextures(keyed, [colorOf('high', frame), colorOf('low', frame)], frame.colors.paper)
      : keyed;
  },
};

const colorOf = (end: 'low' | 'high', { colors }: Frame): string =>
  end === 'high' ? colors.accent : colors.mute;

function swingsOf(spec: TornadoChart, rows: Table): Swing[] {
  const [label, low, high] = [spec.label, spec.low, spec.high].map((name) => columnNamed(rows.columns, name));
  const number = (column: typeof low, row: number): number => {
    const value = column ? cellAt(column, row) : null;
    return typeof value === 'number' ? value : spec.base;
  };
  return Array.from({ length: rows.rowCount }, (_, index) => ({
    label: String((label ? cellAt(label, index) : null) ?? '–'),
    low: number(low, index),
    high: number(high, index),
    index,
  }));
}

function withKey(plot: Element, spec: TornadoChart, frame: Frame): Element {
  const key = raised(plot, 24, 'legend');
  let left = 0;
  for (const end of ['low', 'high'] as const) {
    const text = spec[`${end}Label`];
    key.append(
      svg(plot, 'rect', { x: left, y: 3, width: 10, height: 10, rx: 2, fill: colorOf(end, frame) }),
      svg(plot, 'text', { x: left + 15, y: 12, fill: frame.colors.ink }, text),
    );
    left += textWidth(text) + 30;
  }
  return plot;
}
