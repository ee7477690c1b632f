import * as Plot from '@observablehq/plot';
import { columnNamed, type Table } from '../../../values/table';
import type { ChartDrawing } from '../../chart-kind';
import { fitted } from '../../draw-cell';
import { drawnValue, gridX, roomFor, sharedOptions, shortened, tickWriter } from '../../marks';
import type { IntervalsChart } from '../../spec';
import { exact, tip } from '../../tips';

interface Bar {
  label: string;
  value: number;
  low: number | null;
  high: number | null;
  attention: boolean;
  index: number;
}

function barsOf(spec: IntervalsChart, rows: Table): Bar[] {
  const read = (name: string | undefined, row: number) => {
    const column = name === undefined ? undefined : columnNamed(rows.columns, name);
    return column ? drawnValue(column, row) : null;
  };
  const number = (name: string | undefined, row: number): number | null => {
    const value = read(name, row);
    return typeof value === 'number' ? value : null;
  };
  return Array.from({ length: rows.rowCount }, (_, index) => ({
    label: String(read(spec.label, index) ?? '–'),
    value: number(spec.value, index) ?? 0,
    low: number(spec.low, index),
    high: number(spec.high, index),
    attention: read(spec.attention, index) === true,
    index,
  }));
}

/** Lying bars in the order of the rows, each with its interval; what asks for attention in the warning's colour. */
export const intervalsDrawing: ChartDrawing<IntervalsChart> = {
  mark: 'intervals',
  draw(spec, rows, frame) {
    const bars = barsOf(spec, rows);
    const room = roomFor(
      bars.map((bar) => bar.label),
      30,
      Math.min(260, frame.width * 0.42),
    );
    const write = tickWriter(
      spec.labels?.xFormat,
      bars.flatMap((bar) => [bar.value, bar.high]),
    );
    const known = bars.filter((bar) => bar.low !== null && bar.high !== null);
    const { accent, warn, ink } = frame.colors;
    return Plot.plot({
      ...sharedOptions(spec, frame),
      height: bars.length * 25 + 58,
      marginLeft: room,
      marginRight: 26,
      marginTop: 8,
      marginBottom: 42,
      x: {
        label: fitted(spec.labels?.x ?? spec.value, frame),
        tickFormat: write,
        ticks: Math.max(2, Math.floor((frame.width - room) / 70)),
        nice: true,
      },
      y: {
        label: spec.labels?.y ?? null,
        domain: bars.map((bar) => bar.index),
        tickFormat: (index: number) => shortened(bars[index]?.label ?? '', room - 12),
        padding: 0.32,
        tickSize: 4,
      },
      marks: [
        gridX(frame),
        Plot.barX(bars, {
          x: 'value',
          y: 'index',
          fill: (bar: Bar) => (bar.attention ? warn : accent),
          fillOpacity: 0.85,
          rx2: 2,
        }),
        Plot.ruleY(known, { x1: 'low', x2: 'high', y: 'index', stroke: ink, strokeWidth: 1.25 }),
        Plot.ruleX([0], { stroke: ink }),
        tip(bars, frame, { x: 'value', y: 'index', reach: 'y', words: (bar) => wordsOf(bar, spec) }),
      ],
    });
  },
};

function wordsOf({ label, value, low, high }: Bar, { labels }: IntervalsChart): string[] {
  const write = (number: number): string => exact(number, labels?.xFormat);
  return [
    label,
    write(value),
    ...(low === null || high === null ? [] : [`from ${write(low)} to ${write(high)}`]),
  ];
}
