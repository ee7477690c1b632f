import type { Fetched } from './analysis-queries';
import type { AnyInputData } from './analysis-input';
import type { OnProgress } from '../values/progress';
import type { Outcome } from '../values/problem';

/** One piece of mathematics: everything the compute worker needs, as plain data. */
export interface ComputeTask {
  analysis: string;
  rows: Fetched;
  input: AnyInputData;
  prepared: Fetched;
  /** The sender wants its rows again: they are copied, not moved. */
  keepsRows?: boolean;
}

/** What the compute worker offers. */
export interface ComputeApi {
  compute(task: ComputeTask, onProgress: OnProgress<unknown>): Promise<Outcome<unknown>>;
}

/** The buffers in a plain value, however deep, to be moved instead of copied. */
export function buffersIn(value: unknown, found = new Set<ArrayBuffer>()): Set<ArrayBuffer> {
  if (ArrayBuffer.isView(value)) {
    if (value.buffer instanceof ArrayBuffer) found.add(value.buffer);
  } else if (Array.isArray(value)) {
    // Arrays of plain numbers and texts are long and hold no buffers: the first element tells.
    if (typeof value[0] === 'object') for (const item of value) buffersIn(item, found);
  } else if (typeof value === 'object' && value !== null) {
    for (const item of Object.values(value)) buffersIn(item, found);
  }
  return found;
}
