import type { Problem } from '../values/problem';
import type { Plan } from './plan';
import { readiness, type Standing } from './readiness';

/**
 * The first due cell, in the order of running, that can run now; null where all wait for something under way, or none
 * is due. On the way cells that are gone leave `due`, and what a due cell has to read anew becomes due.
 *
 * @param onNever called with each cell that cannot ever run as things stand; has to take it out of `due`
 */
export function nextRun(
  due: Set<string>,
  plan: Plan,
  standing: Standing,
  onNever: (id: string, problem: Problem, waitsFor: string | null) => void,
): string | null {
  let changed = true;
  while (changed) {
    changed = false;
    for (const id of due) if (!plan.cells.has(id)) due.delete(id);
    for (const id of plan.graph.order) {
      if (!due.has(id)) continue;
      const verdict = readiness(id, plan, standing);
      if (verdict.is === 'ready') return id;
      if (verdict.is === 'wait') continue;
      if (verdict.is === 'again') due.add(verdict.due);
      else onNever(id, verdict.problem, verdict.waitsFor);
      changed = true;
    }
  }
  return null;
}
