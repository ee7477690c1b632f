import { formatNumber, formatPercent, formatPlural } from '../../values/format';
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
    const apart = tellingTraits(traits.rows, segment).map((trait) => traitWords(trait, input));
    return {
      tab: TAB,
      tone: 'plain',
      text: `**${escapeFinding(segment)}**: ${shares.join(', ')}; ${bought}${apart.length > 0 ? `. ${apart.join('; ')}` : ''}.`,
    };
  });
}

const isTelling = ({ pAdjusted }: Trait): boolean => (pAdjusted ?? 1) <= BEYOND_CHANCE;

/** The differences beyond chance, the largest first, then other means; of one column the most telling level. */
function tellingTraits(traits: readonly Trait[], segment: string): Trait[] {
  const strength = ({ effect, mean, overall }: Trait): number =>
    effect !== null ? Math.abs(effect) : Math.abs((mean ?? 0) - (overall ?? 0)) * 2;
  const telling = traits
    .filter((one) => one.segment === segment && one.mean !== null && (isTelling(one) || one.level === null))
    .sort((a, b) => Number(isTelling(b)) - Number(isTelling(a)) || strength(b) - strength(a));
  return telling
    .filter((one, i) => telling.findIndex(({ variable }) => variable === one.variable) === i)
    .slice(0, MOST_NAMED);
}

function traitWords(trait: Trait, input: RfmInput): string {
  const { variable, level, mean, overall } = trait;
  const label = escapeFinding(input.label(variable));
  if (!isTelling(trait)) return `${label} ${formatNumber(mean)}, about as all (${formatNumber(overall)})`;
  if (level === null) return `${label} ${formatNumber(mean)} (all: ${formatNumber(overall)})`;
  return `${label} ${escapeFinding(level)}: ${formatPercent(mean)} (all: ${formatPercent(overall)})`;
}
