import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';
import { contentSecurityPolicy, offlineCopy } from '../../src/build/plugins';
import { serveFolder } from '../scripts/serve.mjs';

/** A page of a test's own, built as the app is and served until `close`. */
export interface SmallBuild {
  address: string;
  /** Builds it again, as if something in it had changed. */
  rebuild(edition: string): Promise<void>;
  close(): Promise<void>;
}

/** Builds the page in `root` under the app's policy, with its service worker, and serves it. */
export async function serveSmallBuild(root: string): Promise<SmallBuild> {
  const outDir = await mkdtemp(join(tmpdir(), 'soundings-page-'));
  const rebuild = async (edition: string) => {
    await build({
      root,
      base: './',
      configFile: false,
      logLevel: 'error',
      define: { __EDITION__: JSON.stringify(edition) },
      plugins: [contentSecurityPolicy(), offlineCopy()],
      worker: { format: 'es' },
      build: { outDir, emptyOutDir: true, target: 'es2022', modulePreload: { polyfill: false } },
    });
  };
  await rebuild('first');
  const server = await serveFolder(outDir);
  return {
    address: server.address,
    rebuild,
    async close() {
      await server.close();
      await rm(outDir, { recursive: true, force: true });
    },
  };
}
