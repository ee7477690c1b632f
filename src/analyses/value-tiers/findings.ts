import { formatCount, formatNumber, formatPercent, formatPlural } from '../../values/format';
import { escapeFinding, type Finding, type RowsOf } from '../analysis';
import type { TiersResult } from './compute';
import { tierCount, type TiersInput } from './form';
import type { afterQueries } from './tables';

export type After = RowsOf<ReturnType<typeof afterQueries>>;
/** Below so many customers an interval of the Gini coefficient is a rough guess. */
const FEW = 30;

const plain = (text: string): Finding => ({ text, tone: 'plain' });
const caution = (text: string): Finding => ({ text, tone: 'caution' });

/** Who holds the value, how unequally; then what was left out and what to beware of. */
export function findingsOf(result: TiersResult, after: After, input: TiersInput): Finding[] {
  return [
    ...(tierCount(input) === null ? abcFindings(after, input) : topFindings(after, input)),
    giniFinding(result),
    ...leftOut(result, input),
    ...tieFindings(result, after, input),
  ];
}

const valueWord = (input: TiersInput): string => `"${escapeFinding(input.label(input.roles.value))}"`;

function topFindings({ profile }: After, input: TiersInput): Finding[] {
  const last = profile.tier.length - 1;
  const half = [...profile.tier.keys()].filter((row) => (profile.cumulative_share[row] ?? 1) >= 0.5)[0] ?? 0;
  const members = profile.share.slice(0, half + 1).reduce((sum, share) => sum + share, 0);
  const carried =
    half > 0
      ? ` The first ${formatCount(half + 1)} tiers, ${formatPercent(members)} of the customers, hold ${formatPercent(profile.cumulative_share[half] ?? null)}.`
      : '';
  return [
    plain(
      `**Tier ${profile.tier[0] ?? '1'}** is ${formatPlural(profile.size[0] ?? 0, 'customer')} (${formatPercent(profile.share[0] ?? null)}) and holds **${formatPercent(profile.value_share[0] ?? null)}** of ${valueWord(input)}, ${formatNumber(profile.mean[0] ?? null)} each; tier ${profile.tier[last] ?? ''} holds ${formatPercent(profile.value_share[last] ?? null)}, ${formatNumber(profile.mean[last] ?? null)} each.${carried}`,
    ),
  ];
}

function abcFindings({ profile }: After, input: TiersInput): Finding[] {
  const parts = profile.tier.map(
    (tier, row) =>
      `**${tier ?? ''}** ${formatPlural(profile.size[row] ?? 0, 'customer')} (${formatPercent(profile.share[row] ?? null)}) with **${formatPercent(profile.value_share[row] ?? null)}** of ${valueWord(input)}`,
  );
  return [
    plain(`${parts.join('; ')}.`),
    plain(
      'A are those who together hold the first 80 % of the value, B the next up to 95 %, C the rest; who carries the sum across a limit belongs to the better tier.',
    ),
  ];
}

function giniFinding({ gini, interval, customers }: TiersResult): Finding {
  const digits = (value: number): string => value.toFixed(2);
  const range = interval
    ? ` (${digits(interval.low)} to ${digits(interval.high)} with 95 % confidence, for another set of customers like these)`
    : '';
  const few =
    customers < FEW && interval ? ` With ${formatPlural(customers, 'customer')} this is a rough guess.` : '';
  return {
    tone: few ? 'caution' : 'plain',
    text: `The Gini coefficient is **${digits(gini)}**${range}: 0 where all are worth the same, towards 1 where one customer holds everything.${few}`,
  };
}

function leftOut(result: TiersResult, input: TiersInput): Finding[] {
  const { negative, negativeValue, severalRows, withoutCustomer, withoutValue } = result;
  const found: Finding[] = [];
  const left = (rows: number, column: string): void => {
    if (rows > 0)
      found.push(
        caution(
          `${formatPlural(rows, 'row')} ${rows === 1 ? 'was' : 'were'} left out because "${escapeFinding(input.label(column))}" is missing.`,
        ),
      );
  };
  if (input.roles.customer !== null) left(withoutCustomer, input.roles.customer);
  left(withoutValue, input.roles.value);
  if (severalRows > 0)
    found.push(
      plain(
        `${formatPlural(severalRows, 'customer')} ${severalRows === 1 ? 'has' : 'have'} several rows: their values are added up.`,
      ),
    );
  if (negative > 0)
    found.push(
      caution(
        `${formatPlural(negative, 'customer')} ${negative === 1 ? 'has' : 'have'} a value below 0 (${formatNumber(negativeValue)} in all): shares, curve and Gini take it as 0.`,
      ),
    );
  return found;
}

function tieFindings({ split }: TiersResult, { profile }: After, input: TiersInput): Finding[] {
  const tiers = tierCount(input);
  if (input.options.ties === 'share' && tiers !== null && profile.tier.length < tiers)
    return [
      caution(
        `Only ${profile.tier.length} of ${tiers} tiers have customers: too many are worth the same, and equal customers share the better tier.`,
      ),
    ];
  if (split === 0) return [];
  return [
    caution(
      `**${formatPlural(split, 'customer')}** ${split === 1 ? 'is' : 'are'} worth the same as one in another tier: limits between tiers fall among equal customers, and these are told apart by name alone. With "Share the better tier" they stay together.`,
    ),
  ];
}
