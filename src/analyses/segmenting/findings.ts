import { formatCount, formatList, formatNumber, formatPercent, formatPlural } from '../../values/format';
import { escapeFinding, type Finding } from '../analysis';
import { profileLabel } from './charts';
import type { SegmentInput } from './form';
import { shownName, type ProfileRow, type Segmentation } from './result';

export const plain = (text: string, tab?: string): Finding => ({
  text,
  tone: 'plain',
  ...(tab ? { tab } : {}),
});
export const caution = (text: string, tab?: string): Finding => ({
  text,
  tone: 'caution',
  ...(tab ? { tab } : {}),
});

/** Differences from the average of less than half a standard deviation are not worth a word. */
const TRAIT = 0.5;
/** Of columns that did not make the segments, what is less sure or smaller than this is not worth a word. */
const SURE = 0.01;
const NOTED = 0.2;
/** Below this share of rows a segment is small. */
const SMALL = 0.02;

/** A sentence or two for each segment. */
export function segmentFindings(found: Segmentation, input: SegmentInput): Finding[] {
  return found.segments.map((_, segment) => plain(segmentSentences(found, segment, input)));
}

/** "**Segment 1**: 36 % of customers (1,789), 46 % of all Revenue; low Online share (0.25; overall 0.52). NPS 41 (overall 20)." */
function segmentSentences(found: Segmentation, segment: number, input: SegmentInput): string {
  const own = found.segments[segment];
  if (!own) return '';
  const rows = found.profile.filter((row) => row.segment === segment);
  const size = `${formatPercent(own.share)} of ${membersOf(input)} (${formatCount(own.size)})`;
  const made = traits(
    rows.filter(({ used }) => used),
    TRAIT,
    3,
  ).map((row) => trait(row, input));
  const what = made.length > 0 ? formatList(made) : 'close to the average in everything';
  const name = `**${escapeFinding(shownName(own))}**`;
  return [`${name}: ${size}${ofMoney(rows, own.share, input)}; ${what}.`, besides(rows, input)]
    .filter(Boolean)
    .join(' ');
}

/** What a row is: a customer where the key says so. */
const membersOf = ({ roles: { key }, label }: SegmentInput): string =>
  key !== null && /cust|client/i.test(`${key} ${label(key)}`) ? 'customers' : 'rows';

/** The lines that lie farthest from the average; of a column its farthest level alone. */
function traits(rows: readonly ProfileRow[], least: number, most: number): ProfileRow[] {
  const far = (row: ProfileRow): number => Math.abs(row.standardised ?? 0);
  const sorted = rows.filter((row) => far(row) >= least).sort((one, two) => far(two) - far(one));
  return sorted
    .filter((row, i) => sorted.findIndex(({ variable }) => variable === row.variable) === i)
    .slice(0, most);
}

function trait(row: ProfileRow, input: SegmentInput): string {
  const label = escapeFinding(profileLabel(row, input));
  const above = (row.standardised ?? 0) > 0;
  return row.level === null
    ? `${above ? 'high' : 'low'} ${label} (${formatNumber(row.mean)}; overall ${formatNumber(row.overall)})`
    : `${above ? 'often' : 'rarely'} ${label} (${formatPercent(row.mean)}; overall ${formatPercent(row.overall)})`;
}

