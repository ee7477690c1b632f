import { formatCount, formatNumber, formatPercent, formatPlural } from '../../../values/format';
import type { Finding } from '../../analysis';
import { caution, formatNamed, isShare, type Told } from './words';

const METHODS = {
  lmg: 'LMG (Shapley)',
  johnson: "Johnson's relative weights",
  first: 'First',
  last: 'Last',
  pratt: 'Pratt',
} as const;
const EXACT_DOMINANCE = 20;

/** What must be known of the model before its order is believed. */
export function aboutModel(told: Told): Finding[] {
  return [...fit(told), ...rowsForDrivers(told), ...method(told), ...together(told)].map((text) =>
    caution(text),
  );
}

/** Stands before all else: an order of drivers that explain nothing must not be taken away. */
export function noiseFindings({ slice: { model }, outcome, sorted }: Told): Finding[] {
  const { value, low } = model.explained;
  if (model.separatedBy.length > 0 || value > 0.999) return [];
  if (model.family === 'linear' && model.adjustedRSquared <= 0)
    return [
      caution(
        `The drivers explain no more of ${outcome} than ${formatPlural(sorted.length, 'column')} of random numbers would: the order is noise.`,
      ),
    ];
  return low <= 0
    ? [caution(`It is not beyond chance that the drivers explain anything of ${outcome}.`)]
    : [];
}

function fit(told: Told): string[] {
  const { slice, outcome } = told;
  const { model } = slice;
  const { value, low } = model.explained;
  const linear = model.family === 'linear';
  if (model.separatedBy.length > 0)
    return [
      `${formatNamed(model.separatedBy, told)} ${model.separatedBy.length === 1 ? 'tells' : 'tell'} ${outcome} without exception in these rows: coefficients and moves do not exist then, since they would be infinite. Leave out what is only known afterwards.`,
    ];
  if (value > 0.999)
    return [`The drivers explain ${outcome} almost perfectly: one of them may be part of how it is made.`];
  // Then there is nothing to understand: see noiseFindings.
  if ((linear && model.adjustedRSquared <= 0) || low <= 0) return [];
  if (linear && value < 0.1)
    return [
      `Most of what moves ${outcome} is not among these drivers: ${formatPercent(1 - value)} stays unexplained.`,
    ];
  if (!linear && value < 0.05)
    return [
      `Most of what decides ${outcome} is not among these drivers: McFadden's R² is only ${formatNumber(model.mcFadden, 2)}.`,
    ];
  return [];
}

function rowsForDrivers(told: Told): string[] {
  const { slice, sorted, outcome } = told;
  const few: string[] = [];
  if (slice.rows < 10 * sorted.length)
    few.push(
      `There are only ${formatPlural(slice.rows, 'row')} for ${formatPlural(sorted.length, 'driver')}: at least ten per driver are wanted before the order means much.`,
    );
  const { outcomeMean, coefficients } = slice.model;
  const rarer = Math.round(slice.rows * Math.min(outcomeMean.value, 1 - outcomeMean.value));
  if (isShare(told) && few.length === 0 && rarer < 10 * coefficients)
    few.push(
      `The rarer answer of ${outcome} occurs in only ${formatPlural(rarer, 'row')} for ${formatPlural(coefficients, 'coefficient')}: at least ten for each are wanted before the order means much.`,
    );
  return few;
}

function method(told: Told): string[] {
  const { slice, outcome, sorted } = told;
  const { model } = slice;
  const said: string[] = [];
  if (model.method !== model.methodAsked)
    said.push(
      model.method === 'johnson'
        ? `${formatPlural(sorted.length, 'driver')} are too many for exact LMG (27 at most): Johnson's relative weights are used instead.`
        : `${METHODS[model.methodAsked]} is not defined for ${oneOutcome(model.family)}: ${METHODS[model.method]} is used instead.`,
    );
  if (model.preview !== null)
    said.push(
      `${outcome} is ${model.outcomeFamily}, but ${model.preview}: the importances are a preview, of a straight line through its numbers (R²), where the exact ones would be in McFadden's R².`,
    );
  if (slice.dominance === null && sorted.length > EXACT_DOMINANCE && !model.preliminary)
    said.push(
      `Dominance, which compares the drivers in every model, is left out above ${EXACT_DOMINANCE} drivers; there are ${formatCount(sorted.length)}.`,
    );
  if (model.method === 'pratt' && sorted.some(({ importance }) => importance.value < 0))
    said.push(
      "By Pratt's measure some importances are negative: it cannot divide what such drivers explain; choose LMG instead.",
    );
  if (model.method === 'first' && sorted.length > 1)
    said.push(
      'First gives every driver all that it shares with others, so that shared parts count several times.',
    );
  if (model.method === 'last' && sorted.length > 1)
    said.push('Last gives a driver only what no other can explain, so that shared parts count for nobody.');
  return said;
}

const oneOutcome = (family: string): string => `${family === 'ordinal' ? 'an' : 'a'} ${family} outcome`;

/** One mood that colours all answers. */
function together({ slice, sorted }: Told): string[] {
  const { halo } = slice.model;
  if (sorted.length < 3 || !(halo > 0.5)) return [];
  return [
    `The drivers move together: one common direction, often a mood that colours all answers (halo), holds ${formatPercent(halo)} of their variation, so that differences between neighbours are uncertain.`,
  ];
}
