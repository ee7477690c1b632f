import { expose, transfer } from 'comlink';
import { analyses } from '../analyses';
import { done, failed, problemOf } from '../values/problem';
import { inputOf } from './analysis-input';
import { buffersIn, type ComputeApi } from './computing';

/** The compute worker: an analysis' mathematics and nothing else. It holds no state, so it can be ended at any moment. */
const api: ComputeApi = {
  compute(task, onProgress) {
    try {
      const analysis = analyses.get(task.analysis);
      if (!analysis) throw new Error(`no analysis ${task.analysis}`);
      const result: unknown = analysis.compute(task.rows, inputOf(task.input), task.prepared, onProgress);
      return Promise.resolve(transfer(done(result), [...buffersIn(result)]));
    } catch (error) {
      return Promise.resolve(failed(problemOf(error)));
    }
  },
};
expose(api);
