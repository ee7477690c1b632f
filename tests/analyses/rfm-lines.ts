import { dateColumn, numberColumn, textColumn } from '../../src/values/table';
import type { TestDatabase } from '../sql/duckdb';

export type Line = [customer: string | null, date: string | null, amount: number | null];
export const lineRoles = { customer: 'customer', date: 'date', amount: 'amount' };
const day = (iso: string): number => Date.parse(`${iso}T00:00:00Z`);

/** Order lines as a relation of customer, date and amount. */
export function addLines(database: TestDatabase, name: string, lines: readonly Line[]): void {
  database.addColumns(name, [
    textColumn(
      'customer',
      lines.map(([customer]) => customer),
    ),
    dateColumn(
      'date',
      Float64Array.from(lines, ([, date]) => (date === null ? NaN : day(date))),
    ),
    numberColumn(
      'amount',
      Float64Array.from(lines, ([, , amount]) => amount ?? NaN),
    ),
  ]);
}

/** 400 made-up customers with 1 to 12 orders in 2025, many of them equal; by SQL, the same every time. */
export const madeOrders = (name: string, customers = 400): string => `CREATE OR REPLACE TABLE ${name} AS
SELECT 'c' || lpad(customer::VARCHAR, 7, '0') AS customer,
  DATE '2025-01-01' + ((hash(customer * 31 + line) % 365)::INTEGER) AS date,
  ((hash(customer * 17 + line) % 20000) / 100.0)::DOUBLE * (1 + customer % 3) AS amount,
  CASE WHEN customer % 10 < 3 THEN 'north' WHEN line % 4 = 0 THEN NULL ELSE 'south' END AS region,
  (hash(customer) % 7 + least(hash(customer + 5) % 12, hash(customer + 9) % 12, 5))::INTEGER AS nps,
  customer % 7 = 0 AS churned
FROM range(${customers}) AS customers (customer), range(12) AS lines (line)
WHERE line <= hash(customer + 5) % 12 AND line <= hash(customer + 9) % 12`;
