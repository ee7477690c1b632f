import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';

const WORKER = 'service-worker.js';
/** What the page shows and `sha256sum -c` reads. */
const SUMS = 'SHA256SUMS.txt';
const SOURCE = fileURLToPath(new URL('../service-worker.ts', import.meta.url));

/**
 * Builds `src/service-worker.ts` as `service-worker.js` and, when all files are written, puts the list of them at its
 * head. A changed file changes the list, so browsers see a new worker whenever the build is new. Writes the digests of
 * all files, that worker's included, as `SHA256SUMS.txt`.
 */
export function offlineCopy(): Plugin {
  let out = '';
  return {
    name: 'soundings:offline-copy',
    apply: 'build',
    configResolved(config) {
      out = resolve(config.root, config.build.outDir);
    },
    buildStart() {
      this.emitFile({ type: 'chunk', id: SOURCE, fileName: WORKER });
    },
    writeBundle: {
      order: 'post',
      sequential: true,
      handler() {
        const files = filesOf(out);
        const version = createHash('sha256').update(JSON.stringify(files)).digest('hex').slice(0, 16);
        const worker = join(out, WORKER);
        // The list of digests is kept, too; its own would have to be in itself, so the version stands in for it.
        const list = JSON.stringify({ version, files: { ...files, [SUMS]: version } });
        writeFileSync(worker, `self.__BUILD__ = ${list};\n${readFileSync(worker, 'utf8')}`);
        writeFileSync(join(out, SUMS), sumsOf({ ...files, [WORKER]: digestOf(worker) }));
      },
    },
  };
}

/** Path (from the build's folder, with `/`) and SHA-256 of every file but the worker and files that begin with a dot. */
function filesOf(folder: string): Record<string, string> {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    )
    .filter(
      (name) => name !== WORKER && name !== SUMS && !name.split('/').some((part) => part.startsWith('.')),
    )
    .sort();
  return Object.fromEntries(names.map((name) => [name, digestOf(join(folder, name))]));
}

const digestOf = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex');

const sumsOf = (files: Record<string, string>): string =>
  Object.entries(files)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, sha256]) => `${sha256}  ${name}\n`)
    .join('');
