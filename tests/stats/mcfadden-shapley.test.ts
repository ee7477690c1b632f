import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OutcomePatterns } from '../../src/stats/cumulative-logit';
import { jackknifeErrors } from '../../src/stats/jackknife';
import { logistic, type BinaryPatterns } from '../../src/stats/logistic';
import { binaryPatterns } from '../../src/stats/logit-design';
import {
  mcfaddenShapley,
  nagelkerkeOfSets,
  type McFaddenOptions,
  type McFaddenShapley,
} from '../../src/stats/mcfadden-shapley';
import { patternsOfRows } from '../../src/stats/outcome-patterns';
import { createRandom } from '../../src/stats/random';
import { conditionalDominance, setWeights, shapleyOfSets } from '../../src/stats/set-shapley';
import { expectClose } from '../close';
import golden from '../golden/drivers/customer-satisfaction-logit.json';
import {
  BIRTHWT_PLAYERS,
  anyBinary,
  birthwt,
  customerSatisfaction,
  dealt,
  fitted,
  hasCustomerSatisfaction,
  separated,
  withoutGroup,
} from './logit-data';

const R = { relative: 1e-7 };
const total = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0);
const asOutcome = ({ columns, events, trials }: BinaryPatterns): OutcomePatterns =>
  binaryPatterns(columns, events, trials);
const alone = (columns: readonly unknown[]): number[][] => columns.map((_, a) => [a]);

function shared(
  patterns: OutcomePatterns,
  players: readonly (readonly number[])[] = alone(patterns.columns),
  options: McFaddenOptions = {},
): McFaddenShapley {
  const result = mcfaddenShapley(patterns, players, options);
  if (result.status !== 'converged') return expect.fail(result.status);
  return result;
}

