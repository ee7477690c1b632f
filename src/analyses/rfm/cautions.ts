import { formatCount, formatList, formatPercent, formatPlural } from '../../values/format';
import { escapeFinding, type Finding } from '../analysis';
import type { After } from './findings';
import type { Measure, RfmInput } from './form';
import { readRules, shadowedRules } from './rules';
import { MEASURES, scoringOf, type Way } from './scoring';
import { OTHER } from './segments';
import type { Traits } from './traits';
import { MOST_LEVELS } from './traits-query';

const caution = (text: string): Finding => ({ text, tone: 'caution' });
const plain = (text: string): Finding => ({ text, tone: 'plain' });
const WORD: Readonly<Record<Measure, string>> = {
  recency: 'recency',
  frequency: 'frequency',
  monetary: 'money',
};

/** What the way of scoring does to customers: fixed cuts named, scores nobody has, equals that are split. */
export function scoringCautions(after: After, input: RfmInput): Finding[] {
  const ways = scoringOf(input);
  const kinds = MEASURES.map((measure) => ways[measure].kind);
  return [
    ...fixedCuts(ways, input),
    ...(kinds.includes('cut') || kinds.includes('fixed') ? emptyScores(after, ways, input) : []),
    ...(kinds.includes('ntile') ? splitTies(after) : []),
  ];
}

function fixedCuts(ways: Record<Measure, Way>, input: RfmInput): Finding[] {
  const parts = MEASURES.flatMap((measure) => {
    const way = ways[measure];
    if (way.kind !== 'fixed' || (measure === 'monetary' && input.roles.amount === null)) return [];
    return [`${WORD[measure]} at ${formatList(way.cuts.map((cut) => String(cut)))}`];
  });
  return parts.length > 0 ? [plain(`Scored by fixed cuts: ${parts.join('; ')}.`)] : [];
}

/** Cut points that fall together leave scores that nobody can get. */
function emptyScores(
  { scores, profile }: After,
  ways: Record<Measure, Way>,
  { options }: RfmInput,
): Finding[] {
  const customers = profile.size.reduce((sum, size) => sum + size, 0);
  if (customers < options.bins && MEASURES.some((measure) => ways[measure].kind === 'cut'))
    return [
      caution(
        `There are only ${formatPlural(customers, 'customer')} for ${options.bins} scores: choose fewer scores.`,
      ),
    ];
  const lists = { recency: scores.r[0], frequency: scores.f[0], monetary: scores.m[0] };
  return MEASURES.flatMap((measure) => {
    const way = ways[measure];
    const present = new Set((lists[measure] ?? '').match(/\d+/g)?.map(Number) ?? []);
    const empty = Array.from({ length: way.scores }, (_, i) => i + 1).filter((score) => !present.has(score));
    if (way.kind === 'ntile' || present.size === 0 || empty.length === 0) return [];
    const which = `${empty.length === 1 ? 'score' : 'scores'} ${formatList(empty.map(String))}`;
    const nobody = `Nobody has ${which} for ${WORD[measure]}`;
    if (way.kind === 'fixed')
      return [caution(`${nobody}: the fixed cuts leave ${empty.length === 1 ? 'it' : 'them'} empty.`)];
    const once = scores.once[0] ?? 0;
    const why = measure === 'frequency' && once > 0 ? ` (${formatPlural(once, 'customer')} bought once)` : '';
    return [caution(`${nobody}: too many customers are equal${why}, and equal customers share a score.`)];
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
    ...ruleMisses(scores.told_by_rule[0] ?? 1),
  ];
}

const ruleMisses = (told: number): Finding[] =>
  told < 1
    ? [
        caution(
          `The SQL rule cannot split equal customers: it gives ${formatPercent(told, 1)} of the customers their segment.`,
        ),
      ]
    : [];

/** Customers whom no rule takes, and rules that take nobody. */
export function ruleCautions({ profile }: After, { options }: RfmInput): Finding[] {
  const rules = readRules(options.rules);
  const shadowed = shadowedRules(rules).map((name) => `**${escapeFinding(name)}**`);
  const found: Finding[] = [];
  const other = profile.segment.indexOf(OTHER);
  if (other >= 0 && !rules.some(({ segment }) => segment === OTHER))
    found.push(
      caution(
        `No rule takes ${formatPlural(profile.size[other] ?? 0, 'customer')} (${formatPercent(profile.share[other] ?? null)}): they are **${OTHER}**. A last rule \`all\` would name them.`.replaceAll(
          '`',
          '"',
        ),
      ),
    );
  if (shadowed.length > 0)
    found.push(
      caution(
        `${formatList(shadowed)} can take nobody: earlier rules take all of ${shadowed.length === 1 ? 'its' : 'their'} scores. Move ${shadowed.length === 1 ? 'it' : 'them'} up.`,
      ),
    );
  return found;
}

/** Columns that are not described, or not wholly. */
export function traitCautions({ cropped, empty }: Traits, input: RfmInput): Finding[] {
  const names = (columns: readonly string[]): string =>
    formatList(columns.map((column) => `"${escapeFinding(input.label(column))}"`));
  return [
    ...(cropped.length > 0
      ? [
          plain(
            `${names(cropped)} ${cropped.length === 1 ? 'has' : 'have'} more than ${MOST_LEVELS} levels: the ${MOST_LEVELS} most frequent are described.`,
          ),
        ]
      : []),
    ...(empty.length > 0
      ? [
          caution(
            `${names(empty)} ${empty.length === 1 ? 'holds' : 'hold'} no values, so nothing is said of it.`,
          ),
        ]
      : []),
  ];
}
