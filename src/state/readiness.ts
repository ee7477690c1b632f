import type { Problem } from '../values/problem';
import type { CellRun } from './cell-run';
import type { Plan } from './plan';

/** `wait`: for something under way; `again`: judge anew, for a parent has become due first. */
export type Readiness =
  | { is: 'ready' }
  | { is: 'wait' }
  | { is: 'again'; due: string }
  | { is: 'never'; problem: Problem; waitsFor: string | null };

export interface Standing {
  run(id: string): CellRun;
  isDue(id: string): boolean;
  /** Of what the cell would give now. */
  fingerprint(id: string): string | undefined;
  source(name: string): { status: string } | undefined;
}

/** Whether a cell of the plan can run now: its sources are read, what it reads is done and not out of date. */
export function readiness(id: string, plan: Plan, standing: Standing): Readiness {
  const cycle = plan.cycles.get(id);
  if (cycle) return { is: 'never', waitsFor: null, problem: cycle };
  for (const name of plan.graph.sources(id)) {
    const status = standing.source(name)?.status;
    if (status === 'reading') return { is: 'wait' };
    if (status !== 'ready')
      return waiting(name, status === 'failed' ? 'could not be read' : 'has no file yet');
  }
  for (const parent of plan.graph.parents(id)) {
    const verdict = parentReady(parent, plan, standing);
    if (verdict) return verdict;
  }
  return { is: 'ready' };
}

/** What keeps a cell from running because of one that it reads; null where nothing does. */
function parentReady(parent: string, plan: Plan, standing: Standing): Readiness | null {
  const run = standing.run(parent);
  const name = plan.cells.get(parent)?.name ?? '';
  if (standing.isDue(parent)) return { is: 'wait' };
  if (run.status === 'failed') return waiting(name, 'failed');
  if (run.status === 'stopped') return waiting(name, 'was stopped');
  if (run.fingerprint !== standing.fingerprint(parent)) return { is: 'again', due: parent };
  return null;
}

const waiting = (name: string, why: string): Readiness => ({
  is: 'never',
  waitsFor: name,
  problem: { reason: 'input', message: `This waits for \`${name}\`, which ${why}.` },
});
