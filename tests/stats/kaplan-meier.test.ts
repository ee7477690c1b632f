import { describe, expect, test } from 'vitest';
import lung from '../golden/survival/km-lung.json';
import { kaplanMeier } from '../../src/stats/kaplan-meier';
import { lifeTableFromSurvivors, lifeTableOf } from '../../src/stats/life-table';
import { expectClose } from '../close';

describe('observed survival (Kaplan-Meier)', () => {
  // Freireich et al. (1963), remission of 21 patients on 6-MP: weeks 6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+.
  const left = Array.from(
    { length: 36 },
    (_, t) => ({ 6: 3, 7: 1, 10: 1, 13: 1, 16: 1, 22: 1, 23: 1 })[t] ?? 0,
  );
  const censored = Array.from(
    { length: 36 },
    (_, t) => ({ 6: 1, 9: 1, 10: 1, 11: 1, 17: 1, 19: 1, 20: 1, 25: 1, 32: 2, 34: 1, 35: 1 })[t] ?? 0,
  );

  test('gives the published remission curve and its errors', () => {
    const { survival, standardError, low, high } = kaplanMeier(
      lifeTableOf(left, censored),
      1.959963984540054,
    );
    const at = (values: Float64Array): string[] =>
      [6, 7, 10, 13, 16, 22, 23].map((t) => (values[t] as number).toFixed(3));
    expect(at(survival)).toEqual(['0.857', '0.807', '0.753', '0.690', '0.627', '0.538', '0.448']);
    expect(at(standardError)).toEqual(['0.076', '0.087', '0.096', '0.107', '0.114', '0.128', '0.135']);
    expect(at(low).slice(0, 2)).toEqual(['0.620', '0.563']);
    expect(at(high).slice(0, 2)).toEqual(['0.952', '0.923']);
    expect(low[5]).toBeNaN();
    expect(survival[5]).toBe(1);
  });

  test('gives what R’s survival gives for the lung patients, log-log limits too', () => {
    const byDay = (pairs: number[][]): Float64Array => {
      const days = new Float64Array(1023);
      for (const [day = 0, count = 0] of pairs) days[day] = count;
      return days;
    };
    // A day is a period: nobody is lost on day 0.
    const [died, lost] = [byDay(lung.died), byDay(lung.censored)];
    const table = lifeTableOf(died, lost);
    const found = kaplanMeier(table, 1.959963984540054);
    const at = (values: Float64Array, time: number): number => values[time] as number;
    for (const { time, n_risk, surv, se } of lung.estimates) {
      expect(table.atRisk[time - 1]).toBe(n_risk);
      expectClose(at(found.survival, time), surv, { relative: 1e-12 });
      expectClose(at(found.standardError, time), se, { relative: 1e-12 });
    }
    for (const { time, lower, upper } of lung.logLog) {
      expectClose(at(found.low, time), lower, { relative: 1e-12 });
      expectClose(at(found.high, time), upper, { relative: 1e-12 });
    }
  });

  test('limits enclose the estimate; when all have left it is 0 and has none', () => {
    const all = kaplanMeier(lifeTableFromSurvivors([10, 4, 0]), 2);
    expect([...all.survival]).toEqual([1, 0.4, 0]);
    expect(all.low[1]).toBeLessThan(0.4);
    expect(all.high[1]).toBeGreaterThan(0.4);
    expect(all.low[2]).toBeNaN();
    expect(kaplanMeier(lifeTableFromSurvivors([10]), 2).survival).toHaveLength(1);
    expect(kaplanMeier(lifeTableFromSurvivors([10, 0, 0]), 2).survival[2]).toBeNaN();
  });
});
