// WebKitGTK by WebDriver, which needs no package: a handful of requests to WebKitWebDriver under a virtual display.
import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { createServer } from 'node:net';
import process from 'node:process';

export const label = 'WebKitGTK';

/** The test browser that WebKitWebDriver starts, where driver, browser and display are all there. */
export function find() {
  if (process.platform !== 'linux') return null;
  if (!['/usr/bin/WebKitWebDriver', '/usr/bin/xvfb-run'].every((path) => existsSync(path))) return null;
  const libraries = `/usr/lib/${process.arch === 'arm64' ? 'aarch64' : 'x86_64'}-linux-gnu`;
  if (!existsSync(libraries)) return null;
  const found = readdirSync(libraries)
    .filter((name) => name.startsWith('webkit'))
    .map((name) => `${libraries}/${name}/MiniBrowser`)
    .find((path) => existsSync(path));
  return found ?? null;
}

/** @returns {Promise<import('./journey.mjs').Browser>} */
export async function launch(path) {
  const port = await freePort();
  const driver = spawn('xvfb-run', ['-a', 'WebKitWebDriver', `--port=${port}`], {
    stdio: 'ignore',
    detached: true,
  });
  const stop = () => {
    try {
      process.kill(-driver.pid);
    } catch {
      // It has ended by itself.
    }
  };
  try {
    const session = await openSession(`http://127.0.0.1:${port}`, path);
    return {
      open: (address) => session('POST', '/url', { url: address }),
      reload: () => session('POST', '/refresh', {}),
      evaluate: (expression) =>
        session('POST', '/execute/sync', { script: `return ${expression}`, args: [] }),
      async choose(name, file) {
        const found = { using: 'css selector', value: `input[aria-label="${name}"]` };
        const [id] = Object.values(await session('POST', '/element', found));
        await session('POST', `/element/${id}/value`, { text: file });
      },
      async close() {
        await session('DELETE', '').catch(() => undefined);
        stop();
      },
    };
  } catch (error) {
    stop();
    throw error;
  }
}

/** The driver takes a moment to listen. */
async function openSession(driver, browser) {
  const options = { binary: browser, args: ['--automation'] };
  const wanted = { capabilities: { alwaysMatch: { 'webkitgtk:browserOptions': options } } };
  for (let attempt = 1; ; attempt++)
    try {
      const { sessionId } = await request(`${driver}/session`, 'POST', wanted);
      return (method, path, body) => request(`${driver}/session/${sessionId}${path}`, method, body);
    } catch (error) {
      if (attempt === 40 || !(error instanceof TypeError)) throw error;
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
}

async function request(address, method, body) {
  const response = await fetch(address, { method, ...(body ? { body: JSON.stringify(body) } : {}) });
  const { value } = await response.json();
  if (value?.error) throw new Error(`${value.error}: ${value.message}`);
  return value;
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
