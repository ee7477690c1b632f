import { formatDate, formatList, formatNumber, formatPercent, formatPlural } from '../../values/format';
import { escapeFinding, type Finding, type RowsOf } from '../analysis';
import type { Counts, RfmResult } from './compute';
import { ruleCautions, scoringCautions, traitCautions } from './cautions';
import type { RfmInput } from './form';
import { movementFindings } from './movement-findings';
import { portraits } from './portraits';
import { readRules } from './rules';
import { isSlipping } from './segments';
import type { afterQueries } from './tables';

export type After = RowsOf<ReturnType<typeof afterQueries>>;

const plain = (text: string): Finding => ({ text, tone: 'plain' });
const caution = (text: string): Finding => ({ text, tone: 'caution' });

/** What a reader takes away, most important first, then what was left out, then what to beware of. */
export function findingsOf(result: RfmResult, after: After, input: RfmInput): Finding[] {
  const { counts, traits } = result;
  return [
    ...valueFinding(after),
    ...slippingFinding(after, input),
    ...movementFindings(after.movement, input),
    ...asOfFinding(counts, input),
    ...leftOutFindings(counts, input),
    ...scoringCautions(after, input),
    ...ruleCautions(after, input),
    ...traitCautions(traits, input),
    ...portraits(after.profile, traits, input),
  ];
}

interface Segment {
  segment: string;
  size: number;
  share: number;
  recency: number;
  valueShare: number;
}
const segmentsOf = ({ profile }: After): Segment[] =>
  profile.segment.map((segment, i) => ({
    segment: segment ?? '',
    size: profile.size[i] ?? NaN,
    share: profile.share[i] ?? NaN,
    recency: profile.recency[i] ?? NaN,
    valueShare: profile.value_share[i] ?? NaN,
  }));

/** Who holds the value; without amounts, who the most customers are. */
function valueFinding(after: After): Finding[] {
  const segments = segmentsOf(after);
  const [first] = segments;
  if (!first) return [];
  if (!Number.isFinite(first.valueShare)) {
    const largest = segments.reduce((best, one) => (one.size > best.size ? one : best), first);
    return [
      plain(
        `The largest segment is **${largest.segment}** with ${formatPlural(largest.size, 'customer')} (${formatPercent(largest.share)}); on average they last bought ${formatNumber(largest.recency)} days before the as-of date.`,
      ),
    ];
  }
  return [
    plain(
      `**${first.segment}** are ${formatPercent(first.share)} of the customers and hold **${formatPercent(first.valueShare)}** of all spending; on average they last bought ${formatNumber(first.recency)} days before the as-of date.`,
    ),
  ];
}

/** Who used to buy often and has gone quiet. */
function slippingFinding(after: After, input: RfmInput): Finding[] {
  const rules = readRules(input.options.rules).filter(isSlipping);
  const names = new Set(rules.map(({ segment }) => segment));
  const slipping = segmentsOf(after).filter(({ segment }) => names.has(segment));
  const size = slipping.reduce((sum, one) => sum + one.size, 0);
  if (size === 0) return [];
  const share = slipping.reduce((sum, one) => sum + one.share, 0);
  const value = slipping.reduce((sum, one) => sum + one.valueShare, 0);
  const money = Number.isFinite(value) ? `; they hold **${formatPercent(value)}** of all spending` : '';
  return [
    plain(
      `**${formatPlural(size, 'customer')}** (${formatPercent(share)}) used to buy several times and ${size === 1 ? 'has' : 'have'} gone quiet (${formatList(slipping.map(({ segment }) => segment))})${money}.`,
    ),
  ];
}

function asOfFinding(counts: Counts, input: RfmInput): Finding[] {
  if (input.options.asOf !== null || input.notebookAsOf !== null) return [];
  const day = formatDate(counts.asOf);
  return [plain(`No as-of date is given, so recency is measured on the last date in the data, ${day}.`)];
}

function leftOutFindings(counts: Counts, input: RfmInput): Finding[] {
  const label = (column: string): string => escapeFinding(input.label(column));
  const found: Finding[] = [];
  const rows = (count: number): string =>
    `${formatPlural(count, 'row')} ${count === 1 ? 'was' : 'were'} left out`;
  if (counts.later > 0)
    found.push(caution(`${rows(counts.later)}, dated after the as-of date ${formatDate(counts.asOf)}.`));
  if (counts.withoutCustomer > 0)
    found.push(
      caution(`${rows(counts.withoutCustomer)} because "${label(input.roles.customer)}" is missing.`),
    );
  if (counts.withoutDate > 0)
    found.push(caution(`${rows(counts.withoutDate)} because "${label(input.roles.date)}" is missing.`));
  if (input.roles.amount === null)
    found.push(
      plain(
        'No amount is given: monetary and its score are empty, and segments follow recency and frequency alone.',
      ),
    );
  else if (counts.withoutAmount > 0)
    found.push(
      caution(
        `"${label(input.roles.amount)}" is missing in ${formatPlural(counts.withoutAmount, 'row')}: they count as purchases, but add nothing to the money.`,
      ),
    );
  return found;
}
