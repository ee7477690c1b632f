import { formatDate, formatList, formatPercent, formatPlural } from '../../values/format';
import { escapeFinding, type Finding } from '../analysis';
import type { After } from './findings';
import type { RfmInput } from './form';
import { scoringOf } from './scoring';

type Movement = After['movement'];
type Direction = 'up' | 'down' | 'new' | 'same';
const TAB = 'Movement';

/** How many moved up, slipped, stayed and are new since the earlier day; in their own tab the largest moves. */
export function movementFindings(movement: Movement, input: RfmInput): Finding[] {
  const day = input.options.compareAsOf;
  if (day === null || movement.customers.length === 0) return [];
  const sum = (values: Float64Array, direction?: Direction): number =>
    values.reduce(
      (total, value, row) =>
        direction === undefined || movement.direction[row] === direction ? total + (value || 0) : total,
      0,
    );
  const here = sum(movement.customers) - sum(movement.customers, 'new');
  const [up, down, fresh] = (['up', 'down', 'new'] as const).map((one) => sum(movement.customers, one));
  const since = formatDate(Date.parse(`${day}T00:00:00Z`));
  const of = (count: number | undefined): string => `(${formatPercent((count ?? 0) / here)})`;
  const value = sum(movement.value);
  const lost =
    value > 0
      ? `; those who slipped hold **${formatPercent(sum(movement.value, 'down') / value)}** of all spending`
      : '';
  return [
    {
      tone: 'plain',
      text: `Of the ${formatPlural(here, 'customer')} of ${since}, **${formatPlural(up ?? 0, 'customer')}** ${of(up)} moved up and **${formatPlural(down ?? 0, 'customer')}** ${of(down)} slipped${lost}. ${fresh ? formatPlural(fresh, 'customer') : 'Nobody'} ${(fresh ?? 0) > 1 ? 'are' : 'is'} new.`,
    },
    ...largest(movement, 'down', 'Most who slipped'),
    ...largest(movement, 'up', 'Most who moved up'),
    { tone: 'plain', tab: TAB, text: yardstick(input) },
  ];
}

/** The three largest moves in a direction; the rows come with the largest first. */
function largest(movement: Movement, direction: Direction, words: string): Finding[] {
  const rows = [...movement.customers.keys()].filter((row) => movement.direction[row] === direction);
  if (rows.length === 0) return [];
  const segment = (name: string | null | undefined): string => `**${escapeFinding(name ?? '')}**`;
  const parts = rows
    .slice(0, 3)
    .map(
      (row) =>
        `${segment(movement.from_segment[row])} to ${segment(movement.to_segment[row])} (${formatPlural(movement.customers[row] ?? 0, 'customer')})`,
    );
  return [{ tone: 'plain', tab: TAB, text: `${words} went from ${formatList(parts)}.` }];
}

function yardstick(input: RfmInput): string {
  const ways = Object.values(scoringOf(input));
  const measured = ways.every(({ kind }) => kind === 'fixed')
    ? 'Both days are measured by the same fixed cuts.'
    : 'Each day is scored against its own customers, as a run on that day would have done: who does the same as before slips where others do more. Fixed cuts measure both days alike.';
  return `Up and down follow the order of the rules, the best first. ${measured}`;
}
