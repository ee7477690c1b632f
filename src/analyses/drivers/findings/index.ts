import type { Finding } from '../../analysis';
import type { DriversResult } from '../result';
import type { DriversInput } from '../roles';
import { asymmetryFindings } from './asymmetry';
import { aboutData } from './about-data';
import { aboutDrivers } from './about-drivers';
import { aboutIntervals, certaintyFindings } from './about-intervals';
import { aboutModel, noiseFindings } from './about-model';
import { dominanceFindings } from './dominance';
import { explainedFinding, filterFinding, importanceFindings } from './importance';
import { levelFindings, levelHeadline } from './levels';
import { moneyMove, moveFindings } from './moves';
import { quadrantFindings } from './quadrants';
import { toldFrom } from './words';

/** What a reader takes away, the most useful first, then every caution that applies; what belongs to a tab stands there. */
export function findingsOf(result: DriversResult, input: DriversInput): Finding[] {
  const told = toldFrom(result, input);
  const explained = [explainedFinding(told), ...filterFinding(told)];
  const about = [...aboutModel(told), ...aboutDrivers(told), ...aboutData(told), ...aboutIntervals(told)];
  // What a single driver explains is all there is to its importance.
  const alone = told.sorted.length === 1;
  return [
    ...noiseFindings(told),
    ...(alone ? explained : []),
    ...importanceFindings(told),
    ...quadrantFindings(told),
    ...moneyMove(told),
    ...levelHeadline(told),
    ...(alone ? [] : explained),
    ...cautionsLast(about.filter(({ tab }) => tab === undefined)),
    ...moveFindings(told),
    ...levelFindings(told),
    ...asymmetryFindings(told),
    ...dominanceFindings(told),
    ...certaintyFindings(told),
    ...about.filter(({ tab }) => tab !== undefined),
  ];
}

const cautionsLast = (findings: readonly Finding[]): Finding[] =>
  findings.toSorted((a, b) => Number(a.tone === 'caution') - Number(b.tone === 'caution'));
