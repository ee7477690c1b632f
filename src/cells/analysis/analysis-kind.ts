import type { AnyEntry } from '../../analyses/analysis';
import { InputProblem, problemOf } from '../../values/problem';
import type { CellKind } from '../kind';
import { fieldsOf, fromOf, renameFrom, textOf, unknownKeyNotes } from '../yaml-body';
import { readOptions } from './options';
import { readRoles } from './roles';

/** The one cell kind that serves every analysis of the map; the fence's word says which. */
export function analysisKind(catalogue: ReadonlyMap<string, AnyEntry>): CellKind {
  return {
    id: '*',
    label: 'Analysis',
    summary: 'An answer to a question about customers.',
    // Which analysis it is to be is not known here: `analysisTemplate` writes the body.
    template: () => '',
    reads: (body) => ({ relations: fromOf(body), variables: [] }),
    publishes: (name, kind) => [
      name,
      ...(catalogue.get(kind)?.tableSuffixes ?? [])
        .filter((suffix) => suffix !== '')
        .map((suffix) => `${name}_${suffix}`),
    ],
    request({ kind, name, body }, context) {
      try {
        const analysis = catalogue.get(kind);
        if (!analysis) throw new InputProblem(`This version has no analysis \`${kind}\`.`);
        const fields = fieldsOf(body);
        const from = textOf(fields, 'from')?.toLowerCase();
        if (from === undefined)
          throw new InputProblem(`${analysis.title} does not say what it reads.`, {
            hint: 'Give it `from:` and the name of a table.',
          });
        const columns = context.columns(from);
        const roles = readRoles(analysis, fields, from, columns);
        const options = readOptions(analysis, fields, from, columns, roles);
        const { notebookAsOf } = context;
        const labels = { ...context.labels(from) };
        return { type: 'analysis', request: { id: kind, name, from, roles, options, labels, notebookAsOf } };
      } catch (error) {
        return { problem: problemOf(error) };
      }
    },
    notes({ kind, body }) {
      const analysis = catalogue.get(kind);
      if (!analysis) return [];
      return unknownKeyNotes(
        body,
        ['from', ...Object.keys(analysis.roles), ...Object.keys(analysis.options)],
        analysis.title,
      );
    },
    rename: (body, change) => renameFrom(body, change),
  };
}
