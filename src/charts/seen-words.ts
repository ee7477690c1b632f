import { formatList, formatNumber, formatPercent } from '../values/format';
import { cellAt, type Column, type Table } from '../values/table';
import type { CellChart } from './spec';
import { axisTitle, channelColumn, valueWords } from './words';

/** What the eye sees at once and a listener would miss: where a line goes, where rows crowd, what goes with what. */
export function seenWords(spec: CellChart, rows: Table): string {
  const x = channelColumn(spec, rows, 'x');
  const y = channelColumn(spec, rows, 'y');
  if (!x || !y || rows.rowCount < 2) return '';
  if (spec.mark === 'line') return directionWords(spec, rows, x, y);
  if (spec.mark === 'histogram') return crowdWords(spec, rows, x, y);
  if (spec.mark === 'dot') return togetherWords(spec, rows, x, y);
  return spec.mark === 'bar' ? shareWords(spec, rows, x, y) : '';
}

const MOST_SERIES = 5;

/** "It rises from 12 at 2025-01 to 40 at 2025-12." for each line; nothing where x has no order. */
function directionWords(spec: CellChart, rows: Table, x: Column, y: Column): string {
  if (x.kind !== 'number' && x.kind !== 'date') return '';
  if (spec.facet) return '';
  const color = channelColumn(spec, rows, 'color');
  const series = new Map<string, { first: number; last: number }>();
  for (let row = 0; row < rows.rowCount; row++) {
    if (cellAt(y, row) === null || cellAt(x, row) === null) continue;
    const name = color ? String(cellAt(color, row) ?? '(none)') : '';
    const known = series.get(name);
    if (!known) series.set(name, { first: row, last: row });
    else {
      if (at(x, row) < at(x, known.first)) known.first = row;
      if (at(x, row) >= at(x, known.last)) known.last = row;
    }
  }
  const places = [...series].slice(0, MOST_SERIES);
  const sentences = places.map(([name, { first, last }]) => {
    const [start, end] = [at(y, first), at(y, last)];
    const said = (row: number): string =>
      `${valueWords(at(y, row), y, spec.labels?.yFormat)} at ${valueWords(at(x, row), x, spec.labels?.xFormat)}`;
    return `${name || 'It'} ${first === last ? 'is' : goes(start, end)} ${first === last ? said(last) : `from ${said(first)} to ${said(last)}`}`;
  });
  const more = series.size - places.length;
  return sentences.length === 0 ? '' : `${sentences.join('; ')}${more > 0 ? `; ${more} more` : ''}.`;
}

const at = (column: Column, row: number): number => Number(cellAt(column, row));
/** Less than a fiftieth of its size is no way. */
const goes = (start: number, end: number): string =>
  Math.abs(end - start) <= Math.max(Math.abs(start), Math.abs(end)) / 50
    ? 'stays about level'
    : end > start
      ? 'rises'
      : 'falls';

/** "Most rows, 34 %, lie between 20 and 30; half of all below 40." */
function crowdWords(spec: CellChart, rows: Table, x: Column, y: Column): string {
  const end = rows.columns.find(({ name }) => name === 'x_end');
  if (!end || x.kind === 'text' || spec.facet) return '';
  const bins = new Map<number, { count: number; to: number }>();
  let all = 0;
  for (let row = 0; row < rows.rowCount; row++) {
    const from = at(x, row);
    const count = at(y, row);
    bins.set(from, { count: (bins.get(from)?.count ?? 0) + count, to: at(end, row) });
    all += count;
  }
  const sorted = [...bins].sort(([a], [b]) => a - b);
  const [tallest] = [...sorted].sort(([, a], [, b]) => b.count - a.count);
  if (!tallest || all === 0) return '';
  let below = 0;
  const half = sorted.find(([, { count }]) => (below += count) >= all / 2);
  const words = (value: number): string => valueWords(value, x, spec.labels?.xFormat);
  const most = `Most rows in one bar, ${formatPercent(tallest[1].count / all)}: ${words(tallest[0])} to ${words(tallest[1].to)}`;
  return half ? `${most}; half of all lie below ${words(half[1].to)}.` : `${most}.`;
}

/** "The higher effort, the lower loyalty (correlation −0.62)." of the dots drawn. */
function togetherWords(spec: CellChart, rows: Table, x: Column, y: Column): string {
  if (x.kind === 'text' || y.kind === 'text' || x.kind === 'boolean' || y.kind === 'boolean') return '';
  if (spec.aggregate === 'count') return '';
  const r = correlation(rows.rowCount, (row) =>
    [cellAt(x, row), cellAt(y, row)].map((value) => (value === null ? NaN : Number(value))),
  );
  if (r === null) return '';
  const [across, up] = [axisTitle(spec, 'x'), axisTitle(spec, 'y')];
  const size = `correlation ${formatNumber(r, 2).replace('-', '−')}`;
  if (Math.abs(r) < 0.1) return `${up} hardly goes with ${across} (${size}).`;
  const how = Math.abs(r) < 0.3 ? ', by tendency' : Math.abs(r) > 0.7 ? ', clearly' : '';
  return `The higher ${across}, the ${r > 0 ? 'higher' : 'lower'} ${up}${how} (${size}).`;
}

/** Pearson's correlation of the rows where both values are known, about their means; null where one of them is constant. */
function correlation(rowCount: number, pair: (row: number) => number[]): number | null {
  const pairs = Array.from({ length: rowCount }, (_, row) => pair(row)).filter((two) =>
    two.every(Number.isFinite),
  );
  if (pairs.length < 3) return null;
  const mean = (place: 0 | 1): number =>
    pairs.reduce((sum, two) => sum + (two[place] ?? 0), 0) / pairs.length;
  const [mx, my] = [mean(0), mean(1)];
  let [xx, yy, xy] = [0, 0, 0];
  for (const [px = 0, py = 0] of pairs) {
    xx += (px - mx) ** 2;
    yy += (py - my) ** 2;
    xy += (px - mx) * (py - my);
  }
  return xx > 0 && yy > 0 ? xy / Math.sqrt(xx * yy) : null;
}

/** "North, South and East make up 71 % of all." where bars are parts of a whole. */
function shareWords(spec: CellChart, rows: Table, x: Column, y: Column): string {
  if (x.kind !== 'text' || spec.color || spec.facet || rows.rowCount < 4) return '';
  if (spec.aggregate !== 'count' && spec.aggregate !== 'sum') return '';
  const bars = Array.from({ length: rows.rowCount }, (_, row) => ({
    name: String(cellAt(x, row)),
    size: at(y, row),
  }));
  const all = bars.reduce((sum, { size }) => sum + size, 0);
  if (all <= 0 || bars.some(({ size }) => size < 0)) return '';
  const top = bars
    .filter(({ name }) => !/^other \(\d+ more\)$/.test(name))
    .sort((a, b) => b.size - a.size)
    .slice(0, 3);
  const share = top.reduce((sum, { size }) => sum + size, 0) / all;
  return `${formatList(top.map(({ name }) => name))} make up ${formatPercent(share)} of all.`;
}
