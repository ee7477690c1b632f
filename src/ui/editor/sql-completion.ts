import type {
  Completion,
  CompletionContext,
  CompletionResult,
  CompletionSource,
} from '@codemirror/autocomplete';
import { PostgreSQL, SQLDialect } from '@codemirror/lang-sql';

/** What exists, for completion: relations with their columns, SQL functions, and the names of inputs without `$`. */
export interface EditorSchema {
  relations: Readonly<Record<string, readonly string[]>>;
  functions?: readonly (string | { name: string; parameters?: string; description?: string })[];
  inputs?: readonly string[];
}

const duckdbWords =
  'asof anti semi positional qualify pivot unpivot exclude replace sample summarize describe ilike try_cast struct map list columns';
const duckdbTypes =
  'hugeint uhugeint ubigint uinteger usmallint utinyint tinyint double float varchar blob timestamptz';

/** PostgreSQL's SQL with DuckDB's own words; `$name` is an input. */
export const duckdbDialect = SQLDialect.define({
  ...PostgreSQL.spec,
  keywords: `${PostgreSQL.spec.keywords ?? ''} ${duckdbWords}`,
  types: `${PostgreSQL.spec.types ?? ''} ${duckdbTypes}`,
  specialVar: '$',
  caseInsensitiveIdentifiers: true,
});

const plainName = /^[a-z_][a-z0-9_]*$/i;
const quoted = (name: string): string => (plainName.test(name) ? name : `"${name.replaceAll('"', '""')}"`);

/** Completes relations, the columns of relations named in the text (others after them), functions and `$inputs`. */
export function schemaCompletion(schema: () => EditorSchema | undefined): CompletionSource {
  return (context: CompletionContext): CompletionResult | null => {
    const known = schema();
    if (!known) return null;
    const input = context.matchBefore(/\$\w*/);
    if (input) return { from: input.from, options: inputOptions(known), validFor: /^\$\w*$/ };
    const after = context.matchBefore(/(?:"(?:[^"]|"")+"|\w+)\.\w*/);
    if (after) return columnsAfterDot(known, after.text, after.from);
    const word = context.matchBefore(/\w+/);
    if (!word && !context.explicit) return null;
    return {
      from: word?.from ?? context.pos,
      options: allOptions(known, context.state.doc.toString()),
      validFor: /^\w*$/,
    };
  };
}

const inputOptions = (known: EditorSchema): Completion[] =>
  (known.inputs ?? []).map((name) => ({ label: `$${name}`, type: 'variable', detail: 'input' }));

function columnsAfterDot(known: EditorSchema, text: string, from: number): CompletionResult | null {
  const dot = text.lastIndexOf('.');
  const relation = text.slice(0, dot).replace(/^"|"$/g, '').replaceAll('""', '"').toLowerCase();
  const found = Object.entries(known.relations).find(([name]) => name.toLowerCase() === relation);
  if (!found) return null;
  return { from: from + dot + 1, options: columnOptions(found[0], found[1], 3), validFor: /^\w*$/ };
}

const columnOptions = (relation: string, columns: readonly string[], boost: number): Completion[] =>
  columns.map((name) => ({ label: name, apply: quoted(name), type: 'property', detail: relation, boost }));

function allOptions(known: EditorSchema, text: string): Completion[] {
  const words = new Set(text.toLowerCase().match(/\w+/g) ?? []);
  const options: Completion[] = [];
  for (const [relation, columns] of Object.entries(known.relations)) {
    options.push({ label: relation, type: 'class', detail: 'relation', boost: 2 });
    if (words.has(relation.toLowerCase())) options.push(...columnOptions(relation, columns, 3));
  }
  for (const entry of known.functions ?? []) {
    const { name, parameters, description } = typeof entry === 'string' ? { name: entry } : entry;
    options.push({
      label: name,
      type: 'function',
      boost: -5,
      ...(parameters ? { detail: `(${parameters})` } : {}),
      ...(description ? { info: description } : {}),
      apply: `${name}(`,
    });
  }
  return options;
}
