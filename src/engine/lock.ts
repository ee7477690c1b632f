import type { Connection } from './queries';

/**
 * Shuts DuckDB off from everything but files registered under `data/` and `out/`, before any SQL of the user's runs.
 * The order matters: the directories are named before access is shut, and the lock comes last.
 */
const settings = [
  'SET autoload_known_extensions = false',
  'SET autoinstall_known_extensions = false',
  'SET allow_community_extensions = false',
  'SET errors_as_json = true',
  'SET enable_progress_bar = true',
  "SET allowed_directories = ['data/', 'out/']",
  'SET enable_external_access = false',
  'SET lock_configuration = true',
];

/** Tables of ours that no cell names: kept queries, results being built, orders of sorted columns. */
export const INTERNAL_SCHEMA = '_soundings';

export async function lock(connection: Connection): Promise<void> {
  await connection.query(`CREATE SCHEMA IF NOT EXISTS ${INTERNAL_SCHEMA}`);
  for (const setting of settings) await connection.query(setting);
}
