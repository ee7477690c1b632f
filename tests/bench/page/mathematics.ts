import { expose } from 'comlink';
import { fitBgNbd } from '../../../src/stats/bg-nbd';
import { lmg } from '../../../src/stats/shapley';

/** The app's mathematics in a worker, as the app runs it; arrays come as plain numbers and leave as such. */
const mathematics = {
  lmg: (covariance: number[], drivers: number) => [...lmg(Float64Array.from(covariance), drivers)],
  bgNbd: (frequency: number[], recency: number[], age: number[]) => {
    const [x, tx, t] = [frequency, recency, age].map((column) => Float64Array.from(column));
    return x && tx && t ? fitBgNbd(x, tx, t) : null;
  },
};
export type Mathematics = typeof mathematics;
expose(mathematics);
