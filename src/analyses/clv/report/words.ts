import { formatNumber, formatPercent } from '../../../values/format';
import type { Finding } from '../../analysis';
import type { ClvResult } from '../compute';
import type { ClvInput } from '../input';
import type { Interval } from '../value/draws';

export const plain = (text: string, tab?: string): Finding => ({
  tone: 'plain',
  text,
  ...(tab ? { tab } : {}),
});
export const caution = (text: string, tab?: string): Finding => ({
  tone: 'caution',
  text,
  ...(tab ? { tab } : {}),
});

/** "95 % interval 3 to 4", in brackets; nothing where the draws gave none. */
export const between = ({ low, high }: Interval, digits = 3): string =>
  Number.isFinite(low) && Number.isFinite(high)
    ? ` (95 % interval ${formatNumber(low, digits)} to ${formatNumber(high, digits)})`
    : '';
export const times = ({ low, high }: Interval, value: number): Interval => ({
  low: Math.min(value * low, value * high),
  high: Math.max(value * low, value * high),
});

export const rateWords = (rate: number): string =>
  formatPercent(rate, Number.isInteger(Math.round(rate * 1e6) / 1e4) ? 0 : 1);

/** Whether customers are counted in opportunities. */
export const onOpportunities = ({ chosen }: ClvResult): boolean => chosen.model === 'bg-bb';

/** The unit of recency and age, for people. */
export const unitOf = (result: ClvResult, { options }: ClvInput): string =>
  onOpportunities(result) ? 'opportunity' : options.unit;
export const manyOf = (unit: string): string => (unit === 'opportunity' ? 'opportunities' : `${unit}s`);