/** The second sentence: what columns say that took no part in making the segments. */
function besides(rows: readonly ProfileRow[], input: SegmentInput): string {
  const asked = rows.find(({ netPromoters }) => netPromoters !== null);
  const nps = asked?.netPromoters
    ? [`NPS ${points(asked.netPromoters.own)} (overall ${points(asked.netPromoters.overall)})`]
    : [];
  const others = rows.filter(
    (row) => !row.used && row !== asked && row.pAdjusted !== null && row.pAdjusted <= SURE,
  );
  const said = [...nps, ...traits(others, NOTED, 3).map((row) => trait(row, input))];
  if (said.length === 0) return '';
  const text = formatList(said);
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

const points = (share: number): string => String(Math.round(100 * share)).replace('-', '−');

const MONEY = /value|revenue|monet|spend|sales|amount|clv|margin|profit|turnover|price|money/i;

/** ", 46 % of all Revenue": of the first column of money, where it says something else than the share of rows. */
function ofMoney(rows: readonly ProfileRow[], share: number, input: SegmentInput): string {
  const row = rows
    .filter(({ ofTotal }) => ofTotal !== null)
    .sort((one, two) => Number(one.used) - Number(two.used))
    .find(({ variable }) => MONEY.test(`${variable} ${input.label(variable)}`));
  if (!row || row.ofTotal === null || Math.abs(row.ofTotal - share) < 0.005) return '';
  return `, ${formatPercent(row.ofTotal)} of all ${escapeFinding(input.label(row.variable))}`;
}

/** How many segments, how sure, and whether there are any: what follows the segments themselves. */
export function choiceFindings({ choice, sampled, segments }: Segmentation): Finding[] {
  const { verdict, recommended, reason } = choice;
  const sample =
    sampled === null
      ? []
      : [
          plain(
            `The number of segments and their stability were judged on an even sample of ${formatCount(sampled)} rows; every row has its segment.`,
            recommended ? 'Choice of k' : undefined,
          ),
        ];
  return [
    verdict.kind === 'clear' ? plain(verdict.sentence) : caution(verdict.sentence),
    plain(reason),
    ...(recommended ? [plain(reason, 'Choice of k')] : []),
    ...sample,
    ...unstable(segments),
  ];
}

function unstable(segments: Segmentation['segments']): Finding[] {
  const weak = segments.filter(({ stable, jaccard }) => !stable && jaccard !== null);
  if (weak.length === 0) return [];
  const named = weak.map(
    ({ name, jaccard }) => `${escapeFinding(name)} (Jaccard ${(jaccard ?? 0).toFixed(2)})`,
  );
  return [
    caution(
      `${formatList(named)} ${weak.length === 1 ? 'is' : 'are'} not stable: when the rows are drawn again, ${weak.length === 1 ? 'it is' : 'they are'} cut otherwise. Do not build on ${weak.length === 1 ? 'it' : 'them'}.`,
    ),
  ];
}

export function smallFindings({ segments }: Segmentation): Finding[] {
  const small = segments.filter(({ share }) => share < SMALL).map(({ name }) => escapeFinding(name));
  if (small.length === 0) return [];
  return [
    caution(
      `${formatList(small)} ${small.length === 1 ? 'holds' : 'hold'} less than ${formatPercent(SMALL)} of the rows: perhaps outliers rather than a segment.`,
    ),
  ];
}

/** How many of the differences are more than chance, above the profile's panels. */
export function profileFindings({ profile }: Segmentation): Finding[] {
  const others = profile.filter(({ used, pAdjusted }) => !used && pAdjusted !== null);
  const sure = others.filter(({ pAdjusted }) => (pAdjusted ?? 1) <= 0.05);
  const told =
    others.length > 0
      ? `Of ${formatPlural(others.length, 'difference')} in columns that did not make the segments **${formatCount(sure.length)}** ${sure.length === 1 ? 'is' : 'are'} more than chance (p at most 0.05, adjusted for their number by Benjamini and Hochberg). `
      : '';
  return [
    plain(
      `${told}Segments differ by construction in the columns that made them: there p only sorts.`,
      'Profile',
    ),
  ];
}

/** What the typing rule asks and how often it is right. */
export function ruleFindings({ rule }: Segmentation, input: SegmentInput): Finding[] {
  if (!rule) return [caution('No simple rule tells these segments apart.', 'Rule')];
  const asks = formatList(rule.columns.map((column) => `"${escapeFinding(input.label(column))}"`));
  const rate = `${formatPercent(rule.hitRate)} (± ${formatPercent(2 * rule.hitRateError, 1)})`;
  const best =
    rule.bestHitRate - rule.hitRate > 0.005
      ? ` With all columns and more questions it would be ${formatPercent(rule.bestHitRate)}.`
      : '';
  const found = [
    plain(
      `By ${asks} alone a rule of ${formatPlural(rule.leaves, 'line')} gives **${rate}** of customers their own segment, in cross-validation; guessing the largest would hit ${formatPercent(rule.baseRate)}.${best}`,
      'Rule',
    ),
    plain(
      `Copy the expression into a CRM or a SQL cell to give new customers their segment; the table ${input.name}_scored holds what it gives every row of ${input.from}.`,
      'Rule',
    ),
  ];
  if (rule.hitRate < 0.8)
    found.push(
      caution(
        'Fewer than four in five are hit: use the segments themselves where you can, not the rule.',
        'Rule',
      ),
    );
  return found;
}

export const nameFindings = ({ nameNotes }: Segmentation): Finding[] =>
  nameNotes.map((note) => caution(note));
