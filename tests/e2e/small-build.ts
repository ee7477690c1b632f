import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';
import { contentSecurityPolicy } from '../../src/build/plugins';
import { serveFolder } from '../scripts/serve.mjs';

/** Builds a page of a test's own under the app's policy and serves it, until `close`. */
export async function serveSmallBuild(root: string): Promise<{ address: string; close(): Promise<void> }> {
  const outDir = await mkdtemp(join(tmpdir(), 'soundings-page-'));
  await build({
    root,
    base: './',
    configFile: false,
    logLevel: 'error',
    plugins: [contentSecurityPolicy()],
    worker: { format: 'es' },
    build: { outDir, emptyOutDir: true, target: 'es2022', modulePreload: { polyfill: false } },
  });
  const server = await serveFolder(outDir);
  return {
    address: server.address,
    async close() {
      await server.close();
      await rm(outDir, { recursive: true, force: true });
    },
  };
}
