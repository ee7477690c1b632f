import { benjaminiHochberg } from '../../../stats/benjamini-hochberg';
import { normalDistribution, normalQuantile } from '../../../stats/normal';
import { studentTQuantile } from '../../../stats/student-t';
import { formatCount, formatList, formatPercent, formatPlural } from '../../../values/format';
import { escapeFinding, type Finding } from '../../analysis';
import type { Difference, DriversResult } from '../result';
import type { DriversInput } from '../roles';
import { byImportance } from '../tables/slices';
import {
  caution,
  hasInterval,
  oneOrMany,
  percentWithInterval,
  plain,
  pointsWithInterval,
  type Told,
} from './words';

export const LEVELS_TAB = 'Levels';
const MOST_SAID = 8;

/**
 * Differences of share between levels that stay beyond chance when all comparisons are counted (Benjamini-Hochberg at
 * 1 - confidence over all drivers and pairs of levels), the largest first.
 */
export function clearDifferences(result: DriversResult, input: DriversInput): Difference[] {
  const { confidence } = input.options;
  const { degreesOfFreedom } = result.all.model;
  const half = (1 + confidence) / 2;
  const multiplier = degreesOfFreedom > 0 ? studentTQuantile(half, degreesOfFreedom) : normalQuantile(half);
  const chances = result.differences.map(({ share }) => {
    const error = (share.high - share.low) / (2 * multiplier);
    return hasInterval(share) && error > 0 ? 2 * normalDistribution(-Math.abs(share.value) / error) : null;
  });
  const adjusted = benjaminiHochberg(chances);
  return result.differences
    .filter(({ share }, i) => (adjusted[i] ?? 1) <= 1 - confidence && (share.low > 0 || share.high < 0))
    .toSorted((a, b) => Math.abs(b.share.value) - Math.abs(a.share.value));
}

/** In Findings: whether levels differ, and where most. */
export function levelHeadline(told: Told): Finding[] {
  const { result, input, named } = told;
  if (result.levels.length < 2 || result.all.model.intervals === 'none') return [];
  const clear = clearDifferences(result, input);
  const by = named(input.roles.by ?? '');
  const [most] = clear;
  if (!most)
    return [
      plain(
        `No driver's part in what is explained differs beyond chance between the ${formatCount(result.levels.length)} levels of ${by}.`,
      ),
    ];
  const rest =
    clear.length === 1
      ? ''
      : `; ${formatPlural(clear.length - 1, 'more difference')} beyond chance ${clear.length === 2 ? 'stands' : 'stand'} under Levels`;
  return [plain(`${differenceWords(told, most)}${rest}.`)];
}

/** In the tab: every level's first driver, and every difference beyond chance. */
export function levelFindings(told: Told): Finding[] {
  const { result, input } = told;
  if (result.levels.length === 0 && result.levelsLeftOut.length === 0) return [];
  const clear = clearDifferences(result, input);
  const compared = result.differences.length;
  return [
    ...result.levels.slice(0, MOST_SAID).flatMap(({ level, rows, drivers }) => {
      const first = byImportance(drivers).find(({ constant }) => !constant);
      if (!first) return [];
      return [
        plain(
          `In ${levelWords(level)} (${formatPlural(rows, 'row')}) ${told.named(first.name)} has the largest part in what is explained: ${percentWithInterval(first.share)}.`,
          LEVELS_TAB,
        ),
      ];
    }),
    ...clear.slice(0, MOST_SAID).map((one) => plain(`${differenceWords(told, one)}.`, LEVELS_TAB)),
    ...(clear.length > MOST_SAID
      ? [
          plain(
            `${formatPlural(clear.length - MOST_SAID, 'smaller difference')} beyond chance ${clear.length - MOST_SAID === 1 ? 'is' : 'are'} in the difference table.`,
            LEVELS_TAB,
          ),
        ]
      : []),
    ...(compared > 1
      ? [
          plain(
            `${formatPlural(compared, 'comparison')} were made, and a difference is named only if it stays beyond chance when that is counted in (Benjamini-Hochberg at ${formatPercent(1 - input.options.confidence)}).`,
            LEVELS_TAB,
          ),
        ]
      : []),
    ...thinLevels(told),
    ...leftOut(told),
  ];
}

const levelWords = (level: string | null): string =>
  level === null || level === '' ? '(empty)' : escapeFinding(level);

function differenceWords({ result, named }: Told, { driver, levelA, levelB, share }: Difference): string {
  const [high, low] = share.value >= 0 ? [levelA, levelB] : [levelB, levelA];
  const size = share.value >= 0 ? share : { value: -share.value, low: -share.high, high: -share.low };
  const shareIn = (level: string): string =>
    formatPercent(
      result.levels.find((slice) => slice.level === level)?.drivers.find(({ name }) => name === driver)?.share
        .value ?? NaN,
    );
  return `${named(driver)} matters more in ${levelWords(high)} (${shareIn(high)} of what is explained) than in ${levelWords(low)} (${shareIn(low)}): ${pointsWithInterval(size)} apart`;
}

function thinLevels({ result, slice }: Told): Finding[] {
  const numbers = slice.drivers.filter(({ constant }) => !constant).length;
  return result.levels.flatMap(({ level, rows }) =>
    rows < 10 * numbers
      ? [
          caution(
            `${levelWords(level)} has only ${formatPlural(rows, 'row')} for ${formatPlural(numbers, 'driver')}: its order means little.`,
            LEVELS_TAB,
          ),
        ]
      : [],
  );
}

/** Levels that cannot carry a model of their own. */
function leftOut({ result }: Told): Finding[] {
  const { levelsLeftOut: out } = result;
  if (out.length === 0) return [];
  const said = out
    .slice(0, MOST_SAID)
    .map(({ level, rows }) => `${levelWords(level)} (${formatPlural(rows, 'row')})`);
  const others = out.length > MOST_SAID ? [`${formatCount(out.length - MOST_SAID)} others`] : [];
  return [
    caution(
      `${formatList([...said, ...others])} ${oneOrMany(out.length, 'is', 'are')} not compared: too few rows, or a single outcome, for a model of ${oneOrMany(out.length, 'its', 'their')} own.`,
      LEVELS_TAB,
    ),
  ];
}
