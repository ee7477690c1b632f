import type {
  Completion,
  CompletionContext,
  CompletionResult,
  CompletionSource,
} from '@codemirror/autocomplete';
import { completionAt, type VisibleItem } from '../../sql/completion/completion-context';
import { queryWords } from './duckdb-dialect';
import { columnsIn, LONGEST_SEARCHED, type EditorSchema, type SqlFunction } from './editor-schema';

const plainName = /^[a-z_][a-z0-9_]*$/i;
const quoted = (name: string): string => (plainName.test(name) ? name : `"${name.replaceAll('"', '""')}"`);

/** What each kind of option is worth against the others: what is nearest to the work comes first. */
const boosts = {
  shared: 9,
  column: 6,
  outerColumn: 5,
  output: 4,
  alias: 3,
  relation: 1,
  elsewhere: -2,
  keyword: -4,
  function: -6,
};

/**
 * Completes relations where FROM wants one, after a dot the columns of what stands before it, `$inputs`, and in
 * expressions the columns that are in sight first, then functions.
 */
export function schemaCompletion(schema: () => EditorSchema | undefined): CompletionSource {
  return (context: CompletionContext): CompletionResult | null => {
    const known = schema();
    if (!known || context.state.doc.length > LONGEST_SEARCHED) return null;
    const found = completionAt(context.state.doc.toString(), context.pos, columnsIn(known));
    if (found.at === 'nothing') return null;
    const { from } = found;
    const wanted = context.explicit || from < context.pos || found.at === 'member' || found.at === 'shared';
    if (!wanted) return null;
    const validFor = /^[\w$"]*$/;
    if (found.at === 'input') return { from, options: inputOptions(known), validFor };
    if (found.at === 'member')
      return found.columns
        ? { from, options: columnOptions(found.owner, found.columns, known), validFor }
        : null;
    if (found.at === 'shared')
      return {
        from,
        options: found.columns.map((name) => option(name, 'both sides', boosts.shared)),
        validFor,
      };
    if (found.at === 'relation') {
      const common = found.commonTables.map(({ name }) => option(name, 'WITH', boosts.alias, 'class'));
      const options = [...common, ...relationOptions(known, boosts.alias), ...keywordOptions];
      return { from, options, validFor };
    }
    return { from, options: expressionOptions(known, found.items, found.outputs), validFor };
  };
}

const keywordOptions: readonly Completion[] = queryWords.map((word) => ({
  ...{ label: word.toUpperCase(), type: 'keyword', boost: boosts.keyword },
}));

const option = (name: string, detail: string, boost: number, type = 'property'): Completion => ({
  ...{ label: name, apply: quoted(name), type, detail, boost },
});

const inputOptions = (known: EditorSchema): Completion[] =>
  (known.inputs ?? []).map((name) => ({ label: `$${name}`, type: 'variable', detail: 'input' }));

/** In the table's order, each with its type and, where it has one, the label that people know it by. */
function columnOptions(
  owner: string,
  columns: readonly string[],
  known: EditorSchema,
  boost = boosts.column,
  detail = '',
): Completion[] {
  const described = Object.entries(known.relations);
  const labels = known.labels?.(owner) ?? {};
  return columns.map((name, index) => {
    const type = described
      .filter(([relation]) => relation.toLowerCase() === owner.toLowerCase())
      .flatMap(([, infos]) => infos.filter((info) => info.name === name))[0]?.type;
    const said = [detail, type?.toLowerCase() ?? ''].filter(Boolean).join(' · ');
    const label = Object.hasOwn(labels, name) ? labels[name] : undefined;
    return { ...option(name, said, boost - Math.min(index, 200) / 1000), ...(label ? { info: label } : {}) };
  });
}

const relationOptions = (known: EditorSchema, boost: number): Completion[] =>
  Object.entries(known.relations).map(([relation, columns]) => ({
    ...option(relation, 'relation', boost, 'class'),
    info:
      columns
        .map(({ name }) => name)
        .slice(0, 24)
        .join(', ') + (columns.length > 24 ? ', …' : ''),
  }));

function expressionOptions(
  known: EditorSchema,
  items: readonly VisibleItem[],
  outputs: readonly string[],
): Completion[] {
  const inSight = items.flatMap(({ name, columns, outer }) => [
    option(name, 'in FROM', boosts.alias, 'class'),
    ...columnOptions(name, columns, known, outer ? boosts.outerColumn : boosts.column, name),
  ]);
  // Before there is a FROM, any column may be meant: it says where it is from.
  const elsewhere =
    items.length > 0
      ? []
      : Object.entries(known.relations).flatMap(([relation, columns]) =>
          columnOptions(
            relation,
            columns.map(({ name }) => name),
            known,
            boosts.elsewhere,
            relation,
          ),
        );
  return [
    ...keywordOptions,
    ...outputs.map((name) => option(name, 'named above', boosts.output)),
    ...withoutRepeats(inSight),
    ...elsewhere,
    ...(items.length > 0 ? [] : relationOptions(known, boosts.relation)),
    ...(known.functions ?? []).map(functionOption),
  ];
}

/** A column that two relations have stands once for each; an option that is wholly the same, once. */
function withoutRepeats(options: readonly Completion[]): Completion[] {
  const seen = new Set<string>();
  return options.filter(({ label, detail }) => {
    const key = `${label}\n${detail ?? ''}`;
    return !seen.has(key) && seen.add(key);
  });
}

/** The signature stands beside the name, and over the description in the panel. */
const functionOption = ({ name, parameters, description }: SqlFunction): Completion => ({
  label: name,
  type: 'function',
  detail: `(${parameters})`,
  boost: boosts.function,
  info: () => {
    const panel = document.createElement('div');
    const signature = panel.appendChild(document.createElement('code'));
    signature.textContent = `${name}(${parameters})`;
    if (description) panel.appendChild(document.createElement('p')).textContent = description;
    return panel;
  },
  apply: (view, _completion, from, to) => {
    const hasBracket = view.state.sliceDoc(to, to + 1) === '(';
    const insert = hasBracket ? name : `${name}()`;
    view.dispatch({
      changes: { from, to, insert },
      selection: { anchor: from + name.length + 1 },
      userEvent: 'input.complete',
    });
  },
});