describe("Shapley values of McFadden's R²", () => {
  it.skipIf(!hasCustomerSatisfaction)("are those of R's 64 fits, and so are Nagelkerke's and Tjur's", () => {
    const patterns = asOutcome(customerSatisfaction());
    const result = shared(patterns);
    expectClose(result.logLikelihoods, golden.subset_logLik, { relative: 1e-10 });
    expectClose(result.importances, Object.values(golden.shapley_McFadden), R);
    const nagelkerke = nagelkerkeOfSets(result.logLikelihoods, result.answers);
    expectClose(shapleyOfSets(nagelkerke, 6), Object.values(golden.shapley_Nagelkerke), R);
    const { tjur } = shared(patterns, alone(patterns.columns), { tjur: true });
    expectClose(shapleyOfSets(tjur ?? new Float64Array(64), 6), Object.values(golden.shapley_Tjur), R);
  });

  it('come from models that are the same fitted one by one, a factor being one player', () => {
    const { columns, events, trials } = birthwt();
    const result = shared(asOutcome({ columns, events, trials }), BIRTHWT_PLAYERS, { tjur: true });
    for (let set = 1; set < 2 ** BIRTHWT_PLAYERS.length; set += 1) {
      const members = BIRTHWT_PLAYERS.filter((_, k) => (set >> k) & 1).flat();
      const own = fitted({ columns: members.map((a) => columns[a] as Float64Array), events, trials });
      expectClose(result.logLikelihoods[set], own.logLikelihood, { relative: 1e-10 });
      expectClose(result.tjur?.[set], own.rSquared.tjur, { relative: 1e-8 });
    }
    expectClose(total(result.importances), fitted(birthwt()).rSquared.mcFadden, { relative: 1e-9 });
  });

  it('are the same from rows as from the distinct rows, counted', () => {
    const random = createRandom(7);
    const columns = Array.from({ length: 5 }, () =>
      Float64Array.from({ length: 400 }, () => random.integer(3)),
    );
    const events = Float64Array.from({ length: 400 }, (_, i) =>
      random.next() < 0.2 + 0.1 * (columns[0]?.[i] ?? 0) + 0.1 * (columns[1]?.[i] ?? 0) ? 1 : 0,
    );
    const merged = shared(asOutcome({ columns, events, trials: events.map(() => 1) }));
    for (let set = 1; set < 32; set += 1) {
      const members = columns.filter((_, k) => (set >> k) & 1);
      const own = fitted({ columns: members, events, trials: events.map(() => 1) });
      expectClose(merged.logLikelihoods[set], own.logLikelihood, { relative: 1e-10 });
    }
  });

  it('sum to R², and mind neither the order nor the units of the drivers', () => {
    fc.assert(
      fc.property(anyBinary(), fc.double({ min: 0.01, max: 100, noNaN: true }), (patterns, unit) => {
        const fit = logistic(patterns);
        fc.pre(fit.status === 'converged');
        const outcome = asOutcome(patterns);
        const { importances } = shared(outcome);
        const mcFadden = fit.status === 'converged' ? fit.rSquared.mcFadden : NaN;
        expectClose(total(importances), mcFadden, { relative: 1e-7, absolute: 1e-9 });
        const columns = patterns.columns.toReversed().map((x) => x.map((value) => 5 - unit * value));
        const other = shared({ ...outcome, columns });
        expectClose(other.importances, [...importances].toReversed(), { relative: 1e-7, absolute: 1e-9 });
      }),
      { numRuns: 40 },
    );
  });

  it('take a weight as so many equal rows, and are shared equally by a driver and its copy', () => {
    fc.assert(
      fc.property(anyBinary(), (patterns) => {
        const fit = logistic(patterns);
        fc.pre(fit.status === 'converged');
        const outcome = asOutcome(patterns);
        const twice = {
          columns: outcome.columns,
          counts: outcome.counts.map((count) => count.map((n) => 2 * n)),
        };
        const { importances } = shared(outcome);
        expectClose(shared(twice).importances, [...importances], { relative: 1e-7, absolute: 1e-9 });
        const copied = shared({
          ...outcome,
          columns: [...outcome.columns, outcome.columns[0] as Float64Array],
        });
        const last = copied.importances.length - 1;
        expectClose(copied.importances[0], copied.importances[last] as number, {
          relative: 1e-6,
          absolute: 1e-9,
        });
        expectClose(total(copied.importances), total(importances), { relative: 1e-7, absolute: 1e-9 });
      }),
      { numRuns: 40 },
    );
  });

  it('are about nothing for noise and nothing for a constant', () => {
    const random = createRandom(11);
    const draw = (of: () => number): Float64Array => Float64Array.from({ length: 4000 }, of);
    const [real, noise] = [draw(random.normal), draw(random.normal)];
    const events = real.map((x) => (random.next() < 1 / (1 + Math.exp(-x)) ? 1 : 0));
    const { importances } = shared(
      asOutcome({ columns: [real, noise, real.map(() => 4)], events, trials: real.map(() => 1) }),
    );
    expect(importances[0]).toBeGreaterThan(0.1);
    expectClose(importances[1], 0, { relative: 0, absolute: 0.002 });
    expectClose(importances[2], 0, { relative: 0, absolute: 1e-15 });
  });

  it('are those of the limits under separation, and say so', () => {
    const outcome = asOutcome(separated());
    const groups = dealt(outcome.counts, 5);
    const { importances, rSquared, separation, replicates } = shared(outcome, [[0], [1]], { groups });
    expect(separation?.kind).toBe('complete');
    expect(replicates).toBeNull();
    expectClose(rSquared, 1, { relative: 1e-6 });
    expectClose(total(importances), rSquared, { relative: 1e-12 });
  });

  it('are refused above 12 players, and not there where the outcome takes one value', () => {
    const { columns, events, trials } = birthwt();
    const many = Array.from({ length: 13 }, (_, k) => [k]);
    expect(() => mcfaddenShapley(asOutcome({ columns, events, trials }), many)).toThrow(RangeError);
    expect(mcfaddenShapley(asOutcome({ columns, events: trials, trials }), [[0]]).status).toBe('constant');
    const three = { columns, counts: [events, events, events] };
    expect(() => mcfaddenShapley(three, [[0]], { tjur: true })).toThrow(RangeError);
  });

  it('tell how far they are', () => {
    const told: number[] = [];
    shared(asOutcome(birthwt()), BIRTHWT_PLAYERS, { progress: (fraction) => told.push(fraction) });
    expect(told.length).toBeGreaterThan(5);
    expect(told).toEqual(told.toSorted((a, b) => a - b));
    expect(told.at(-1)).toBe(1);
  });
});

describe('replicates without each group', () => {
  const GROUPS = 20;
  const outcome = asOutcome(birthwt());
  const { replicates } = shared(outcome, BIRTHWT_PLAYERS, { groups: dealt(outcome.counts, GROUPS) });
  const refits = Array.from({ length: GROUPS }, (_, g) => {
    const rest = withoutGroup(outcome, g, GROUPS);
    const { importances, rSquared } = shared(rest, BIRTHWT_PLAYERS);
    const [zeros, ones] = rest.counts as [Float64Array, Float64Array];
    const trials = ones.map((one, i) => one + (zeros[i] as number));
    const { coefficients } = fitted({ columns: rest.columns, events: ones, trials });
    return { importances, rSquared, slopes: coefficients.slice(1) };
  });

  it('are those of refits within 1 %, for nine rows to a group', () => {
    refits.forEach((refit, g) => {
      expectClose(replicates?.importances[g], [...refit.importances], { relative: 0.01 });
      expectClose(replicates?.rSquared[g], refit.rSquared, { relative: 0.002 });
    });
  });

  it('give the errors of refits within 1 %, of importances and of slopes', () => {
    const counts = replicates?.counts ?? new Float64Array(0);
    expect(total(counts)).toBe(189);
    const errors = jackknifeErrors(replicates?.importances ?? [], counts);
    const refitted = refits.map(({ importances }) => importances);
    expectClose(errors, [...jackknifeErrors(refitted, counts)], { relative: 0.01 });
    const slopes = refits.map((refit) => refit.slopes);
    const slopeErrors = jackknifeErrors(replicates?.coefficients ?? [], counts);
    expectClose(slopeErrors, [...jackknifeErrors(slopes, counts)], { relative: 0.001 });
  });

  it('are the same where patterns are merged as where they are not', () => {
    const random = createRandom(5);
    const columns = Array.from({ length: 5 }, () =>
      Float64Array.from({ length: 600 }, () => random.integer(3)),
    );
    const ones = Float64Array.from({ length: 600 }, (_, i) =>
      random.next() < 0.2 + 0.2 * (columns[4]?.[i] ?? 0) ? 1 : 0,
    );
    const rows = { columns, counts: [ones.map((y) => 1 - y), ones] };
    const merged = shared(rows, alone(columns), { groups: dealt(rows.counts, 10) });
    for (let g = 0; g < 10; g += 1) {
      const refit = shared(withoutGroup(rows, g, 10));
      expectClose(merged.replicates?.importances[g], [...refit.importances], {
        relative: 0.01,
        absolute: 2e-5,
      });
    }
  });
});

