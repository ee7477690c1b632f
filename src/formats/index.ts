import type { Convention, Format, TableSample } from './format';

const modules = import.meta.glob<{ default?: Format }>(['./*.ts', '!./index.ts', '!./format.ts'], {
  eager: true,
});

/** Every file here that has a default export is an export format; nothing else has to be told that it exists. */
export const formats: readonly Format[] = Object.values(modules).flatMap((module) => module.default ?? []);

/**
 * What the surest export format says of a table; null where none is sure by half. A format that was told is asked
 * whatever it recognises; `none` asks nobody.
 */
export function conventionFor(
  table: TableSample,
  told?: string,
): { format: Format; convention: Convention } | null {
  if (told === 'none') return null;
  const format = formats.find(({ id }) => id === told) ?? surest(table);
  return format && { format, convention: format.read(table) };
}

function surest(table: TableSample): Format | null {
  const sure = formats
    .map((format) => ({ format, sureness: format.recognises(table) }))
    .filter(({ sureness }) => sureness >= 0.5)
    .sort((a, b) => b.sureness - a.sureness);
  return sure[0]?.format ?? null;
}
