import type { RelationAtHand } from './data-at-hand';
import type { SqlTemplate } from './sql-template';

/** Every file of the folder is a template; nothing else has to be told that it exists. */
const modules = import.meta.glob<{ default: SqlTemplate }>('./templates/*.ts', { eager: true });

export const sqlTemplates: readonly SqlTemplate[] = Object.values(modules)
  .map((module) => module.default)
  .sort((one, other) => one.order - other.order);

/**
 * Every template with its query: on the sources where they suit it, else on them and what cells have made of them.
 * Those that do not suit come last, with null.
 */
export function filledTemplates(
  sources: readonly RelationAtHand[],
  made: readonly RelationAtHand[] = [],
): { template: SqlTemplate; sql: string | null }[] {
  const filled = sqlTemplates.map((template) => ({
    template,
    sql: template.fill(sources) ?? (made.length > 0 ? template.fill([...sources, ...made]) : null),
  }));
  return [...filled.filter(({ sql }) => sql !== null), ...filled.filter(({ sql }) => sql === null)];
}
