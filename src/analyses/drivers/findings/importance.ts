import { formatCount, formatList, formatNumber, formatPercent, formatPlural } from '../../../values/format';
import type { Finding } from '../../analysis';
import { percentWithInterval, plain, probability, type Told } from './words';

/** What matters most, how sure that is, and what comes next. */
export function importanceFindings(told: Told): Finding[] {
  const { sorted, slice, named } = told;
  const [first, second] = sorted;
  if (!first || !second || slice.model.explained.value <= 0) return [];
  const most = `${named(first.name)} matters most: ${percentWithInterval(first.share)} of ${whatIsShared(told)}`;
  const next = sorted
    .slice(1, 3)
    .map(({ name, share }) => `${named(name)} with ${percentWithInterval(share)}`);
  return [
    plain(`${most}${howSure(told)}.`),
    ...(sorted.length > 2 ? [plain(`Next ${next.length === 1 ? 'is' : 'are'} ${formatList(next)}.`)] : []),
  ];
}

/** Of what the shares are parts: first and last importances do not add up to what is explained. */
function whatIsShared({ sorted, slice }: Told): string {
  const drivers = `the ${formatCount(sorted.length)} drivers`;
  const { method } = slice.model;
  if (method === 'first') return `what ${drivers} explain when each stands alone, added up`;
  if (method === 'last') return `what ${drivers} add to all others, added up`;
  return `what ${drivers} explain`;
}

function howSure({ sorted, slice, named }: Told): string {
  const [first, second] = sorted;
  const chance = first?.rankProbabilities[0];
  if (!second || slice.model.intervals === 'none') return '';
  const ranks =
    chance === undefined ? '' : `; the probability that it truly ranks first is ${probability(chance)}`;
  if (slice.model.leadIsSure) return ranks;
  return `${ranks}${ranks === '' ? '; ' : ', and '}its lead over ${named(second.name)} is not beyond doubt`;
}

/** What all drivers explain together, and on how many rows that rests. */
export function explainedFinding(told: Told): Finding {
  const { slice, outcome, sorted } = told;
  const { model } = slice;
  const only = sorted.length === 1 ? sorted[0] : undefined;
  const who = only ? 'The driver explains' : `Together the ${formatCount(sorted.length)} drivers explain`;
  const share = only
    ? percentWithInterval(only.importance)
    : formatPercent(model.explained.value, model.explained.value < 0.1 ? 1 : 0);
  const rows = `across ${formatPlural(slice.rows, 'row')}`;
  if (model.family !== 'linear')
    return plain(
      `${who} ${share} of what can be told about ${outcome} ${rows} (McFadden's R² ${formatNumber(model.mcFadden)}: how much better the model predicts than the plain share of each answer; 0.2 to 0.4 is already a good fit).`,
    );
  return plain(
    `${who} ${share} of the differences in ${outcome} ${rows} (R² ${formatNumber(model.rSquared)}, adjusted ${formatNumber(model.adjustedRSquared)}).`,
  );
}

/** Which rows a filter leaves. */
export function filterFinding({ result, named }: Told): Finding[] {
  const filtered = result.filters.filter(({ kept }) => kept !== null);
  if (filtered.length === 0) return [];
  const kept = filtered.map(
    ({ column, kept: levels }) => `${named(column)} ${formatList((levels ?? []).map(inWords), 'or')}`,
  );
  const { exclusions } = result;
  return [
    plain(
      `Filtered to ${formatList(kept)}: ${formatCount(exclusions.kept)} of ${formatPlural(exclusions.total, 'row')}.`,
    ),
  ];
}
const inWords = (level: string): string => (level === '' ? '(empty)' : level);
