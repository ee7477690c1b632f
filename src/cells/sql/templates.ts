import type { RelationAtHand } from './data-at-hand';
import type { SqlTemplate } from './sql-template';

/** Every file of the folder is a template; nothing else has to be told that it exists. */
const modules = import.meta.glob<{ default: SqlTemplate }>('./templates/*.ts', { eager: true });

export const sqlTemplates: readonly SqlTemplate[] = Object.values(modules)
  .map((module) => module.default)
  .sort((one, other) => one.order - other.order);

/** Every template with its query on these relations; those that do not suit come last, with null. */
export function filledTemplates(
  relations: readonly RelationAtHand[],
): { template: SqlTemplate; sql: string | null }[] {
  const filled = sqlTemplates.map((template) => ({ template, sql: template.fill(relations) }));
  return [...filled.filter(({ sql }) => sql !== null), ...filled.filter(({ sql }) => sql === null)];
}
