import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect } from 'vitest';
import type { OutcomePatterns } from '../../src/stats/cumulative-logit';
import { logistic, type BinaryPatterns, type LogisticFit } from '../../src/stats/logistic';
import type { PatternGroups } from '../../src/stats/pattern-groups';

/** The columns of a small CSV file without quoted line breaks, as text. */
function csv(path: URL | string): (name: string) => string[] {
  const [header, ...lines] = readFileSync(path, 'utf8').trim().replaceAll('"', '').split('\n');
  const names = (header as string).split(',');
  const cells = lines.map((line) => line.split(','));
  return (name) => cells.map((row) => row[names.indexOf(name)] as string);
}
const golden = (file: string): ((name: string) => string[]) =>
  csv(new URL(`../golden/logit/${file}`, import.meta.url));
const numbers = (values: readonly string[]): Float64Array => Float64Array.from(values, Number);

/** One pattern per row. */
const ofRows = (columns: Float64Array[], outcome: Float64Array): BinaryPatterns => ({
  columns,
  events: outcome,
  trials: new Float64Array(outcome.length).fill(1),
});

/** Low birth weight by age, lwt, race 2, race 3, smoke, ptl, ht, ui, ftv. */
export function birthwt(): BinaryPatterns {
  const column = golden('birthwt.csv');
  const plain = (name: string): Float64Array => numbers(column(name));
  const race = (level: number): Float64Array => plain('race').map((value) => (value === level ? 1 : 0));
  const columns = [plain('age'), plain('lwt'), race(2), race(3)];
  columns.push(...['smoke', 'ptl', 'ht', 'ui', 'ftv'].map(plain));
  return ofRows(columns, plain('low'));
}
/** Race's two dummies are one player. */
export const BIRTHWT_PLAYERS = [[0], [1], [2, 3], [4], [5], [6], [7], [8]];

export function separated(): BinaryPatterns {
  const column = golden('separation.csv');
  return ofRows([numbers(column('x')), numbers(column('z'))], numbers(column('y')));
}

/** Influence medium, high; apartment, atrium, terrace; contact high; counts of low, medium, high satisfaction. */
export function housing(): { columns: Float64Array[]; counts: Float64Array[] } {
  const column = golden('housing.csv');
  const dummy = (name: string, level: string): Float64Array =>
    Float64Array.from(column(name), (value) => (value === level ? 1 : 0));
  return {
    columns: [
      dummy('influence', 'Medium'),
      dummy('influence', 'High'),
      dummy('type', 'Apartment'),
      dummy('type', 'Atrium'),
      dummy('type', 'Terrace'),
      dummy('contact', 'High'),
    ],
    counts: ['low', 'medium', 'high'].map((name) => numbers(column(name))),
  };
}

const SHARED = new URL('../../../shared/golden/inputs/customerSat_topbox.csv', import.meta.url);
/** The survey may not be copied here: tests on it run where it lies beside the project. */
export const hasCustomerSatisfaction = existsSync(SHARED);
/** Top box of q1 by q2 to q7. */
export function customerSatisfaction(drivers = ['q2', 'q3', 'q4', 'q5', 'q6', 'q7']): BinaryPatterns {
  const column = csv(SHARED);
  return ofRows(
    drivers.map((name) => numbers(column(name))),
    numbers(column('top')),
  );
}

export function fitted(patterns: BinaryPatterns): LogisticFit {
  const fit = logistic(patterns);
  if (fit.status !== 'converged') return expect.fail(`no fit: ${fit.status}`);
  return fit;
}

/** 30 to 60 patterns of two to four drivers rated 1 to 5, with up to three answers on each. */
export const anyBinary = (): fc.Arbitrary<BinaryPatterns> =>
  fc.tuple(fc.integer({ min: 2, max: 4 }), fc.integer({ min: 30, max: 60 })).chain(([drivers, rows]) => {
    const column = (min: number, max: number) =>
      fc.array(fc.integer({ min, max }), { minLength: rows, maxLength: rows });
    return fc
      .tuple(fc.array(column(1, 5), { minLength: drivers, maxLength: drivers }), column(0, 3), column(0, 3))
      .map(([columns, ones, zeros]) => ({
        columns: columns.map((values) => Float64Array.from(values)),
        events: Float64Array.from(ones),
        trials: Float64Array.from(ones, (value, i) => value + (zeros[i] as number)),
      }));
  });

/** Rows dealt to groups in turn, as entries of patterns that are one row each. */
export function dealt(counts: readonly Float64Array[], groups: number): PatternGroups {
  const rows = counts[0]?.length ?? 0;
  const order = Array.from({ length: rows }, (_, i) => i).sort(
    (a, b) => (a % groups) - (b % groups) || a - b,
  );
  return {
    offsets: Int32Array.from({ length: groups + 1 }, (_, g) => order.filter((i) => i % groups < g).length),
    patterns: Int32Array.from(order),
    counts: counts.map((values) => Float64Array.from(order, (i) => values[i] as number)),
  };
}

/** The rows that are not in a group of `dealt`. */
export function withoutGroup(patterns: OutcomePatterns, group: number, groups: number): OutcomePatterns {
  const rest = (values: Float64Array): Float64Array => values.filter((_, i) => i % groups !== group);
  return { columns: patterns.columns.map(rest), counts: patterns.counts.map(rest) };
}
