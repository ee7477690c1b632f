import { decodeTable } from './decode';
import type { Connection } from './queries';
import { texts } from './relations';

/** SQL functions for completion: words only (no operators), one entry a name, with the fewest parameters first. */
export async function sqlFunctions(
  connection: Connection,
): Promise<{ name: string; parameters: string; description: string }[]> {
  const table = decodeTable(
    await connection.query(
      `SELECT function_name AS name, arg_min(array_to_string(parameters, ', '), len(parameters)) AS parameters,
         coalesce(any_value(description), '') AS description
       FROM duckdb_functions()
       WHERE function_type IN ('scalar', 'aggregate', 'macro') AND regexp_full_match(function_name, '[a-z][a-z0-9_]*')
       GROUP BY function_name ORDER BY function_name`,
    ),
  );
  const [names, parameters, descriptions] = ['name', 'parameters', 'description'].map((column) =>
    texts(table, column),
  );
  return (names ?? []).map((name, i) => ({
    name,
    parameters: parameters?.[i] ?? '',
    description: descriptions?.[i] ?? '',
  }));
}
