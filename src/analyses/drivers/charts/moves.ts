import { formatNumber, formatPercent, formatPlural } from '../../../values/format';
import { tableOf } from '../../../values/table';
import type { ReportChart } from '../../analysis';
import { MOVES_TAB, movesWithinScale } from '../findings/moves';
import type { Estimate, MoveStep } from '../result';
import { effectUnit, ends, estimatesOf, numbersOf, textsOf, type Drawn } from './rows';

const MOST_STEPS = 12;
const START: Estimate = { value: 0, low: 0, high: 0 };

/** The curve "most change in the fewest moves", what each move adds, and for NPS its own curve. */
export function moveCharts(drawn: Drawn): ReportChart[] {
  const { slice, sorted } = drawn;
  const steps = movesWithinScale(slice);
  if (steps.length === 0 || sorted.length < 2) return [];
  const nps = slice.moves?.nps ? [curve(drawn, steps, 'nps')] : [];
  return [curve(drawn, steps, 'outcome'), stepsChart(drawn, steps), ...nps];
}

function curve(drawn: Drawn, steps: readonly MoveStep[], of: 'outcome' | 'nps'): ReportChart {
  const points = [
    START,
    ...steps.map(({ cumulative, npsCumulative }) => (of === 'nps' ? (npsCumulative ?? START) : cumulative)),
  ];
  const { label, format } = of === 'nps' ? { label: 'NPS', format: 'number' as const } : effectUnit(drawn);
  const last = points.at(-1) ?? START;
  const said =
    format === 'percent' ? `${formatNumber(100 * last.value)} percentage points` : formatNumber(last.value);
  return {
    id: of === 'nps' ? 'moves-nps' : 'moves',
    tab: MOVES_TAB,
    spec: {
      mark: 'curves',
      x: 'move',
      y: 'change',
      ...ends('change'),
      fromZero: true,
      title: of === 'nps' ? 'What the moves add to the NPS' : 'Most change in the fewest moves',
      labels: {
        x: 'moves made',
        y: of === 'nps' ? 'change of NPS, points' : `change of ${label}`,
        yFormat: format,
      },
    },
    rows: tableOf([
      numbersOf('move', points, (_, i) => i),
      ...estimatesOf('change', points, (point) => point),
    ]),
    description: `The change of ${label} summed over ${formatPlural(steps.length, 'move')} in their best order, with its interval; after all of them ${said}.`,
  };
}

function stepsChart(drawn: Drawn, steps: readonly MoveStep[]): ReportChart {
  const shown = steps.slice(0, MOST_STEPS);
  const { label, format } = effectUnit(drawn);
  const kinds = new Map(drawn.slice.drivers.map(({ name, kind }) => [name, kind]));
  const nameOf = ({ driver, to }: MoveStep): string =>
    `${drawn.labelOf(driver)} → ${kinds.get(driver) === 'yes-no' ? formatPercent(to) : formatNumber(to, to < 10 ? 2 : 3)}`;
  return {
    id: 'steps',
    tab: MOVES_TAB,
    spec: {
      mark: 'intervals',
      label: 'step',
      value: 'effect',
      ...ends('effect'),
      title: 'What each move adds',
      labels: { x: `change of ${label}`, xFormat: format },
    },
    rows: tableOf([textsOf('step', shown, nameOf), ...estimatesOf('effect', shown, ({ effect }) => effect)]),
    description: `What each of ${formatPlural(shown.length, 'move')} adds to ${label}, in their order: ${shown.slice(0, 3).map(nameOf).join('; ')}.`,
    ...(steps.length > shown.length
      ? {
          note: `The first ${shown.length} of ${formatPlural(steps.length, 'move')}; the table of moves has all.`,
        }
      : {}),
  };
}
