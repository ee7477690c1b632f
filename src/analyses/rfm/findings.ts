import {
  formatCount,
  formatDate,
  formatList,
  formatNumber,
  formatPercent,
  formatPlural,
} from '../../values/format';
import { escapeFinding, type Finding, type RowsOf } from '../analysis';
import type { RfmInput } from './form';
import type { Prepared } from './queries';
import { segmentRules } from './segments';
import type { afterQueries } from './tables';

export type After = RowsOf<ReturnType<typeof afterQueries>>;
export interface Counts {
  asOf: number;
  lines: number;
  used: number;
  withoutCustomer: number;
  withoutDate: number;
  later: number;
  withoutAmount: number;
}

/** The first pass as plain numbers. */
export function countsOf({ check }: Prepared): Counts {
  const at = (values: Float64Array): number => values[0] ?? NaN;
  return {
    asOf: at(check.as_of),
    lines: at(check.lines),
    used: at(check.used),
    withoutCustomer: at(check.without_customer),
    withoutDate: at(check.without_date),
    later: at(check.later),
    withoutAmount: at(check.without_amount),
  };
}

const plain = (text: string): Finding => ({ text, tone: 'plain' });
const caution = (text: string): Finding => ({ text, tone: 'caution' });

/** What a reader takes away, most important first, then what was left out, then what to beware of. */
export function findingsOf(counts: Counts, after: After, input: RfmInput): Finding[] {
  return [
    ...valueFinding(after),
    ...slippingFinding(after),
    ...asOfFinding(counts, input),
    ...leftOutFindings(counts, input),
    ...(input.options.scoring === 'ntile' ? splitTies(after) : emptyScores(after, input.options.bins)),
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
function slippingFinding(after: After): Finding[] {
  const names = new Set(segmentRules.filter(({ slipping }) => slipping).map(({ segment }) => segment));
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

/** Cut points that fall together leave scores that nobody can get. */
function emptyScores({ scores, profile }: After, bins: number): Finding[] {
  const customers = profile.size.reduce((sum, size) => sum + size, 0);
  if (customers < bins)
    return [
      caution(
        `There are only ${formatPlural(customers, 'customer')} for ${bins} scores: choose fewer scores.`,
      ),
    ];
  const all = Array.from({ length: bins }, (_, i) => i + 1);
  const measures = [
    ['recency', scores.r[0]],
    ['frequency', scores.f[0]],
    ['money', scores.m[0]],
  ] as const;
  return measures.flatMap(([measure, list]) => {
    const present = new Set((list ?? '').match(/\d+/g)?.map(Number) ?? []);
    const empty = all.filter((score) => !present.has(score));
    if (present.size === 0 || empty.length === 0) return [];
    const once = scores.once[0] ?? 0;
    const why = measure === 'frequency' && once > 0 ? ` (${formatPlural(once, 'customer')} bought once)` : '';
    const which = `${empty.length === 1 ? 'score' : 'scores'} ${formatList(empty.map(String))}`;
    return [
      caution(
        `Nobody has ${which} for ${measure}: too many customers are equal${why}, and equal customers share a score.`,
      ),
    ];
  });
}

/** Equal bins give equal customers different scores. */
function splitTies({ scores }: After): Finding[] {
  const measures = [
    ['recency', scores.split_r[0] ?? 0],
    ['frequency', scores.split_f[0] ?? 0],
    ['money', scores.split_m[0] ?? 0],
  ] as const;
  const split = measures.filter(([, count]) => count > 0);
  if (split.length === 0) return [];
  const parts = split.map(([measure, count]) => `${formatCount(count)} for ${measure}`);
  return [
    caution(
      `Equal bins split customers who are equal: their scores differ by the customer's name alone (${formatList(parts)}). Scoring by cut points avoids this.`,
    ),
  ];
}
