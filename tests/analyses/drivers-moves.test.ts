import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '../../src/stats/random';
import { expectClose } from '../close';
import { openDuckDb, rowsOf, type TestDatabase } from '../sql/duckdb';
import { numberAt, runDrivers, type DriversRun } from './run-drivers';

let database: TestDatabase;
/** 2,000 recommendations 0 to 10; speed matters twice as much as price; waiting (minutes) lowers them. */
beforeAll(async () => {
  database = await openDuckDb();
  const random = createRandom(3);
  const scale = (value: number): number => Math.max(0, Math.min(10, Math.round(value)));
  const lines = Array.from({ length: 2000 }, () => {
    const mood = random.normal();
    const [speed, price, wait] = [
      scale(6 + mood + random.normal()),
      scale(8 + mood + random.normal()),
      Math.max(0, 20 - 4 * mood + 6 * random.normal()),
    ];
    const nps = scale(0.8 * speed + 0.4 * price - 0.05 * wait + 1 + random.normal());
    return [nps, speed, price, wait.toFixed(2), 4].join(',');
  });
  database.addCsv('made', `nps,speed,price,wait,fixed\n${lines.join('\n')}\n`);
});
afterAll(() => database.close());

const run = (more: Partial<DriversRun> = {}) =>
  runDrivers(database, { outcome: 'nps', drivers: ['speed', 'price', 'wait'], ...more });

describe('moves', () => {
  it('begin with the largest effect, add up, and never go beyond the scale', () => {
    const { table, byDriver } = run();
    const moves = table('moves');
    const effects = moves.map((row) => row['effect'] as number);
    expect(effects).toEqual(effects.toSorted((a, b) => b - a));
    let sum = 0;
    for (const row of moves) {
      sum += row['effect'] as number;
      expectClose(row['cumulative'] as number, sum, { relative: 1e-9 });
      const slope = numberAt(byDriver, row['driver'] as string, 'coefficient');
      expectClose(row['effect'] as number, slope * ((row['to'] as number) - (row['from'] as number)), {
        relative: 1e-9,
      });
      expect(row['effect_low'] as number).toBeLessThan(row['effect'] as number);
    }
    expect(
      Math.max(...moves.filter((row) => row['driver'] === 'speed').map((row) => row['to'] as number)),
    ).toBe(10);
    expect(moves[0]).toMatchObject({ step: 1, driver: 'speed' });
  });

  it('take the steps that the user sets, and lower what is better low', () => {
    const moves = run({ options: { step: { speed: 0.5, wait: 4 } } }).table('moves');
    const first = moves.find((row) => row['driver'] === 'speed');
    expectClose((first?.['to'] as number) - (first?.['from'] as number), 0.5, { relative: 1e-9 });
    const wait = moves.find((row) => row['driver'] === 'wait');
    expectClose((wait?.['to'] as number) - (wait?.['from'] as number), -4, { relative: 1e-9 });
    expect(wait?.['effect'] as number).toBeGreaterThan(0);
  });

  it('stop where the user says, also before they begin', () => {
    const { table, byDriver } = run({ options: { caps: { speed: 8, price: 1, wait: 12 } } });
    const moves = table('moves');
    const reached = (driver: string): unknown => moves.findLast((row) => row['driver'] === driver)?.['to'];
    expectClose(reached('speed') as number, 8, { relative: 1e-12 });
    expectClose(reached('wait') as number, 12, { relative: 1e-12 });
    expect(numberAt(byDriver, 'price', 'performance')).toBeGreaterThan(1);
    expect(reached('price')).toBeUndefined();
  });

  it("say what they do to the NPS: least squares of each row's part in it", () => {
    const { table } = run();
    database.run(
      'CREATE OR REPLACE TABLE parts AS SELECT *, CASE WHEN nps >= 9 THEN 100.0 WHEN nps <= 6 THEN -100.0 ELSE 0.0 END AS part FROM made',
    );
    const direct = run({ from: 'parts', outcome: 'part' });
    const first = table('moves')[0];
    const change = (first?.['to'] as number) - (first?.['from'] as number);
    expectClose(first?.['nps_effect'] as number, change * numberAt(direct.byDriver, 'speed', 'coefficient'), {
      relative: 1e-9,
    });
    expectClose(
      first?.['nps_effect_high'] as number,
      change * numberAt(direct.byDriver, 'speed', 'coefficient_high'),
      { relative: 1e-6 },
    );
    expect(run({ from: 'parts', outcome: 'part' }).table('moves')[0]?.['nps_effect']).toBeUndefined();
  });
});

