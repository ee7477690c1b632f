import type { Database } from './database';
import { importSource } from './import/import-source';
import { INTERNAL_SCHEMA } from './lock';
import type { Connection } from './queries';
import type { Run } from './run';

const ROWS = 20_000;
const ROUNDS = 10;
const TABLE = 'warm_up';

/**
 * Reads a made file and groups it, a few times over. A browser runs code of wasm slowly until it has seen which parts
 * are used much, so that a person's first file would take twice as long. Stops where `run` is stopped, leaving nothing.
 */
export async function warmUp({ bindings }: Database, connection: Connection, run: Run): Promise<void> {
  const file = new Blob([madeOrders()]);
  const request = { relation: TABLE, file, fileName: `${TABLE}.csv`, choices: {} };
  await connection.query(`USE ${INTERNAL_SCHEMA}`);
  try {
    for (let round = 0; round < ROUNDS; round++) {
      await importSource({ bindings, work: connection, look: connection }, request, run, () => undefined);
      await connection.query(
        `CREATE OR REPLACE TABLE ${TABLE} AS SELECT customer, max(ordered) AS last, count(*) AS orders, sum(amount) AS total
         FROM ${TABLE} GROUP BY customer ORDER BY total`,
        run,
      );
    }
  } finally {
    await connection.query(`DROP TABLE IF EXISTS ${TABLE}`);
  }
}

/** A text table with a column of every type, about a megabyte. */
function madeOrders(): string {
  const lines = Array.from({ length: ROWS }, (_, row) => {
    const mixed = Math.imul(row, 2654435761) >>> 0;
    const day = `20${20 + (mixed % 6)}-0${1 + (mixed % 9)}-${10 + (mixed % 19)}`;
    return `${row},C${mixed % 5000},${day},${day} 1${mixed % 10}:30:00,"Product ${mixed % 64}",${mixed / 1e6},${mixed % 11},${mixed % 2 === 0}`;
  });
  return ['id,customer,ordered,delivered,product,amount,score,repeat', ...lines].join('\n');
}
