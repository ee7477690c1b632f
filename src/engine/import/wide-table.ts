import type { Connection } from '../queries';

/** From so many columns on DuckDB's optimizer takes longer than all it saves: its work grows with their square. */
const MANY_COLUMNS = 150;

/** Does `work` on a table of so many columns, without the connection's optimizer where there are too many for it. */
export async function forWidth<Made>(
  connection: Connection,
  columns: number,
  work: () => Promise<Made>,
): Promise<Made> {
  if (columns < MANY_COLUMNS) return work();
  await connection.query('PRAGMA disable_optimizer');
  try {
    return await work();
  } finally {
    await connection.query('PRAGMA enable_optimizer');
  }
}
