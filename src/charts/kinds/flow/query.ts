import { formatList, formatPercent } from '../../../values/format';
import type { ChartQuestion } from '../../chart-kind';
import type { FlowChart } from '../../spec';
import { flowOf } from './bands';

/** The rows are given by an analysis; only the words are made here. */
export const flowQuestion: ChartQuestion<FlowChart> = {
  mark: 'flow',
  label: 'Flow',
  describe(spec, rows) {
    const { bands, total } = flowOf(spec, rows, 1);
    if (total === 0) return 'There is nothing to draw.';
    const share = (value: number): string => formatPercent(value / total, value < 0.1 * total ? 1 : 0);
    const stayed = bands.reduce((sum, { from, to, value }) => sum + (from === to ? value : 0), 0);
    const moves = bands
      .filter(({ from, to }) => from !== to)
      .toSorted((a, b) => b.value - a.value)
      .slice(0, 3)
      .map(({ from, to, value }) => `${share(value)} from ${from} to ${to}`);
    const most = moves.length > 0 ? ` The largest moves: ${formatList(moves)}.` : '';
    return `From ${spec.leftLabel} to ${spec.rightLabel}: ${share(stayed)} stayed where they were.${most}`;
  },
};
