import { expose } from 'comlink';
import type { ModelId } from '../../../src/stats/buy-till-you-die';
import { purchaseModels } from '../../../src/stats/buy-till-you-die-models';
import { gatherCustomers } from '../../../src/stats/customer-histories';
import { lmg } from '../../../src/stats/shapley';

/** The app's mathematics in a worker, as the app runs it; arrays come as plain numbers and leave as such. */
const mathematics = {
  lmg: (covariance: number[], drivers: number) => [...lmg(Float64Array.from(covariance), drivers)],
  purchases: (model: ModelId, frequency: number[], recency: number[], age: number[]) => {
    const [x, tx, t] = [frequency, recency, age].map((column) => Float64Array.from(column));
    return x && tx && t ? purchaseModels[model].fit(gatherCustomers(x, tx, t)).converged : false;
  },
};
export type Mathematics = typeof mathematics;
expose(mathematics);
