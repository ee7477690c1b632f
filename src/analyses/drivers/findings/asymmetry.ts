import { formatCount, formatNumber } from '../../../values/format';
import type { Finding } from '../../analysis';
import type { AsymmetryDriver } from '../result';
import { caution, effectWords, listNamed, oneOrMany, outcomeMoved, plain, type Told } from './words';

export const ASYMMETRY_TAB = 'Asymmetry';

/** Which drivers cost when bad, which earn when good, and where the data do not decide. */
export function asymmetryFindings(told: Told): Finding[] {
  const { asymmetry } = told.slice;
  if (!asymmetry || asymmetry.drivers.length === 0) return [];
  const labelled = (label: AsymmetryDriver['label']): string[] =>
    asymmetry.drivers.filter((driver) => driver.label === label).map(({ name }) => name);
  const [symmetric, unclear] = [labelled('symmetric'), labelled('unclear')];
  const sides = asymmetry.drivers.filter(({ label }) => label === 'penalty' || label === 'reward');
  return [
    ...sides.map((driver) => plain(sideWords(told, driver), ASYMMETRY_TAB)),
    ...(symmetric.length > 0
      ? [
          plain(
            `${listNamed(symmetric, told.named)} ${oneOrMany(symmetric.length, 'acts', 'act')} evenly: low answers cost about what high answers earn.`,
            ASYMMETRY_TAB,
          ),
        ]
      : []),
    ...(unclear.length > 0
      ? [
          plain(
            `For ${listNamed(unclear, told.named)} the data do not decide whether bad or good answers count for more.`,
            ASYMMETRY_TAB,
          ),
        ]
      : []),
    caution(
      'This is an asymmetry of effects, each against the answers in the middle; it is not Kano’s must-be and delight, which need other questions.',
      ASYMMETRY_TAB,
    ),
    ...sampleCaution(told),
  ];
}

function sideWords(
  told: Told,
  { name, label, penalty, reward, penaltyAt, rewardAt }: AsymmetryDriver,
): string {
  const what = label === 'penalty' ? 'mainly costs when it is bad' : 'mainly earns when it is good';
  return `${told.named(name)} ${what}: against the middle, answers up to ${formatNumber(penaltyAt)} move ${outcomeMoved(told)} by ${effectWords(told, penalty)}, answers from ${formatNumber(rewardAt)} on by ${effectWords(told, reward)}.`;
}

function sampleCaution({ slice }: Told): Finding[] {
  const { asymmetry } = slice;
  if (!asymmetry?.sampled) return [];
  return [
    caution(
      `The asymmetry rests on ${formatCount(asymmetry.rows)} of ${formatCount(asymmetry.ofRows)} rows: only complete ones can tell it, and of more than 50,000 a sample.`,
      ASYMMETRY_TAB,
    ),
  ];
}
