import { formatList, formatNumber, formatPercent, formatPlural } from '../../values/format';
import { escapeFinding, type Finding } from '../analysis';
import type { After } from './findings';
import type { RfmInput } from './form';
import type { Trait, Traits } from './traits';

const TAB = 'Segments';
/** Adjusted p up to which a difference is worth a word, and how many are named. */
const BEYOND_CHANCE = 0.05;
const MOST_NAMED = 3;

/** Each segment in a sentence or two: size, value, how it buys, and what sets it apart beyond chance. */
export function portraits(profile: After['profile'], traits: Traits, input: RfmInput): Finding[] {
  return profile.segment.map((name, row) => {
    const segment = name ?? '';
    const money = profile.value_share[row] ?? NaN;
    const shares = [
      `${formatPercent(profile.share[row] ?? null)} of customers`,
      ...(Number.isFinite(money) ? [`${formatPercent(money)} of spending`] : []),
    ];
    const days = profile.frequency[row] ?? null;
    const bought = `bought on ${formatNumber(days)} ${days === 1 ? 'day' : 'days'} on average, last ${formatPlural(Math.round(profile.recency[row] ?? 0), 'day')} ago`;
    const { telling, others } = traitsToName(traits.rows, segment);
    const sentences = [
      `**${escapeFinding(segment)}**: ${shares.join(', ')}; ${bought}`,
      ...(telling.length > 0 ? [telling.map((trait) => traitWords(trait, input)).join('; ')] : []),
      ...(others.length > 0
        ? [`As all within chance: ${formatList(others.map((trait) => meanWords(trait, input)))}`]
        : []),
    ];
    return {
      tab: TAB,
      tone: 'plain',
      text: sentences.map((sentence) => `${sentence}.`).join(' '),
    };
  });
}

/** Whether a difference is beyond chance. */
export const isTelling = ({ pAdjusted }: Trait): boolean => (pAdjusted ?? 1) <= BEYOND_CHANCE;

/** The differences beyond chance, the largest first; then other means. Of one column the most telling level. */
function traitsToName(traits: readonly Trait[], segment: string): { telling: Trait[]; others: Trait[] } {
  const strength = ({ effect, mean, overall }: Trait): number =>
    effect !== null ? Math.abs(effect) : Math.abs((mean ?? 0) - (overall ?? 0)) * 2;
  const own = traits.filter((one) => one.segment === segment && one.mean !== null);
  const sorted = own.filter(isTelling).sort((a, b) => strength(b) - strength(a));
  const telling = sorted
    .filter((one, i) => sorted.findIndex(({ variable }) => variable === one.variable) === i)
    .slice(0, MOST_NAMED);
  const others = own.filter((one) => one.level === null && !isTelling(one));
  return { telling, others: others.slice(0, MOST_NAMED - telling.length) };
}

const meanWords = ({ variable, mean }: Trait, input: RfmInput): string =>
  `${escapeFinding(input.label(variable))} ${formatNumber(mean)}`;

function traitWords(trait: Trait, input: RfmInput): string {
  const { variable, level, mean, overall } = trait;
  if (level === null) return `${meanWords(trait, input)} (all: ${formatNumber(overall)})`;
  return `${escapeFinding(input.label(variable))} ${escapeFinding(level)}: ${formatPercent(mean)} (all: ${formatPercent(overall)})`;
}
