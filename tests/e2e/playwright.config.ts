import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { defineConfig } from '@playwright/test';
import { findChromium } from '../scripts/find-chromium.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
// Every worker process reads this file again; the environment carries what the first one chose.
process.env.SOUNDINGS_PORT ??= String(await freePort());
process.env.CHROMIUM_PATH ??= findChromium() ?? '';
process.env.TZ = 'UTC';
/** Not the server's root, so that a build which only works there fails. */
const base = '/some/where/';
const address = `http://127.0.0.1:${process.env.SOUNDINGS_PORT}${base}`;

export default defineConfig({
  testDir: '.',
  outputDir: `${root}/test-results/browser`,
  reporter: [['list']],
  workers: 2,
  fullyParallel: false,
  forbidOnly: true,
  // A machine that is busy otherwise makes a race now and then; `npm test` names what needed its second attempt.
  retries: 1,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  use: {
    baseURL: address,
    viewport: { width: 1280, height: 800 },
    locale: 'en-GB',
    timezoneId: 'UTC',
    actionTimeout: 15_000,
    acceptDownloads: true,
    // A trace costs a quarter of the time: ask for one with `--trace on`.
    screenshot: 'only-on-failure',
  },
  webServer: {
    command: `node tests/scripts/serve.mjs ${process.env.SOUNDINGS_BUILD ?? 'dist'} ${process.env.SOUNDINGS_PORT} ${base}`,
    cwd: root,
    url: address,
    timeout: 20_000,
  },
});

function freePort(): Promise<number> {
  return new Promise((done) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const taken = server.address();
      server.close(() => done(typeof taken === 'object' && taken ? taken.port : 0));
    });
  });
}
