import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

/**
 * The table of the design's architecture: what each part may import besides itself and `values/`. The first pattern
 * that fits a file says its part. `types` of a part may be imported where the value may not.
 */
const parts: readonly { part: string; files: RegExp; may: readonly string[]; types?: readonly string[] }[] = [
  { part: 'values', files: /^values\//, may: [] },
  { part: 'stats', files: /^stats\//, may: [] },
  { part: 'sql', files: /^sql\//, may: [] },
  { part: 'storage', files: /^storage\//, may: [] },
  { part: 'charts', files: /^charts\//, may: ['sql'] },
  { part: 'formats', files: /^formats\//, may: ['sql'] },
  { part: 'analyses', files: /^analyses\//, may: ['stats', 'sql'], types: ['charts'] },
  // One more than the design's table: the engine asks a chart what to query (`charts/chart-query.ts`).
  { part: 'engine', files: /^engine\//, may: ['analyses', 'formats', 'sql', 'stats', 'charts'] },
  {
    part: 'views',
    files: /^cells\/(.*\.svelte(\.ts)?$|(all-|loaded-)?views\.ts$)/,
    may: ['ui', 'state', 'notebook', 'kinds', 'charts', 'analyses', 'engine', 'storage', 'formats', 'sql'],
  },
  { part: 'kinds', files: /^cells\//, may: ['analyses', 'sql'], types: ['charts', 'engine'] },
  { part: 'notebook', files: /^notebook\//, may: ['kinds', 'sql'] },
  {
    part: 'state',
    files: /^state\//,
    may: ['notebook', 'kinds', 'engine', 'storage', 'formats'],
    types: ['charts'],
  },
  {
    part: 'ui',
    files: /^ui\//,
    may: ['views', 'state', 'notebook', 'kinds', 'charts', 'analyses', 'engine', 'storage', 'formats', 'sql'],
  },
];

interface Import {
  /** Paths under `src/`. */
  file: string;
  target: string;
  typeOnly: boolean;
}
const partOf = (file: string) => parts.find(({ files }) => files.test(file));

/** Sentences on the imports that break the table; none for files that wire everything (`main.ts` and its like). */
export const violations = (imports: readonly Import[]): string[] =>
  imports.flatMap(({ file, target, typeOnly }) => {
    const from = partOf(file);
    const to = partOf(target);
    if (
      /\.svelte$/.test(target) &&
      /(?<!\.svelte)\.ts$/.test(file) &&
      !['main.ts', 'cells/views.ts'].includes(file)
    )
      return [`${file} imports the component ${target}`];
    if (/^engine\/(worker|compute)\b/.test(target) && from?.part !== 'engine' && !typeOnly)
      return [`${file} imports the worker ${target}`];
    if (!from || !to || from === to || to.part === 'values' || from.may.includes(to.part)) return [];
    return typeOnly && from.types?.includes(to.part) ? [] : [`${file} imports ${target}`];
  });

const source = path.resolve(import.meta.dirname, '../src');

function importsOf(file: string): Import[] {
  const text = readFileSync(path.join(source, file), 'utf8');
  const pattern =
    /^\s*(import|export)\s+(type\s)?[^;'"`]*?['"](\.[^'"]*)['"]|\bimport\(\s*['"](\.[^'"]*)['"]/gm;
  return [...text.matchAll(pattern)].map((match) => {
    const target = path.posix.join(path.posix.dirname(file), match[3] ?? match[4] ?? '').replace(/\?.*$/, '');
    const found = [`${target}.ts`, `${target}/index.ts`].find((name) => existsSync(path.join(source, name)));
    return { file, target: found ?? target, typeOnly: match[2] !== undefined };
  });
}
const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .map((file) => file.split(path.sep).join('/'))
  .filter((file) => /\.(ts|svelte)$/.test(file));

describe('the architecture', () => {
  it('has a part for every file but those that wire everything', () => {
    expect(files.filter((file) => !partOf(file) && file.includes('/') && !file.startsWith('build/'))).toEqual(
      [],
    );
  });

  it('holds: imports point down the table, never back', () => {
    const imports = files.flatMap(importsOf);
    expect(imports.length).toBeGreaterThan(100);
    expect(violations(imports)).toEqual([]);
  });

  it('would be seen to fail', () => {
    const made = (file: string, target: string, typeOnly = false): string[] =>
      violations([{ file, target, typeOnly }]);
    expect(made('stats/a.ts', 'sql/quote')).toEqual(['stats/a.ts imports sql/quote']);
    expect(made('sql/a.ts', 'notebook/document', true)).toHaveLength(1);
    expect(made('analyses/a/index.ts', 'charts/spec')).toHaveLength(1);
    expect(made('analyses/a/index.ts', 'charts/spec', true)).toEqual([]);
    expect(made('cells/sql/kind.ts', 'notebook/parse')).toHaveLength(1);
    expect(made('notebook/a.ts', 'state/runs.svelte.ts')).toHaveLength(1);
    expect(made('state/a.ts', 'ui/App.svelte')).toEqual(['state/a.ts imports the component ui/App.svelte']);
    expect(made('ui/App.svelte', 'engine/worker.ts')).toEqual([
      'ui/App.svelte imports the worker engine/worker.ts',
    ]);
    expect(made('values/a.ts', 'sql/quote')).toHaveLength(1);
    expect(made('ui/App.svelte', 'state/runs.svelte.ts')).toEqual([]);
    expect(importsOf('notebook/parse.ts').map(({ target }) => target)).toContain('notebook/segments.ts');
  });
});
