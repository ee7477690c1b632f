import type { ImportReport } from '../engine/api';
import type { Problem } from '../values/problem';

/** A file bound to a source of the notebook, or the want of one. Replaced, never mutated. */
export interface SourceState {
  relation: string;
  fileName: string;
  status: 'missing' | 'reading' | 'ready' | 'failed';
  /** From 0 to 1 while reading, where known. */
  fraction: number | null;
  stage: string;
  file: File | null;
  report: ImportReport | null;
  problem: Problem | null;
  /** Whether the bytes are on this device: nothing yet, on their way, whole, why not, or no more because a person said so. */
  kept: 'no' | 'keeping' | 'kept' | 'refused' | 'forgotten';
  keptReason: string | null;
  sha256: string | null;
  /** The file differs from the one the notebook was written with. */
  changed: boolean;
  /** The types in the notebook bind: a value that does not fit becomes null. Else they only begin the reading. */
  typesBind: boolean;
  /** Columns whose types a person chose in this session: these bind in any case. */
  chosen: readonly string[];
  /** Grows with every import, so that results know when they are old. */
  version: number;
}

/** A source that has no file so far. */
export const unbound = (relation: string, fileName: string): SourceState => ({
  relation,
  fileName,
  status: 'missing',
  fraction: null,
  stage: '',
  file: null,
  report: null,
  problem: null,
  kept: 'no',
  keptReason: null,
  sha256: null,
  changed: false,
  typesBind: true,
  chosen: [],
  version: 0,
});

/** Where a source's last report stands among the results kept for a notebook; no cell can be called so. */
export const reportKey = (relation: string): string => `import:${relation.toLowerCase()}`;
