import { formatList } from '../../../values/format';
import type { Finding } from '../../analysis';
import type { DriverResult } from '../result';
import { listNamed, oneOrMany, plain, probability, type Told } from './words';

/** From here on a place on the map is taken as settled. */
export const SURE = 0.9;
/** Below it a place is no more than the estimates' own. */
const LIKELY = 0.5;

/** What matters but performs badly, and what could do with less: each only as far as its probability goes. */
export function quadrantFindings(told: Told): Finding[] {
  if (!told.slice.map || told.slice.model.explained.value <= 0) return [];
  return [...fixFindings(told), ...overkillFindings(told)];
}

function fixFindings(told: Told): Finding[] {
  const { slice, sorted, named } = told;
  const places = new Map(slice.map?.points.map((point) => [point.name, point]));
  const inCorner = sorted.filter(({ name }) => places.get(name)?.fixFirst);
  const { above, below } = lines(told);
  const likely = inCorner
    .filter(({ quadrants }) => !(quadrants.fix < LIKELY))
    .toSorted((a, b) => (b.quadrants.fix || 0) - (a.quadrants.fix || 0));
  const doubtful = inCorner.filter(({ quadrants }) => quadrants.fix < LIKELY);
  const one = likely.length === 1;
  const findings: Finding[] = [];
  if (likely.length > 0)
    findings.push(
      plain(
        `Fix first: ${formatList(likely.map((driver) => `${named(driver.name)}${chance(driver, 'fix')}`))} ${oneOrMany(likely.length, 'matters', 'matter')} ${above} and ${oneOrMany(likely.length, 'performs', 'perform')} ${below(one)}.`,
      ),
    );
  if (doubtful.length > 0)
    findings.push(
      plain(
        `By the estimates ${formatList(doubtful.map((driver) => `${named(driver.name)}${chance(driver, 'fix')}`))} ${likely.length > 0 ? 'also ' : ''}${oneOrMany(doubtful.length, 'matters', 'matter')} ${above} and ${oneOrMany(doubtful.length, 'performs', 'perform')} ${below(doubtful.length === 1)}, but the data do not settle it.`,
      ),
    );
  if (inCorner.length === 0)
    findings.push(plain(`No driver that matters ${above} performs ${below(true)}${nearest(told)}.`));
  return findings;
}

/** Who comes nearest to the corner without lying in it. */
function nearest({ sorted, named }: Told): string {
  const best = sorted.toSorted((a, b) => (b.quadrants.fix || 0) - (a.quadrants.fix || 0))[0];
  if (!best || !(best.quadrants.fix >= 0.2)) return '';
  return `; ${named(best.name)} comes nearest (probability ${probability(best.quadrants.fix)})`;
}

/** Said only where it is sure: to spend less on something is hard to take back. */
function overkillFindings(told: Told): Finding[] {
  const { sorted, named, slice } = told;
  const sure = sorted.filter(({ quadrants }) => quadrants.overkill >= SURE);
  if (sure.length === 0) return [];
  const targets = slice.map?.xLineIs === 'targets';
  const least = Math.min(...sure.map(({ quadrants }) => quadrants.overkill));
  const each = sure.length === 1 || least > 0.99 ? '' : ' at least';
  return [
    plain(
      `Stop spending more on ${listNamed(
        sure.map(({ name }) => name),
        named,
      )}: ${oneOrMany(sure.length, 'it matters', 'they matter')} less than the average driver and ${oneOrMany(sure.length, 'performs', 'perform')} above ${targets ? oneOrMany(sure.length, 'its target', 'their targets') : 'average'} (probability${each} ${probability(least)}).`,
    ),
  ];
}

const chance = ({ quadrants }: DriverResult, place: 'fix'): string =>
  Number.isFinite(quadrants[place]) ? ` (probability ${probability(quadrants[place])})` : '';

function lines({ slice }: Told): { above: string; below: (one: boolean) => string } {
  const targets = slice.map?.xLineIs === 'targets';
  return {
    above: 'more than the average driver',
    below: (one) => (targets ? `below ${one ? 'its target' : 'their targets'}` : 'below average'),
  };
}
