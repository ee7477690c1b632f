import { catalogue } from '../analyses/catalogue';
import type { ColumnInfo } from '../values/table';
import type { AnalysisRequest } from '../engine/api';
import { analysisTemplate, guessRoles, rolesFit } from './analysis/guess';
import type { KindContext } from './kind';
import { kindOf } from './kinds';

/** What a person can add: the built-in kinds, then every analysis, with what stands in the menu. */
export function addableKinds(): { id: string; label: string; summary: string }[] {
  const plain = ['text', 'sql', 'chart', 'input'].flatMap((id) => {
    const kind = kindOf(id);
    return kind ? [{ id, label: kind.label, summary: kind.summary }] : [];
  });
  const named = [...catalogue.values()].map(({ id, title, question }) => ({
    id,
    label: title,
    summary: question,
  }));
  return [...plain, ...named];
}

/** The body of a new cell that reads `relation`, where it reads one. */
export function newBody(kind: string, context: KindContext, relation: string | undefined): string {
  const analysis = catalogue.get(kind);
  if (analysis) {
    const from = relation ?? '';
    return analysisTemplate(
      analysis,
      from,
      context.columns(from) ?? [],
      context.labels(from),
      context.meanings?.(from),
    );
  }
  if (kind === 'sql' && relation) return `FROM ${relation}`;
  // A template reads the first relation it is given.
  const relations = new Set([...(relation ? [relation] : []), ...context.relations]);
  return kindOf(kind)?.template({ ...context, relations }) ?? '';
}

/** How well the columns suit that kind of cell: how many of its roles have a guess, 0 where they do not suit. */
export function fitOf(
  kind: string,
  columns: readonly ColumnInfo[],
  labels: Readonly<Record<string, string>>,
  meanings?: Readonly<Record<string, string>>,
): number {
  const analysis = catalogue.get(kind);
  return analysis ? rolesFit(analysis, columns, labels, meanings) : 0;
}

/** The columns that kind of cell would take for each role; none where it is no analysis. */
export function rolesOf(
  kind: string,
  columns: readonly ColumnInfo[],
  labels: Readonly<Record<string, string>>,
  meanings?: Readonly<Record<string, string>>,
): AnalysisRequest['roles'] {
  const analysis = catalogue.get(kind);
  return analysis ? guessRoles(analysis, columns, labels, meanings) : {};
}
