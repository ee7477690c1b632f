// `npm test`: everything that must pass on a fresh clone. Stops at the first step that fails.
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { build, checkNode, install, root, runPackage } from './prepare.mjs';

const results = join(root, 'test-results');
const unitReport = join(results, 'unit.json');
const browserReport = join(results, 'browser.json');

/** What only reads the code: all at once, since none of them fills a machine. */
const readings = [
  ['format', () => runPackage('prettier/bin/prettier.cjs', ['--check', '.'], { quiet: true })],
  ['lint', () => runPackage('eslint/bin/eslint.js', ['.', '--max-warnings', '0'], { quiet: true })],
  ['unused code', () => runPackage('knip/bin/knip.js', [], { quiet: true })],
  [
    'types',
    () =>
      runPackage('svelte-check/bin/svelte-check', ['--tsconfig', './tsconfig.json', '--fail-on-warnings'], {
        quiet: true,
      }),
  ],
];
/** One after another: each needs the machine to itself, or what the one before made. */
const steps = [
  ['unit tests', unitTests],
  ['build', () => build({ quiet: true })],
  ['browser tests', browserTests],
  ['other browsers', otherBrowsersTests],
];

checkNode();
if (!(await install())) process.exit(1);
rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });
const others = { passed: 0, failed: 0 };
const broken = await firstBroken();
const { passed, failed } = sum(sum(countUnit(), countBrowser()), others);
// A step before the tests counts as one failure, so that the line never says that nothing failed.
console.log(`${passed} passed, ${Math.max(failed, broken ? 1 : 0)} failed`);
process.exitCode = broken ? 1 : 0;

/** The name of the first step that failed; null where all is well. */
async function firstBroken() {
  const read = await Promise.all(readings.map(taken));
  const wrong = read.find((name) => name !== null);
  if (wrong) return wrong;
  for (const step of steps) {
    const name = await taken(step);
    if (name !== null) return name;
  }
  return null;
}

/** Takes a step and says how it went; its name where it failed. */
async function taken([name, step]) {
  const begun = Date.now();
  const { ok, output } = await step();
  console.log(`${ok ? 'ok  ' : 'FAIL'}  ${name.padEnd(14)} ${((Date.now() - begun) / 1000).toFixed(1)} s`);
  if (ok) return null;
  console.error(output);
  console.error(`The ${name} step failed, so the steps after it do not run. Mend it and run npm test again.`);
  return name;
}

function unitTests() {
  const args = ['run', '--reporter=dot', '--reporter=json', `--outputFile.json=${unitReport}`];
  return runPackage('vitest/vitest.mjs', args, { quiet: true });
}

async function browserTests() {
  // Imported late: before the packages are installed there is nothing to import it from.
  const { findOrInstallChromium } = await import('./find-chromium.mjs');
  const path = await findOrInstallChromium();
  if (!path) {
    const output =
      'There is no Chromium here and none could be installed. Install one, or name one by CHROMIUM_PATH.';
    return { ok: false, output };
  }
  console.log(`      browser        ${path}`);
  const args = ['test', '-c', 'tests/e2e/playwright.config.ts', '--reporter=list,json'];
  const outcome = await runPackage('@playwright/test/cli.js', args, {
    quiet: true,
    env: { CHROMIUM_PATH: path, PLAYWRIGHT_JSON_OUTPUT_NAME: browserReport },
  });
  for (const title of secondAttempts()) console.log(`      second attempt ${title}`);
  return outcome;
}

/** A smoke journey where Firefox or WebKitGTK is installed; where not, a word says so. */
async function otherBrowsersTests() {
  const { otherBrowsers } = await import('../other-browsers/run.mjs');
  const outcomes = await otherBrowsers();
  for (const { outcome, text } of outcomes) console.log(`      ${outcome.padEnd(14)} ${text}`);
  for (const { outcome } of outcomes) if (outcome in others) others[outcome] += 1;
  const broken = outcomes.filter(({ outcome }) => outcome === 'failed');
  return { ok: broken.length === 0, output: broken.map(({ text }) => text).join('\n') };
}

function read(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null;
}
function countUnit() {
  const report = read(unitReport);
  // A file that cannot be loaded has no failed test in it, and yet it failed.
  const suites =
    report?.testResults.filter((file) => file.status === 'failed' && !file.assertionResults.length) ?? [];
  return { passed: report?.numPassedTests ?? 0, failed: (report?.numFailedTests ?? 0) + suites.length };
}
function countBrowser() {
  const stats = read(browserReport)?.stats;
  return { passed: (stats?.expected ?? 0) + (stats?.flaky ?? 0), failed: stats?.unexpected ?? 0 };
}
/** Titles of the browser tests that failed once and then passed. */
function secondAttempts() {
  const specsOf = (suite) => [...(suite.specs ?? []), ...(suite.suites ?? []).flatMap(specsOf)];
  return (read(browserReport)?.suites ?? [])
    .flatMap(specsOf)
    .filter(({ tests }) => tests.some(({ status }) => status === 'flaky'))
    .map(({ file, title }) => `${file}: ${title}`);
}
function sum(one, other) {
  return { passed: one.passed + other.passed, failed: one.failed + other.failed };
}
