import type { ColumnInfo } from '../values/table';
import type { CellChart } from './spec';
import { partsOf, type Parts, type Trait } from './column-traits';

/** What is known of a column when a chart is guessed: how many rows lack a value, how many different ones there are. */
export interface KnownColumn extends ColumnInfo {
  missing: number;
  distinct: number;
  min?: string | number;
  max?: string | number;
}
/** A chart that suits a table, without the table's name, and what it shows in a few words. */
export interface Suggestion {
  chart: Omit<CellChart, 'from'>;
  says: string;
}

const MOST = 6;
/** Levels that lines and bars can hold side by side. */
const MOST_SERIES = 6;

/**
 * Charts that suit a table, the best first: dates by a number as a line, names by a number as bars, two numbers as dots,
 * one number as a histogram, scores as counts of each. Tables whose rows are groups already are drawn as they are; rows
 * of single events are counted, added up (money, quantities) or averaged (scores, rates).
 *
 * @param columns the table's columns in their order
 * @param rowCount its rows
 */
export function suggestCharts(columns: readonly KnownColumn[], rowCount: number): Suggestion[] {
  if (rowCount === 0) return [];
  const parts = partsOf(columns, rowCount);
  const found = [
    ...grouped(parts, rowCount),
    ...overTime(parts),
    ...byName(parts),
    ...scores(parts),
    ...numbers(parts, rowCount),
    ...crossed(parts),
    ...counted(parts),
  ];
  const seen = new Set<string>();
  const different = found.filter(({ chart }) => {
    const key = JSON.stringify(chart);
    return !seen.has(key) && seen.add(key);
  });
  return different.slice(0, MOST);
}

/** A table whose rows are days, names or both: every row is one mark. */
function grouped({ dates, names, measures }: Parts, rowCount: number): Suggestion[] {
  const [measure] = measures;
  if (!measure || rowCount < 2) return [];
  const date = dates.find(({ distinct }) => distinct === rowCount);
  if (date) return [one('line', date, measure, `${measure.name} over ${date.name}`)];
  const dated = dates.flatMap((day) =>
    names
      .filter(
        ({ distinct }) =>
          distinct <= MOST_SERIES && day.distinct * distinct >= rowCount && day.distinct < rowCount,
      )
      .filter(({ distinct }) => day.distinct * distinct <= rowCount * 1.5 && distinct > 1)
      .map((name) => ({ day, name })),
  )[0];
  if (dated)
    return [
      {
        chart: { mark: 'line', x: dated.day.name, y: measure.name, color: dated.name.name },
        says: `${measure.name} over ${dated.day.name} by ${dated.name.name}`,
      },
    ];
  const name = names.find(({ distinct }) => distinct === rowCount);
  return name && rowCount <= 40 ? [one('bar', name, measure, `${measure.name} by ${name.name}`)] : [];
}

const one = (mark: 'line' | 'bar', x: Trait, y: Trait, says: string): Suggestion => ({
  chart: { mark, x: x.name, y: y.name },
  says,
});

/** How single rows become one value: money and quantities add up, the rest has a mean. */
const aggregateOf = ({ adds }: Trait): 'sum' | 'mean' => (adds ? 'sum' : 'mean');
const wordOf = (trait: Trait): string =>
  trait.flag ? `share of ${trait.name}` : `${aggregateOf(trait)} of ${trait.name}`;

function overTime({ dates, measures, scores, flags, names }: Parts): Suggestion[] {
  const [date] = dates;
  if (!date) return [];
  const value = measures[0] ?? scores[0] ?? flags[0];
  const series = names.find(({ distinct }) => distinct > 1 && distinct <= MOST_SERIES);
  const lines: Suggestion[] = value
    ? [
        {
          chart: { mark: 'line', x: date.name, y: value.name, aggregate: aggregateOf(value) },
          says: `${wordOf(value)} over ${date.name}`,
        },
      ]
    : [];
  if (value && series)
    lines.push({
      chart: { mark: 'line', x: date.name, y: value.name, color: series.name, aggregate: aggregateOf(value) },
      says: `${wordOf(value)} over ${date.name} by ${series.name}`,
    });
  if (!value)
    lines.push({ chart: { mark: 'line', x: date.name, aggregate: 'count' }, says: `rows over ${date.name}` });
  return lines;
}

function byName({ names, measures, scores, flags }: Parts): Suggestion[] {
  const name = names.find(({ distinct }) => distinct > 1 && distinct <= 40);
  if (!name) return [];
  return [measures[0], scores[0], flags[0]].flatMap((value): Suggestion[] =>
    value && value.name !== name.name
      ? [
          {
            chart: { mark: 'bar', x: name.name, y: value.name, aggregate: aggregateOf(value) },
            says: `${wordOf(value)} by ${name.name}`,
          },
        ]
      : [],
  );
}

function scores({ scores: [first, second] }: Parts): Suggestion[] {
  if (!first) return [];
  const each: Suggestion = {
    chart: { mark: 'bar', x: first.name, aggregate: 'count' },
    says: `answers to ${first.name}`,
  };
  if (!second) return [each];
  return [
    each,
    {
      chart: { mark: 'heatmap', x: first.name, y: second.name, aggregate: 'count' },
      says: `${second.name} against ${first.name}`,
    },
  ];
}

function numbers({ measures: [first, second], names }: Parts, rowCount: number): Suggestion[] {
  if (!first) return [];
  const series = names.find(({ distinct }) => distinct > 1 && distinct <= MOST_SERIES);
  const pair: Suggestion[] = second
    ? [
        {
          chart: { mark: 'dot', x: first.name, y: second.name },
          says: `${second.name} against ${first.name}`,
        },
      ]
    : [];
  const alone: Suggestion = {
    chart: { mark: 'histogram', x: first.name },
    says: `how ${first.name} is spread`,
  };
  const boxes: Suggestion[] =
    series && rowCount >= series.distinct * 10
      ? [
          {
            chart: { mark: 'box', x: series.name, y: first.name },
            says: `spread of ${first.name} by ${series.name}`,
          },
        ]
      : [];
  return [...pair, alone, ...boxes];
}

function crossed({ names: [first, second], measures: [measure] }: Parts): Suggestion[] {
  if (!first || !second || first.distinct > 30 || second.distinct > 30) return [];
  const across = { mark: 'heatmap' as const, x: first.name, y: second.name };
  return [
    measure
      ? {
          chart: { ...across, color: measure.name, aggregate: 'mean' },
          says: `mean of ${measure.name} by ${first.name} and ${second.name}`,
        }
      : { chart: { ...across, aggregate: 'count' }, says: `rows by ${first.name} and ${second.name}` },
  ];
}

/** What is left where nothing is measured: how many rows of each. */
function counted({ names, flags, dates }: Parts): Suggestion[] {
  return [...names, ...flags]
    .filter(({ distinct }) => distinct > 1)
    .slice(0, 2)
    .map(({ name }): Suggestion => ({
      chart: { mark: 'bar', x: name, aggregate: 'count' },
      says: `rows by ${name}`,
    }))
    .concat(
      dates.slice(0, 1).map(({ name }) => ({
        chart: { mark: 'line', x: name, aggregate: 'count' },
        says: `rows over ${name}`,
      })),
    );
}