describe('rows gathered into patterns', () => {
  it('have the counts of their rows, in all and by group, and the same Shapley values', () => {
    const { columns, events } = birthwt();
    const two = [columns[4] as Float64Array, columns[8] as Float64Array];
    const group = Array.from(events, (_, i) => (i * 7) % 10);
    const weight = events.map((_, i) => 1 + (i % 2));
    const rows = { columns: two, category: events, categories: 2, weight, group, groups: 10 };
    const { patterns, groups } = patternsOfRows(rows);
    expect(patterns.columns[0]?.length).toBeLessThan(14);
    expect(patterns.counts.map(total)).toEqual(
      [0, 1].map((y) => total(weight.filter((_, i) => events[i] === y))),
    );
    expect(
      [...(groups.counts[1]?.subarray(groups.offsets[3], groups.offsets[4]) ?? [])].reduce((a, b) => a + b),
    ).toBe(total(weight.filter((_, i) => group[i] === 3 && events[i] === 1)));
    const gathered = shared(patterns, [[0], [1]], { groups });
    const plain = asOutcome({
      columns: two,
      events: events.map((y, i) => y * (weight[i] as number)),
      trials: weight,
    });
    expectClose(gathered.importances, [...shared(plain).importances], { relative: 1e-9 });
    const without = group.map((g) => g !== 3);
    const rest = {
      columns: two.map((x) => x.filter((_, i) => without[i])),
      counts: plain.counts.map((n) => n.filter((_, i) => without[i])),
    };
    expectClose(gathered.replicates?.importances[3], [...shared(rest).importances], { relative: 0.01 });
  });

  it('are one pattern without drivers and none without rows', () => {
    const one = {
      columns: [],
      category: [0, 1, 1],
      categories: 2,
      weight: null,
      group: [0, 1, 0],
      groups: 2,
    };
    expect(patternsOfRows(one).patterns.counts.map((count) => [...count])).toEqual([[1], [2]]);
    const none = { ...one, columns: [new Float64Array(0)], category: [], group: [] };
    expect(patternsOfRows(none).patterns.counts.map((count) => [...count])).toEqual([[], []]);
  });
});

describe('Shapley values of any function of sets', () => {
  it('are its parts where it is a sum, and split what two players have only together', () => {
    const parts = [0.5, 0.2, 0.1];
    const sums = Float64Array.from({ length: 8 }, (_, set) =>
      parts.reduce((sum, part, k) => sum + ((set >> k) & 1 ? part : 0), 0),
    );
    expectClose(shapleyOfSets(sums, 3), parts, { relative: 1e-12 });
    expectClose(shapleyOfSets(Float64Array.of(0, 0, 0, 1), 2), [0.5, 0.5], { relative: 1e-15 });
    // Shapley's glove game: one left glove, two right ones.
    expectClose(shapleyOfSets(Float64Array.of(0, 0, 0, 1, 0, 1, 0, 1), 3), [2 / 3, 1 / 6, 1 / 6], {
      relative: 1e-12,
    });
  });

  it('are means of conditional dominance, and weighted sums over all sets', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 16, maxLength: 16 }),
        (values) => {
          const sets = Float64Array.from(values);
          const shapley = shapleyOfSets(sets, 4);
          const bySize = conditionalDominance(sets, 4).map((row) => total(row) / 4);
          expectClose(shapley, bySize, { relative: 0, absolute: 1e-12 });
          const { member, outsider } = setWeights(4);
          const size = (set: number): number => [0, 1, 2, 3].filter((k) => (set >> k) & 1).length;
          const weighted = [0, 1, 2, 3].map((k) =>
            values.reduce(
              (sum, value, set) => sum + value * (((set >> k) & 1 ? member : outsider)[size(set)] as number),
              0,
            ),
          );
          expectClose(shapley, weighted, { relative: 0, absolute: 1e-12 });
        },
      ),
    );
  });

  it('need a value for every set', () => {
    expect(() => shapleyOfSets(new Float64Array(7), 3)).toThrow(RangeError);
    expect([...shapleyOfSets(Float64Array.of(0), 0)]).toEqual([]);
  });
});
