import type { MoveStep, PerformanceMap } from '../../src/analyses/drivers/result';
import { about, driver } from './made-drivers-result';

export const quadrants = (fix: number, overkill = 0) => ({ fix, keep: 1 - fix - overkill, low: 0, overkill });

export const point = (
  name: string,
  x: number,
  y: number,
  fix: number,
  target: number | null = null,
): PerformanceMap['points'][number] => ({
  name,
  x: about(x, 0.1),
  y: about(y, 0.02),
  target,
  fixFirst: x < 6 && y > 0.17,
  quadrants: quadrants(fix),
});
export const MAP: PerformanceMap = {
  points: [point('support', 5, 0.25, 0.97), point('price', 5.9, 0.18, 0.41), point('ease', 7, 0.1, 0)],
  xLine: 6,
  yLine: 0.17,
  xLineIs: 'mean',
  scale: 'mean',
  reversed: [],
};
export const placed = () => [
  driver('support', 0.5, { quadrants: quadrants(0.97) }),
  driver('price', 0.3, { quadrants: quadrants(0.41) }),
  driver('ease', 0.2, { quadrants: quadrants(0, 0.94) }),
];
export const step = (
  name: string,
  from: number,
  effect: number,
  cumulative: number,
  nps: number | null = null,
): MoveStep => ({
  driver: name,
  from,
  to: from + 1,
  effect: about(effect, 0.07),
  cumulative: about(cumulative, 0.1),
  nps: nps === null ? null : about(nps, 2),
  npsCumulative: nps === null ? null : about(3 * nps, 4),
});
export const STEPS = [
  step('support', 5, 0.31, 0.31),
  step('support', 6, 0.31, 0.62),
  step('price', 5.9, 0.2, 0.82),
];
