import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { profileSql } from '../../src/notebook/profile-cell';
import type { KeyMatch } from '../../src/values/key-match';
import { openDuckDb, type TestDatabase } from '../sql/duckdb';

const candidate = (change: Partial<KeyMatch>): KeyMatch => ({
  ...{ left: 'customers', leftColumn: 'id', right: 'orders', rightColumn: 'customer' },
  ...{ normalised: 'exact', leftCoverage: 1, rightCoverage: 1 },
  ...{ leftUnique: true, rightUnique: false },
  ...change,
});

let database: TestDatabase;
beforeAll(async () => {
  database = await openDuckDb();
});
afterEach(() =>
  database.run(
    'DROP TABLE IF EXISTS customers; DROP TABLE IF EXISTS orders; DROP TABLE IF EXISTS survey; DROP TABLE IF EXISTS tickets',
  ),
);

function made(...tables: string[]) {
  for (const sql of tables) database.run(sql);
  return (chosen: KeyMatch, ...others: KeyMatch[]) => {
    const sql = profileSql(chosen, others, (relation) => database.columns(relation));
    return { sql, rows: database.query(sql) };
  };
}

const CUSTOMERS = `CREATE TABLE customers AS FROM (VALUES ('a', 'north'), ('b', 'south'), ('c', 'south'), (NULL, 'west')) t(id, region)`;
const ORDERS = `CREATE TABLE orders AS FROM (VALUES (1, 'a', 10.5, DATE '2026-01-02', 9), (2, 'a', 4.5, DATE '2026-03-04', 5), (3, 'b', 1.0, DATE '2026-02-01', 7), (4, 'x', 9.0, NULL, 1)) t(order_id, customer, amount, "Order Date", score)`;
const SURVEY = `CREATE TABLE survey AS FROM (VALUES (' A', 9), ('B ', 2), ('z', 5)) t(mail, q1)`;

describe('a joined profile', () => {
  it('has the rows of the table that has the key once, with sums, means, counts and last dates beside them', () => {
    const profile = made(CUSTOMERS, ORDERS);
    const { rows, sql } = profile(candidate({}));
    expect(sql).not.toContain('order_id');
    expect(rows).toEqual([
      {
        ...{
          id: 'a',
          region: 'north',
          orders_rows: 2,
          sum_amount: 15,
          'last_Order Date': Date.parse('2026-03-04'),
        },
        mean_score: 7,
      },
      {
        ...{
          id: 'b',
          region: 'south',
          orders_rows: 1,
          sum_amount: 1,
          'last_Order Date': Date.parse('2026-02-01'),
        },
        mean_score: 7,
      },
      {
        ...{ id: 'c', region: 'south', orders_rows: 0, sum_amount: null, 'last_Order Date': null },
        mean_score: null,
      },
      {
        ...{ id: null, region: 'west', orders_rows: 0, sum_amount: null, 'last_Order Date': null },
        mean_score: null,
      },
    ]);
  });

  it('joins a third table that fits the same rows, by keys made alike', () => {
    const profile = made(CUSTOMERS, ORDERS, SURVEY);
    const third = candidate({
      right: 'survey',
      rightColumn: 'mail',
      rightUnique: true,
      normalised: 'trimmed, lower case',
    });
    const { rows } = profile(candidate({}), third);
    expect(rows.map(({ id, orders_rows, q1 }) => [id, orders_rows, q1])).toEqual([
      ['a', 2, 9],
      ['b', 1, 2],
      ['c', 0, null],
      [null, 0, null],
    ]);
  });

  it('has the distinct keys where no table has them once', () => {
    const tickets = `CREATE TABLE tickets AS SELECT * FROM (VALUES ('a'), ('a'), ('y')) t(who)`;
    const profile = made(ORDERS, tickets);
    const repeated = {
      ...{ left: 'orders', leftColumn: 'customer', right: 'tickets', rightColumn: 'who' },
      leftUnique: false,
    };
    const { rows } = profile(candidate(repeated));
    const said = rows.map(({ who, orders_rows, tickets_rows }) => [who, orders_rows, tickets_rows]);
    expect(said.sort()).toEqual([
      ['a', 2, 2],
      ['b', 1, 0],
      ['x', 1, 0],
      ['y', 0, 1],
    ]);
  });

  it('never names two columns the same, and reads hostile names', () => {
    const profile = made(
      `CREATE TABLE customers AS SELECT 'a' AS id, 1 AS orders_rows, 'x' AS "sum_a""b"`,
      `CREATE TABLE orders AS SELECT 'a' AS customer, 2 AS "a""b", 3 AS "select"`,
    );
    const { rows } = profile(candidate({}));
    expect(rows).toEqual([
      { id: 'a', orders_rows: 1, 'sum_a"b': 'x', orders_orders_rows: 1, 'orders_sum_a"b': 2, sum_select: 3 },
    ]);
  });

  it('matches numbers with the same numbers kept as text', () => {
    const profile = made(
      `CREATE TABLE customers AS SELECT 7 AS id, 'north' AS region`,
      `CREATE TABLE orders AS SELECT '7' AS customer, 2.5 AS amount`,
    );
    expect(profile(candidate({})).rows).toEqual([
      { id: 7, region: 'north', orders_rows: 1, sum_amount: 2.5 },
    ]);
  });
});
