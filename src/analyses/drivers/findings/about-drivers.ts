import { formatCount, formatList, formatNumber, formatPercent } from '../../../values/format';
import type { Finding } from '../../analysis';
import type { DriverResult } from '../result';
import { caution, formatNamed, isClear, listNamed, numberWithInterval, oneOrMany, type Told } from './words';

/** A variance inflation from which a coefficient is said to be shaky: its interval is more than twice as wide. */
const HIGH_VIF = 5;
/** A correlation from which a driver is nearly the outcome. */
const NEARLY = 0.9;

/** What is odd about single drivers. */
export function aboutDrivers(told: Told): Finding[] {
  return [
    ...constants(told),
    ...copies(told),
    ...nearlyOutcome(told),
    ...inflated(told),
    ...suppressors(told),
    ...onMap(told),
  ].map((text) => caution(text));
}

function constants({ slice, named }: Told): string[] {
  const constant = slice.drivers.filter((driver) => driver.constant).map(({ name }) => named(name));
  if (constant.length === 0) return [];
  return [
    `${formatList(constant)} ${oneOrMany(constant.length, 'has', 'have')} the same value in every row used, so ${oneOrMany(constant.length, 'it is', 'they are')} left out.`,
  ];
}

const copies = ({ slice, named }: Told): string[] =>
  slice.drivers
    .filter(({ combinationOf }) => combinationOf.length > 0)
    .map(
      ({ name, combinationOf }) =>
        `${named(name)} is ${oneOrMany(combinationOf.length, 'a copy', 'an exact combination')} of ${formatList(combinationOf.map(named))}: they share their importance, and ${named(name)} has no coefficient of its own.`,
    );

const nearlyOutcome = ({ sorted, named, outcome }: Told): string[] =>
  sorted
    .filter(({ correlation }) => Math.abs(correlation) >= NEARLY)
    .map(
      ({ name, correlation }) =>
        `${named(name)} is nearly ${outcome} itself (correlation ${formatNumber(correlation, 2)}): if both measure the same thing, leave it out, since it takes the credit of all others.`,
    );

/**
 * Belsley's index is told only beside a high inflation: ratings far from 0 make it large by their distance alone.
 */
function inflated({ sorted, named, slice }: Told): string[] {
  const high = sorted
    .filter(({ vif }) => Number.isFinite(vif) && vif >= HIGH_VIF)
    .toSorted((a, b) => b.vif - a.vif);
  const [worst] = high;
  if (!worst) return [];
  const said = high
    .slice(0, 4)
    .map(({ name, vif }) => `${named(name)} (variance inflation ${formatNumber(vif, 2)})`);
  const others = high.length > 4 ? [`${formatCount(high.length - 4)} others`] : [];
  const { conditionIndex } = slice.model;
  const index =
    conditionIndex > 30
      ? ` (condition index of the whole model ${formatNumber(conditionIndex, 2)}, where above 30 is high)`
      : '';
  return [
    `${formatList([...said, ...others])} can largely be told from the other drivers: the interval of ${oneOrMany(high.length, 'its coefficient', `${named(worst.name)}'s coefficient`)} is ${formatNumber(Math.sqrt(worst.vif), 2)} times as wide as it would be alone, and credit passes easily between such drivers${index}.`,
  ];
}

/** Whose coefficient, beyond chance, has the other sign than its correlation. */
const isSuppressor = ({ coefficient, correlation }: DriverResult): boolean =>
  Number.isFinite(correlation) &&
  isClear(coefficient) &&
  Math.sign(coefficient.value) === -Math.sign(correlation);

const suppressors = ({ sorted, named, outcome, slice }: Told): string[] =>
  sorted.filter(isSuppressor).map(({ name, correlation, coefficient }) => {
    const [alone, held] = correlation > 0 ? ['more', 'less'] : ['less', 'more'];
    const unit = slice.model.family === 'linear' ? '' : ' in log-odds';
    return `${named(name)} by itself goes with ${alone} of ${outcome} (correlation ${formatNumber(correlation, 2)}), but with ${held} once the others are held fixed (coefficient ${numberWithInterval(coefficient)}${unit}): it corrects other drivers, and is no lever by itself.`;
  });

/** How the map must be read, where not as usual. */
function onMap(told: Told): string[] {
  const { slice, named } = told;
  if (!slice.map) return [];
  const { scale, reversed, points } = slice.map;
  const one = reversed.length === 1;
  const off = slice.drivers.filter(
    ({ kind, constant, name }) =>
      kind === 'category' && !constant && !points.some((point) => point.name === name),
  );
  return [
    ...(scale === 'position'
      ? [
          'The drivers cover different ranges: performance is compared by where each mean lies between the smallest and the largest value seen.',
        ]
      : []),
    ...(reversed.length > 0
      ? [
          `${formatNamed(reversed, told)} ${one ? 'moves' : 'move'} the other way than the rest: the map reads ${one ? 'it' : 'them'} in reverse, less being better.`,
        ]
      : []),
    ...(off.length > 0
      ? [
          `${listNamed(
            off.map(({ name }) => name),
            named,
          )} ${oneOrMany(off.length, 'is a category and stands', 'are categories and stand')} not on the map: there is no mean to perform by.`,
        ]
      : []),
  ];
}

/** To whom a driver does not apply. */
export function notApplicable({ slice, result, named }: Told): string[] {
  const { total } = result.exclusions;
  const some = slice.drivers
    .filter((driver) => driver.notApplicable > 0)
    .toSorted((a, b) => b.notApplicable - a.notApplicable);
  if (some.length === 0) return [];
  const said = some
    .slice(0, 4)
    .map(
      (driver) =>
        `${named(driver.name)} in ${formatCount(driver.notApplicable)} of ${formatCount(total)} rows (${formatPercent(driver.notApplicable / total)})`,
    );
  const others = some.length > 4 ? [`${formatCount(some.length - 4)} others in fewer`] : [];
  const rule =
    slice.model.missing === 'listwise'
      ? 'such rows are left out'
      : 'they count as neither ratings nor missing answers, and its importance is told from the rows where it applies';
  return [`"Does not apply" was answered to ${formatList([...said, ...others])}: ${rule}.`];
}
