import type { Bindings } from './bindings';
import { lock } from './lock';
import { Connection } from './queries';

/** An open, locked DuckDB with the two connections everything goes through. */
export interface Database {
  bindings: Bindings;
  /** Runs cells and imports, one at a time; variables are set here. */
  work: Connection;
  /** Reads pages, profiles and names while `work` is busy. */
  look: Connection;
}

/** Locks a newly opened DuckDB and gives its two connections, whose ids `connect` makes. */
export async function openDatabase(
  bindings: Bindings,
  connect: () => number | Promise<number>,
): Promise<Database> {
  const work = new Connection(bindings, await connect());
  await lock(work);
  const look = new Connection(bindings, await connect());
  return { bindings, work, look };
}