describe('the map', () => {
  it('gives each driver its quadrants, which sum to 1, and ranks, which do so by rank too', () => {
    const { result, table } = run();
    for (const { quadrants } of result.all.drivers)
      expectClose(quadrants.fix + quadrants.keep + quadrants.low + quadrants.overkill, 1, { relative: 1e-9 });
    const ranks = table('ranks');
    for (const rank of [1, 2, 3]) {
      const sum = ranks
        .filter((row) => row['rank'] === rank)
        .reduce((total, row) => total + (row['probability'] as number), 0);
      expectClose(sum, 1, { relative: 1e-9 });
    }
    expect(
      ranks.find((row) => row['driver'] === 'speed' && row['rank'] === 1)?.['probability'] as number,
    ).toBeGreaterThan(0.99);
  });

  it('is drawn at targets where they are set, each driver from its own', () => {
    const drivers = ['speed', 'price'];
    const mean = run({ drivers }).charts['map'];
    const targets = run({ drivers, options: { targets: { speed: 5, price: 9 } } });
    const points = Object.fromEntries(
      rowsOf(targets.charts['map'] as never).map((row) => [row['label'], row]),
    );
    expectClose(
      points['speed']?.['performance'] as number,
      numberAt(targets.byDriver, 'speed', 'performance') - 5,
      { relative: 1e-9 },
    );
    expect(targets.byDriver['speed']?.['p_quadrant_fix']).toBe(0);
    expect(targets.result.all.map).toMatchObject({ xLine: 0, xLineIs: 'targets', scale: 'gap' });
    expect(mean).toBeDefined();
  });

  it('takes the step and the target of a group, which is for its mean', () => {
    const groups = { Service: ['speed', 'price'] };
    const of = (options: object) => run({ options: { groups, ...options } });
    const done = of({ step: { Service: 0.25 }, targets: { Service: 7, wait: 20 } });
    const first = done.table('moves').find((row) => row['driver'] === 'Service');
    expectClose((first?.['to'] as number) - (first?.['from'] as number), 0.25, { relative: 1e-9 });
    const point = done.result.all.map?.points.find(({ name }) => name === 'Service');
    expect(point?.target).toBe(7);
    const member = of({ targets: { speed: 6, price: 9, wait: 20 } }).result.all.map?.points;
    expect(member?.find(({ name }) => name === 'Service')?.target).toBe(7.5);
  });

  it('has the same chances for the same seed, and near ones for another', () => {
    const chance = (seed: number): number =>
      numberAt(run({ options: { seed } }).byDriver, 'price', 'p_quadrant_fix');
    expect(chance(1)).toBe(chance(1));
    expectClose(chance(2), chance(1), { relative: 0, absolute: 0.05 });
  });
});

describe('dominance', () => {
  it('is general, conditional and complete: the general one is LMG', () => {
    const { table, byDriver } = run();
    const rows = table('dominance');
    for (const row of rows.filter(({ kind }) => kind === 'general'))
      expectClose(row['value'] as number, numberAt(byDriver, row['driver'] as string, 'importance'), {
        relative: 1e-9,
      });
    expect(rows.filter(({ kind }) => kind === 'conditional')).toHaveLength(9);
    expect(
      rows.find(({ kind, driver, other }) => kind === 'complete' && driver === 'speed' && other === 'price'),
    ).toMatchObject({ value: 1, dominance: 'complete' });
  });
});
