import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Plugin } from 'vite';

const WORKER = 'service-worker.js';

/**
 * Builds `src/service-worker.ts` as `service-worker.js` and, when all files are written, puts the list of them at its
 * head. A changed file changes the list, so browsers see a new worker whenever the build is new.
 */
export function offlineCopy(): Plugin {
  let root = '';
  let out = '';
  return {
    name: 'soundings:offline-copy',
    apply: 'build',
    configResolved(config) {
      root = config.root;
      out = resolve(root, config.build.outDir);
    },
    buildStart() {
      this.emitFile({ type: 'chunk', id: join(root, 'src/service-worker.ts'), fileName: WORKER });
    },
    closeBundle: {
      order: 'post',
      sequential: true,
      handler(error) {
        if (error) return;
        const files = filesOf(out);
        const version = createHash('sha256').update(JSON.stringify(files)).digest('hex').slice(0, 16);
        const worker = join(out, WORKER);
        const list = JSON.stringify({ version, files });
        writeFileSync(worker, `self.__BUILD__ = ${list};\n${readFileSync(worker, 'utf8')}`);
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
    .filter((name) => name !== WORKER && !name.split('/').some((part) => part.startsWith('.')))
    .sort();
  return Object.fromEntries(
    names.map((name) => [
      name,
      createHash('sha256')
        .update(readFileSync(join(folder, name)))
        .digest('hex'),
    ]),
  );
}
