import { formatCount, formatList, formatPercent, formatPlural } from '../../../values/format';
import { escapeFinding, type Finding } from '../../analysis';
import type { DriversResult } from '../result';
import { CERTAINTY_TAB } from './about-intervals';
import { notApplicable } from './about-drivers';
import { caution, plain, type Told } from './words';

const RULES = { em: 'EM', pairwise: 'pairwise', listwise: 'listwise' } as const;

/** Rows left out, the rule for missing answers, weights. */
export function aboutData(told: Told): Finding[] {
  return [
    ...textColumns(told),
    ...missingRule(told),
    ...notApplicable(told).map((text) => caution(text)),
    ...weights(told),
  ];
}

/** Ratings that came as text, and text that nearly is a rating. */
function textColumns({ result, named }: Told): Finding[] {
  const { texts } = result.exclusions;
  const ratings = texts.filter(({ advice }) => advice === null).map(({ column }) => named(column));
  const read = plain(
    `${formatList(ratings)} ${ratings.length === 1 ? 'came' : 'came each'} as text and ${ratings.length === 1 ? 'is' : 'are'} read as numbers: all answers but those that do not apply are numbers.`,
  );
  const words = texts.flatMap(({ column, advice }) =>
    advice === null
      ? []
      : [caution(`${named(column)} is text and therefore a category, although ${escapeFinding(advice)}`)],
  );
  return [...(ratings.length > 0 ? [read] : []), ...words];
}

function missingRule(told: Told): Finding[] {
  const { slice, result, named } = told;
  const { model } = slice;
  const { exclusions } = result;
  const said: Finding[] = [];
  if (model.missing !== model.missingAsked && model.missingWhy !== null)
    said.push(
      caution(
        `Missing answers are treated ${how(model.missing)} instead of ${how(model.missingAsked)}: ${model.missingWhy}.`,
      ),
    );
  // What does not apply is told of by itself.
  const gaps = exclusions.missing - exclusions.notApplicable;
  if (model.missing === 'listwise' && gaps > 0.1 * exclusions.total)
    said.push(caution(droppedRows(exclusions, gaps, named)));
  if (
    model.missing !== 'listwise' &&
    (model.completeRows < slice.rows || exclusions.notDrawn > 0) &&
    slice.level === null &&
    exclusions.kept === exclusions.total
  ) {
    said.push(plain(filledRows(told)), plain(restsOn(slice), CERTAINTY_TAB));
    if (exclusions.notDrawn > 0) said.push(caution(sampledRows(told)));
    if (model.completeRows < (slice.rows + exclusions.notDrawn) / 2)
      said.push(
        caution(
          `Fewer than half of the rows have every answer: much rests on the assumption that ${model.missing === 'em' ? 'whether an answer is missing has to do only with answers that were given' : 'answers are missing by chance'}.`,
        ),
      );
  }
  if (model.repaired)
    said.push(
      caution(
        'Correlations taken from different rows contradict each other and had to be repaired: choose EM instead before trusting the importances.',
      ),
    );
  return said;
}

const how = (rule: keyof typeof RULES): string => (rule === 'em' ? 'by EM' : RULES[rule]);

function droppedRows(
  { total, worst }: DriversResult['exclusions'],
  missing: number,
  named: Told['named'],
): string {
  return `${formatCount(missing)} of ${formatPlural(total, 'row')} (${formatPercent(missing / total)}) are left out because an answer is missing, most often ${named(worst.column)} (${formatCount(worst.missing)}).`;
}

/** Under EM and pairwise rows with gaps stay. */
function filledRows({ slice, result, named }: Told): string {
  const { model } = slice;
  const { worst } = result.exclusions;
  const how =
    model.missing === 'pairwise'
      ? 'pairwise, every correlation from the rows that have both answers'
      : 'by EM, which makes use of every answer given';
  return `Missing answers are treated ${how}: all ${formatPlural(slice.rows + result.exclusions.notDrawn, 'row')} with an outcome or any driver ${result.exclusions.notDrawn > 0 ? 'could count' : 'count'}, ${formatCount(model.completeRows)} of them with every answer; most are missing in ${named(worst.column)} (${formatCount(worst.missing)}).`;
}

/** EM on a part of the rows: how many, why, and the way to all of them. */
function sampledRows({ slice, result }: Told): string {
  const all = slice.rows + result.exclusions.notDrawn;
  return `The rows come in too many different sets of answers for EM on all of them: it is fitted to ${formatCount(slice.rows)} of ${formatPlural(all, 'row')}, drawn at random (the same ones each time). The intervals allow for that; pairwise would use all rows, but is right only where answers are missing by pure chance.`;
}

/** Which numbers rest on which rows, where rows with gaps stay. */
function restsOn({ model }: Told['slice']): string {
  const found =
    model.missing === 'pairwise'
      ? 'Intervals of coefficients come from the jackknife over all rows, variance inflation from the pairwise correlations'
      : "Intervals of coefficients come from the jackknife over all rows, variance inflation from EM's correlations";
  if (model.hc3Rows === null) return `${found}.`;
  return `${found}; the standard errors of type HC3 (which allow for unequal spread) rest on the ${formatCount(model.hc3Rows)} complete rows alone.`;
}

/** How many equal rows the weighted ones are worth. */
function weights(told: Told): Finding[] {
  const { slice, result, input, named } = told;
  const { weight } = input.roles;
  if (weight === null || !slice.model.weighted) return [];
  const without = result.exclusions.weight;
  const left =
    without > 0
      ? [
          caution(
            `${formatPlural(without, 'row')} without a weight above 0 in ${named(weight)} ${without === 1 ? 'is' : 'are'} left out.`,
          ),
        ]
      : [];
  if (slice.model.constantWeight)
    return [caution(`All weights in ${named(weight)} are equal, so they change nothing.`), ...left];
  const share = slice.effectiveRows / slice.rows;
  const text = `Weighted by ${named(weight)}, the ${formatPlural(slice.rows, 'row')} hold about as much information as ${formatCount(Math.round(slice.effectiveRows))} equal ones (${formatPercent(share)}).`;
  return [share < 0.7 ? caution(text) : plain(text), ...left];
}
