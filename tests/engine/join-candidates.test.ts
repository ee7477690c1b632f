import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../src/engine/database';
import type { JoinCandidate } from '../../src/engine/import-api';
import { joinCandidates } from '../../src/engine/joins/join-candidates';
import { Run } from '../../src/engine/run';
import { ident } from '../../src/sql/quote';
import { Stopped } from '../../src/values/problem';
import { openNodeDatabase } from './node-engine';

let database: Database;
let made: string[] = [];
beforeAll(async () => {
  database = await openNodeDatabase();
});
beforeEach(async () => {
  for (const name of made) await database.work.query(`DROP TABLE IF EXISTS ${ident(name)}`);
  made = [];
});

async function table(name: string, select: string): Promise<void> {
  made.push(name);
  await database.work.query(`CREATE TABLE ${ident(name)} AS ${select}`);
}
const found = (run = new Run()): Promise<JoinCandidate[]> => joinCandidates(database.look, made, run);
const said = (candidates: readonly JoinCandidate[]): string[] =>
  candidates.map(
    ({ left, leftColumn, right, rightColumn, normalised }) =>
      `${left}.${leftColumn} = ${right}.${rightColumn} (${normalised})`,
  );

describe('candidates for a join', () => {
  it('are found with the coverage of both sides counted over all rows', async () => {
    await table('customers', `SELECT 'C' || i AS customer_id, 'x' || (i % 3) AS stage FROM range(100) t(i)`);
    await table('orders', `SELECT i AS n, 'C' || (i % 160) AS customer FROM range(800) t(i)`);
    expect(await found()).toEqual([
      {
        ...{ left: 'customers', leftColumn: 'customer_id', right: 'orders', rightColumn: 'customer' },
        normalised: 'exact',
        ...{ leftCoverage: 1, rightCoverage: 500 / 800, leftUnique: true, rightUnique: false, common: 100 },
      },
    ]);
  });

  it('are found where case and spaces differ, and where only the digits are the same', async () => {
    await table(
      'survey',
      `SELECT ' Ann' || i || '@Example.org ' AS mail, 'q' || (i % 2) AS q FROM range(60) t(i)`,
    );
    await table(
      'accounts',
      `SELECT 'ann' || i || '@example.org' AS email, 'KD-00' || (1000 + i * 37) AS number FROM range(50) t(i)`,
    );
    await table('tickets', `SELECT 1000 + i * 37 AS account FROM range(40) t(i)`);
    expect(said(await found())).toEqual([
      'accounts.email = survey.mail (trimmed, lower case)',
      'accounts.number = tickets.account (digits)',
    ]);
  });

  it('match numbers with the same numbers kept as text', async () => {
    await table('a', `SELECT 100000 + i * 13 AS id FROM range(80) t(i)`);
    await table('b', `SELECT (100000 + i * 13)::VARCHAR AS ref FROM range(50) t(i)`);
    expect(said(await found())).toEqual(['a.id = b.ref (exact)']);
  });

  it('match whole numbers of different widths', async () => {
    await table('a', `SELECT (100000 + i * 13)::INTEGER AS id FROM range(80) t(i)`);
    await table('b', `SELECT (100000 + i * 13)::UBIGINT AS ref FROM range(50) t(i)`);
    const [candidate] = await found();
    expect(candidate).toMatchObject({ leftCoverage: 50 / 80, rightCoverage: 1, common: 50 });
  });

  it('are covered by the rows that have a key: missing, empty and blank ones are none', async () => {
    await table(
      'a',
      `SELECT CASE WHEN i < 60 THEN 'KD-' || (1000 + i) || '/7' END AS account FROM range(90) t(i)`,
    );
    const gaps = `CASE WHEN i < 30 THEN '1' || lpad(i::VARCHAR, 3, '0') || '7' WHEN i < 45 THEN '' WHEN i < 50 THEN ' -' END`;
    await table('b', `SELECT ${gaps} AS account FROM range(70) t(i)`);
    expect(await found()).toMatchObject([
      {
        normalised: 'digits',
        leftCoverage: 0.5,
        rightCoverage: 1,
        leftUnique: true,
        rightUnique: true,
        common: 30,
      },
    ]);
  });

  it('read a number as its digits, without sign; nought is no key', async () => {
    await table(
      'a',
      `SELECT CASE WHEN i < 20 THEN 0 ELSE -(10000 + i * 37) END AS account FROM range(60) t(i)`,
    );
    await table('b', `SELECT (10000 + i * 37)::VARCHAR AS account FROM range(50) t(i)`);
    expect(await found()).toMatchObject([
      { normalised: 'digits', leftCoverage: 0.75, rightCoverage: 0.6, common: 30 },
    ]);
  });

  it('of large tables are counted on a part of the values, true to a hundredth', async () => {
    await table('a', `SELECT 'C' || i AS customer FROM range(250000) t(i)`);
    await table(
      'b',
      `SELECT 'C' || (i * 2) AS customer FROM range(250000) t(i) UNION ALL SELECT NULL FROM range(9)`,
    );
    const [candidate] = await found();
    expect(Math.abs((candidate?.leftCoverage ?? 0) - 0.5)).toBeLessThan(0.01);
    expect(Math.abs((candidate?.rightCoverage ?? 0) - 0.5)).toBeLessThan(0.01);
    expect(Math.abs((candidate?.common ?? 0) / 125_000 - 1)).toBeLessThan(0.02);
  });

  it('are not the ratings, stages, dates and amounts that two files happen to share', async () => {
    const columns = `(i % 11)::BIGINT AS q1, 'stage ' || (i % 4) AS stage, DATE '2026-01-01' + i::INTEGER AS day, i * 0.5 AS amount`;
    await table('first', `SELECT ${columns} FROM range(300) t(i)`);
    await table('second', `SELECT ${columns} FROM range(300) t(i)`);
    expect(await found()).toEqual([]);
  });

  it('are not running numbers of different things', async () => {
    await table('orders', `SELECT i AS order_number FROM range(500) t(i)`);
    await table('tickets', `SELECT i AS quantity FROM range(400) t(i)`);
    expect(await found()).toEqual([]);
  });

  it('are running numbers that are called the same', async () => {
    await table('customers', `SELECT i AS id FROM range(500) t(i)`);
    await table('orders', `SELECT i % 400 AS "Customer ID" FROM range(900) t(i)`);
    expect(said(await found())).toEqual(['customers.id = orders.Customer ID (exact)']);
  });

  it('survive hostile names and values, empty tables and no table at all', async () => {
    expect(await found()).toEqual([]);
    await table('a"b', `SELECT 'it''s ' || i AS "x""; DROP TABLE y; --" FROM range(30) t(i)`);
    await table('empty', `SELECT 'x' AS id WHERE FALSE`);
    await table('y', `SELECT 'it''s ' || i AS "constructor" FROM range(30) t(i)`);
    expect(said(await found())).toEqual(['a"b.x"; DROP TABLE y; -- = y.constructor (exact)']);
  });

  it('are not looked for once stopped', async () => {
    await table('a', `SELECT i * 17 + 100000 AS id FROM range(50) t(i)`);
    const run = new Run();
    run.stop();
    await expect(found(run)).rejects.toThrow(Stopped);
  });
});
