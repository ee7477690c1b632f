/** What exists, for completion: relations with their columns, SQL functions, and the names of inputs without `$`. */
export interface EditorSchema {
  relations: Readonly<Record<string, readonly { name: string; type: string }[]>>;
  /** What people call the columns of a relation. */
  labels?: (relation: string) => Readonly<Record<string, string>>;
  functions?: readonly SqlFunction[];
  inputs?: readonly string[];
}
export interface SqlFunction {
  name: string;
  /** "string, pattern, group". */
  parameters: string;
  description: string;
}

/** Longer texts are not searched at each key: nobody types by hand into one. */
export const LONGEST_SEARCHED = 100_000;

/** Columns of a relation by its name in any case. */
export function columnsIn(schema: EditorSchema): (relation: string) => string[] | undefined {
  const byName = new Map(
    Object.entries(schema.relations).map(([relation, columns]) => [relation.toLowerCase(), columns]),
  );
  return (relation) => byName.get(relation.toLowerCase())?.map(({ name }) => name);
}
