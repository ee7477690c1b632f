import { formatList, formatNumber, formatPercent, formatPlural } from '../../../values/format';
import type { Finding } from '../../analysis';
import type { DriverResult, Estimate, Moves, MoveStep, SliceResult } from '../result';
import {
  caution,
  effectWords,
  isClear,
  isShare,
  listNamed,
  numberWithInterval,
  oneOrMany,
  outcomeMoved,
  plain,
  type Told,
} from './words';

export const MOVES_TAB = 'Moves';
/** How many moves are added up in a sentence. */
const TOGETHER = 3;

/** The first moves whose sum stays within the outcome's scale; a straight line knows no end, the scale does. */
export function movesWithinScale({ moves, model }: SliceResult): MoveStep[] {
  const steps = moves?.steps ?? [];
  const within = ({ cumulative }: MoveStep): boolean => {
    const reached = model.outcomeMean.value + cumulative.value;
    return !(reached > model.outcomeMax || reached < model.outcomeMin);
  };
  const beyond = steps.findIndex((step) => !within(step));
  return beyond < 0 ? steps : steps.slice(0, Math.max(1, beyond));
}

/** The best first move, and the first few together. */
export function moneyMove(told: Told): Finding[] {
  const { moves } = told.slice;
  const first = moves?.steps[0];
  if (!moves || !first || told.slice.model.explained.value <= 0) return [];
  const single = `${moveWords(told, first)} moves ${outcomeMoved(told)} by ${effectWords(told, first.effect)}${npsWords(first.nps)}${chanceWords(first.effect)}`;
  const largest =
    told.sorted.length > 1 && isClear(first.effect) ? ', the largest effect estimated for a single move' : '';
  return [plain(`${capital(single)}${largest}${togetherWords(told)}.`)];
}

function togetherWords(told: Told): string {
  const some = movesWithinScale(told.slice).slice(0, TOGETHER);
  const last = some.at(-1);
  if (!last || some.length < 2 || told.sorted.length < 2) return '';
  const count = some.length === 2 ? 'two' : 'three';
  return `; the first ${count} moves together (${movedDrivers(told, some)}) move it by ${effectWords(told, last.cumulative)}${npsWords(last.npsCumulative)}${chanceWords(last.cumulative)}`;
}

/** "**Support** twice and **Price**". */
function movedDrivers({ named }: Told, steps: readonly MoveStep[]): string {
  const times = new Map<string, number>();
  for (const { driver } of steps) times.set(driver, (times.get(driver) ?? 0) + 1);
  const words = ['', '', ' twice', ' three times'];
  return formatList(
    [...times].map(([driver, count]) => `${named(driver)}${words[count] ?? ` ${count} times`}`),
  );
}

const npsWords = (nps: Estimate | null): string =>
  nps ? ` and the NPS by ${numberWithInterval(nps, ' points')}` : '';
const chanceWords = (effect: Estimate): string =>
  Number.isFinite(effect.low) && !isClear(effect) ? ', which may be chance' : '';

/** "raising **Support** by 1, from 6.2 to 7.2"; of a yes/no "raising **Backup** by 10 percentage points, from 45 % to 55 %". */
function moveWords({ named, slice }: Told, { driver, from, to }: MoveStep): string {
  const kind = slice.drivers.find(({ name }) => name === driver)?.kind;
  const verb = to >= from ? 'raising' : 'lowering';
  const size = Math.abs(to - from);
  const by =
    kind === 'yes-no'
      ? `${formatNumber(100 * size)} percentage points of yes`
      : `${formatNumber(size)}${kind === 'group' ? ' in each of its columns' : ''}`;
  return `${verb} ${named(driver)} by ${by} (${fromTo(kind, from, to)})`;
}

export const fromTo = (kind: DriverResult['kind'] | undefined, from: number, to: number): string =>
  kind === 'yes-no'
    ? `from ${formatPercent(from)} to ${formatPercent(to)}`
    : `from ${formatNumber(from)} to ${formatNumber(to)}`;

/** What the tab says beside its pictures. */
export function moveFindings(told: Told): Finding[] {
  const { slice, named, outcome } = told;
  const { moves, model } = slice;
  if (!moves || moves.steps.length === 0 || told.sorted.length < 2) return [];
  const within = movesWithinScale(slice);
  const unclear = within.findIndex(({ effect }) => !isClear(effect));
  const kinds = new Map(slice.drivers.map(({ name, kind }) => [name, kind]));
  const notMoved = moves.without.filter((name) => kinds.get(name) !== 'category');
  const categories = moves.without.filter((name) => kinds.get(name) === 'category');
  return [
    plain(
      `The moves stand in the order in which each next one adds most, a driver moving until it reaches ${told.input.options.caps === null ? 'the best value seen' : 'its limit'}.`,
      MOVES_TAB,
    ),
    ...(unclear >= 0 && model.intervals !== 'none'
      ? [
          plain(
            `Some moves, the first of them number ${unclear + 1}, may have no effect: their intervals hold 0.`,
            MOVES_TAB,
          ),
        ]
      : []),
    ...(notMoved.length > 0
      ? [
          plain(
            `${listNamed(notMoved, named)} ${oneOrMany(notMoved.length, 'is', 'are')} not moved: at the best value already, or without a gain by the estimates.`,
            MOVES_TAB,
          ),
        ]
      : []),
    ...(categories.length > 0
      ? [
          plain(
            `${listNamed(categories, named)} ${oneOrMany(categories.length, 'is a category', 'are categories')}: there is no more or less of it to move.`,
            MOVES_TAB,
          ),
        ]
      : []),
    ...(within.length < moves.steps.length
      ? [
          caution(
            `After ${formatPlural(within.length, 'move')} ${outcomeMoved(told)} would leave its scale (${isShare(told) ? '0 to 100 %' : `${formatNumber(model.outcomeMin)} to ${formatNumber(model.outcomeMax)}`}): straight lines know no end, so later moves are not drawn.`,
            MOVES_TAB,
          ),
        ]
      : []),
    caution(
      `A move says what goes with a higher driver while the others stay as they are; it is what changing the driver brings only as far as the driver is a cause of ${outcome}.`,
      MOVES_TAB,
    ),
    ...scaleCautions(told, moves),
  ];
}

function scaleCautions(told: Told, { nps }: Moves): Finding[] {
  const { model } = told.slice;
  return [
    ...(model.outcomeFamily === 'ordinal'
      ? [
          caution(
            'Effects count levels of the outcome as equal steps (least squares), whatever the model of importance.',
            MOVES_TAB,
          ),
        ]
      : []),
    ...(model.outcomeFamily === 'binary'
      ? [
          caution(
            'Effects are straight lines through the average: large moves of a share that is near 0 or 100 % bring less.',
            MOVES_TAB,
          ),
        ]
      : []),
    ...(nps
      ? [
          caution(
            'The effect on NPS comes from a straight line through promoters (+100), passives (0) and detractors (-100).',
            MOVES_TAB,
          ),
        ]
      : []),
  ];
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
