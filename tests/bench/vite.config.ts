import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { gzippedAsset } from '../../src/build/gzipped-asset.ts';
import { contentSecurityPolicy } from '../../src/build/plugins.ts';

/** The measuring page, built as the app is; it is no part of the app's own build. */
export default defineConfig({
  root: fileURLToPath(new URL('page', import.meta.url)),
  base: './',
  plugins: [gzippedAsset(), contentSecurityPolicy()],
  worker: { format: 'es' },
  build: {
    target: 'es2022',
    modulePreload: { polyfill: false },
    outDir: fileURLToPath(new URL('../../test-results/bench', import.meta.url)),
    emptyOutDir: true,
  },
});
