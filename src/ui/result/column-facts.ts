import type { ColumnDetail } from '../../engine/api';
import { formatCount, formatNumber, formatPercent } from '../../values/format';

/** What a column's panel says in figures. */
export function columnFacts(detail: ColumnDetail): { name: string; value: string }[] {
  const { rows, missing, distinct, min, max, mean, median, quartiles, deviation } = detail;
  const share =
    rows > 0 && missing > 0 ? ` (${formatPercent(missing / rows, missing / rows < 0.1 ? 1 : 0)})` : '';
  const known = rows - missing;
  const write = (value: string | number): string =>
    typeof value === 'number' ? formatNumber(value, 5) : value;
  return [
    { name: 'Rows', value: formatCount(rows) },
    { name: 'Missing', value: `${formatCount(missing)}${share}` },
    {
      name: 'Distinct',
      value: `${formatCount(distinct)}${known > 1 && distinct === known ? ', all different' : ''}`,
    },
    ...(min === undefined
      ? []
      : [{ name: detail.kind === 'date' ? 'First' : 'Smallest', value: write(min) }]),
    ...(median === undefined ? [] : [{ name: 'Median', value: write(median) }]),
    ...(mean === undefined ? [] : [{ name: 'Mean', value: write(mean) }]),
    ...(max === undefined ? [] : [{ name: detail.kind === 'date' ? 'Last' : 'Largest', value: write(max) }]),
    ...(quartiles
      ? [{ name: 'Middle half', value: `${write(quartiles[0])} to ${write(quartiles[1])}` }]
      : []),
    ...(deviation === undefined ? [] : [{ name: 'Standard deviation', value: write(deviation) }]),
  ];
}
