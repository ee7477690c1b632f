import { formatNumber } from '../../../../values/format';
import { numberColumn, tableOf } from '../../../../values/table';
import type { ReportChart } from '../../../analysis';
import type { ClvResult } from '../../compute';
import type { ClvInput } from '../../input';

/** Value of all customers by the length of the horizon, with its 95 % band. */
export function horizonChart({ curve, spend, drawn }: ClvResult, { options }: ClvInput): ReportChart | null {
  if (curve.month.length < 2) return null;
  const valued = spend.status === 'fitted';
  const [end, half] = [curve.month.length - 1, Math.ceil(curve.month.length / 2) - 1];
  const say = (i: number): string =>
    `${formatNumber(curve.value[i] ?? NaN, 4)} after ${formatNumber(curve.month[i] ?? NaN)} months`;
  const start = (values: Float64Array): Float64Array => Float64Array.from([0, ...values]);
  const banded = drawn.byEnd.every(({ low }) => Number.isFinite(low));
  return {
    id: 'horizon',
    spec: {
      mark: 'curves',
      x: 'month',
      y: 'value',
      ...(banded ? { low: 'low', high: 'high' } : {}),
      fromZero: true,
      title: valued ? 'Value over the horizon' : 'Expected purchases over the horizon',
      labels: { x: 'months ahead', y: valued ? 'value to come' : 'purchases' },
    },
    description: `${valued ? 'Discounted value' : 'Purchases'} of all customers together by the length of the horizon: ${say(half)}, ${say(end)}${banded ? `, 95 % interval ${formatNumber(curve.low[end] ?? NaN, 4)} to ${formatNumber(curve.high[end] ?? NaN, 4)}` : ''}.`,
    ...(options.forever && valued
      ? { note: 'The value for ever is beyond the right edge of the curve.' }
      : {}),
    rows: tableOf([
      numberColumn('month', start(curve.month)),
      numberColumn('value', start(curve.value)),
      numberColumn('low', start(curve.low)),
      numberColumn('high', start(curve.high)),
    ]),
  };
}
