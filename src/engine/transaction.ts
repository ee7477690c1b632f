import type { Connection } from './queries';

/** Everything the work makes, or nothing: readers on the other connection see the old tables until it has ended well. */
export async function atomically<T>(connection: Connection, work: () => Promise<T>): Promise<T> {
  await connection.query('BEGIN TRANSACTION');
  try {
    const value = await work();
    await connection.query('COMMIT');
    return value;
  } catch (error) {
    await connection.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
}
