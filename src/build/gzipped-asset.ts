import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';

const SUFFIX = '?gzip';

/**
 * `import url from 'package/file?gzip'` ships the file gzipped as `<file>.gz`: some static hosts refuse files over
 * 25 MB, and the engine's wasm is 34 MB. The browser unpacks it (assets.ts).
 */
export function gzippedAsset(): Plugin {
  const resolve = createRequire(import.meta.url).resolve;
  const files = new Map<string, string>();
  let serving = false;
  return {
    name: 'soundings-gzipped-asset',
    enforce: 'pre',
    configResolved(config) {
      serving = config.command === 'serve';
    },
    resolveId(id) {
      return id.endsWith(SUFFIX) ? `\0${id}` : undefined;
    },
    load(id) {
      if (!id.startsWith('\0') || !id.endsWith(SUFFIX)) return undefined;
      const file = resolve(id.slice(1, -SUFFIX.length));
      const name = `${file.split(/[\\/]/).at(-1)}.gz`;
      if (serving) {
        files.set(`/@gzipped/${name}`, file);
        return `export default '/@gzipped/${name}'`;
      }
      const source = gzipSync(readFileSync(file), { level: 9 });
      const reference = this.emitFile({ type: 'asset', name, source });
      return `export default import.meta.ROLLUP_FILE_URL_${reference}`;
    },
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const file = files.get(request.url?.split('?')[0] ?? '');
        if (file === undefined) return next();
        response.setHeader('Content-Type', 'application/gzip');
        response.end(gzipSync(readFileSync(file), { level: 1 }));
      });
    },
  };
}
