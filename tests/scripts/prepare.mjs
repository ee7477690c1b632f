// What both `npm start` and `npm test` do first: check Node, install the packages, build.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const BUILT_FROM = [
  'index.html',
  'package-lock.json',
  'public',
  'sample-data',
  'src',
  'svelte.config.js',
  'tsconfig.json',
  'vite.config.ts',
];

/** Ends the process with a sentence where Node is too old. */
export function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const enough = major > 22 || (major === 22 && minor >= 12) || (major === 20 && minor >= 19);
  if (enough) return;
  console.error(
    `Soundings needs Node 20.19 or newer (22.12 or newer in the 22 line); this is ${process.versions.node}. Get a current one from nodejs.org.`,
  );
  process.exit(1);
}

/**
 * Runs a command in the project's folder. With `quiet`, its output is kept and only shown by the caller.
 * @param {string} command
 * @param {string[]} args
 * @param {{ quiet?: boolean, env?: Record<string, string> }} [options]
 * @returns {Promise<{ ok: boolean, output: string }>}
 */
export function run(command, args, { quiet = false, env = {} } = {}) {
  return new Promise((done) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: quiet ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'],
      // npm and npx are scripts on Windows. No argument here comes from outside.
      shell: process.platform === 'win32' && ['npm', 'npx'].includes(command),
    });
    let output = '';
    child.stdout?.on('data', (text) => (output += text));
    child.stderr?.on('data', (text) => (output += text));
    child.on('error', (error) => done({ ok: false, output: error.message }));
    child.on('close', (code) => done({ ok: code === 0, output }));
  });
}

/** Runs a program of a package in node_modules with this very Node. */
export const runPackage = (entry, args, options) =>
  run(process.execPath, [join(root, 'node_modules', entry), ...args], options);

/** Installs the packages of the lock file unless they are there. False where that failed. */
export async function install() {
  const stamp = join(root, 'node_modules', '.soundings-lock');
  const wanted = hashOf([join(root, 'package-lock.json')]);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return true;
  if (!existsSync(stamp) && installedByNpm()) {
    writeFileSync(stamp, wanted);
    return true;
  }
  console.log('Installing packages (npm ci)');
  const quietly = ['--no-audit', '--no-fund'];
  // A registry that lacks another platform's binaries makes `npm ci` refuse; a plain install does without them.
  const ok =
    (await run('npm', ['ci', ...quietly])).ok || (await run('npm', ['install', '--no-save', ...quietly])).ok;
  if (ok) writeFileSync(stamp, wanted);
  else
    console.error('The packages could not be installed. npm says why above; a network is needed this once.');
  return ok;
}

/** Whether npm itself installed this very lock file: then its own record is newer. */
function installedByNpm() {
  const record = join(root, 'node_modules', '.package-lock.json');
  const lock = join(root, 'package-lock.json');
  return existsSync(record) && statSync(record).mtimeMs >= statSync(lock).mtimeMs;
}

/** Builds `dist/` unless it is the build of these very sources. False where that failed. */
export async function build({ quiet = false } = {}) {
  const stamp = join(root, 'dist', '.built-from');
  const wanted = hashOf(BUILT_FROM.map((name) => join(root, name)).flatMap(filesUnder));
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return { ok: true, output: 'up to date' };
  if (!quiet) console.log('Building');
  const result = await runPackage('vite/bin/vite.js', ['build', '--logLevel', 'error'], { quiet });
  if (result.ok) {
    mkdirSync(join(root, 'dist'), { recursive: true });
    writeFileSync(stamp, wanted);
  }
  return result;
}

function filesUnder(path) {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .sort()
    .flatMap((name) => filesUnder(join(path, name)));
}

function hashOf(files) {
  const hash = createHash('sha256');
  for (const file of files)
    hash.update(file.slice(root.length)).update('\0').update(readFileSync(file)).update('\0');
  return hash.digest('hex');
}
