import { formatCount } from '../../../values/format';
import type { Finding } from '../../analysis';
import type { DominanceResult } from '../result';
import { caution, listNamed, plain, type Told } from './words';

export const DOMINANCE_TAB = 'Dominance';

/** How many pairs of drivers are settled in every model, and who beats all. */
export function dominanceFindings(told: Told): Finding[] {
  const { dominance } = told.slice;
  if (!dominance || dominance.names.length < 2) return [];
  const { names, verdict } = dominance;
  const pairs = (names.length * (names.length - 1)) / 2;
  const complete = verdict.filter((kind) => kind === 'complete').length;
  const winner = names.find((_, i) => winsOver(dominance, i).length === names.length - 1);
  const most = names
    .map((name, i) => ({ name, beaten: winsOver(dominance, i) }))
    .toSorted((a, b) => b.beaten.length - a.beaten.length)[0];
  const all =
    winner !== undefined
      ? `${told.named(winner)} adds more than every other driver, whatever else is in the model.`
      : most && most.beaten.length > 0
        ? `${told.named(most.name)} adds more than ${listNamed(most.beaten, told.named)}, whatever else is in the model.`
        : 'No driver adds more than another in every model.';
  return [
    plain(all, DOMINANCE_TAB),
    plain(
      `Of ${formatCount(pairs)} pairs of drivers ${formatCount(complete)} ${complete === 1 ? 'is' : 'are'} settled completely: one of the two adds more in every model that has neither.`,
      DOMINANCE_TAB,
    ),
    caution(
      'Dominance is read off the rows at hand, without intervals: where two curves run close, another sample could turn them round.',
      DOMINANCE_TAB,
    ),
  ];
}

const winsOver = ({ names, verdict }: DominanceResult, row: number): string[] =>
  names.filter((_, column) => column !== row && verdict[row * names.length + column] === 'complete');
