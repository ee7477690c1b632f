import * as Plot from '@observablehq/plot';
import { columnNamed, type Table } from '../../../values/table';
import type { ChartDrawing } from '../../chart-kind';
import { fitted } from '../../draw-cell';
import { panelsOf } from '../../panels';
import { drawnValue, gridX, roomFor, sharedOptions, shortened, tickWriter } from '../../marks';
import type { IntervalsChart } from '../../spec';
import { withTextures } from '../../textures';
import { exact, tip } from '../../tips';

interface Bar {
  label: string;
  value: number;
  low: number | null;
  high: number | null;
  attention: boolean;
  index: number;
  facet?: string;
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
  const bars = Array.from({ length: rows.rowCount }, (_, row) => ({
    label: String(read(spec.label, row) ?? '–'),
    value: number(spec.value, row) ?? 0,
    low: number(spec.low, row),
    high: number(spec.high, row),
    attention: read(spec.attention, row) === true,
    index: row,
    ...(spec.panel === undefined ? {} : { facet: String(read(spec.panel, row) ?? '(none)') }),
  }));
  if (spec.panel === undefined) return bars;
  // Panels share their bars' places: the same label stands on the same line in each.
  const labels = [...new Set(bars.map(({ label }) => label))];
  return bars.map((bar) => ({ ...bar, index: labels.indexOf(bar.label) }));
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
    const panels = panelsOf(
      bars.flatMap(({ facet }) => (facet === undefined ? [] : [{ facet }])),
      { ...frame, width: frame.width - room },
    );
    const lines = [...new Set(bars.map(({ index }) => index))];
    const names = lines.map((index) => bars.find((bar) => bar.index === index)?.label ?? '');
    const place = Object.fromEntries(
      Object.entries(panels.facet).map(([axis, of]) => [
        axis,
        (bar: Bar) => of({ facet: bar.facet ?? null }),
      ]),
    );
    const plot = Plot.plot({
      ...sharedOptions(spec, frame),
      height: (lines.length * 25 + (panels.rows > 1 ? 26 : 0)) * panels.rows + 58,
      marginLeft: room,
      marginRight: 26,
      marginTop: spec.panel === undefined ? 8 : 26,
      marginBottom: 42,
      ...panels.options,
      // Room for the last tick's label beside the first one of the next panel.
      ...(panels.columns > 1 ? { fx: { axis: null, padding: 0.2 } } : {}),
      x: {
        label: fitted(spec.labels?.x ?? spec.value, frame),
        tickFormat: write,
        ticks: Math.max(3, Math.floor((frame.width - room) / panels.columns / 70)),
        nice: true,
      },
      y: {
        label: spec.labels?.y ?? null,
        domain: lines,
        tickFormat: (index: number) => shortened(names[index] ?? '', room - 12),
        padding: 0.32,
        tickSize: 4,
      },
      marks: [
        gridX(frame),
        ...panels.titles,
        Plot.barX(bars, {
          ...place,
          x: 'value',
          y: 'index',
          fill: (bar: Bar) => (bar.attention ? warn : accent),
          fillOpacity: 0.85,
          rx2: 2,
        }),
        Plot.ruleY(known, { ...place, x1: 'low', x2: 'high', y: 'index', stroke: ink, strokeWidth: 1.25 }),
        Plot.ruleX([0], { stroke: ink }),
        tip(bars, frame, {
          ...place,
          x: 'value',
          y: 'index',
          reach: 'y',
          words: (bar) => wordsOf(bar, spec),
        }),
      ],
    });
    // What asks for attention is told by more than its colour where colours may be missing.
    return frame.textures ? withTextures(plot, [accent, warn], frame.colors.paper) : plot;
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
