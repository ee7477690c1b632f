import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';
import { gzippedAsset } from './src/build/gzipped-asset.ts';
import { contentSecurityPolicy, offlineCopy, sampleData } from './src/build/plugins.ts';

export default defineConfig({
  base: './',
  plugins: [svelte(), gzippedAsset(), sampleData(), contentSecurityPolicy(), offlineCopy()],
  build: { target: 'es2022', modulePreload: { polyfill: false }, chunkSizeWarningLimit: 2000 },
  // Workers start from blobs, so each must be one file.
  worker: { format: 'es', rolldownOptions: { output: { codeSplitting: false } } },
  test: {
    include: ['tests/**/*.test.ts'],
    exclude: ['tests/e2e/**'],
    setupFiles: ['tests/setup.ts'],
    testTimeout: 30_000,
    // A file's first DuckDB takes seconds to compile on a busy machine.
    hookTimeout: 60_000,
    // Left alone, Vitest keeps a core free, which on a machine of two is half the time.
    maxWorkers: '100%',
    // Files share their worker's modules, which a file must therefore not change: half the time, nothing mocked.
    isolate: false,
    env: { TZ: 'UTC' },
  },
});
