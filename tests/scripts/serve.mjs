// Serves a folder over HTTP on this machine: `node serve.mjs [folder] [port] [base path]`. No dependencies.
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, resolve, sep } from 'node:path';
import { argv } from 'node:process';
import { pathToFileURL } from 'node:url';

const TYPES = {
  '.css': 'text/css; charset=utf-8',
  '.csv': 'text/csv; charset=utf-8',
  // Never with Content-Encoding: the page unpacks it itself, so that any static host will do.
  '.gz': 'application/octet-stream',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.md': 'text/markdown; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
};

/**
 * Starts a server of `folder` under `base` on 127.0.0.1; a port of 0 is any free one. With `orNext`, a taken port
 * moves on to the next, twenty times.
 * @param {string} folder
 * @param {{ port?: number, base?: string, orNext?: boolean }} [options]
 * @returns {Promise<{ address: string, port: number, close: () => Promise<void> }>}
 */
export async function serveFolder(folder, { port = 0, base = '/', orNext = false } = {}) {
  const root = resolve(folder);
  const server = createServer((request, response) => void answer(root, base, request, response));
  for (let candidate = port; ; candidate += 1)
    try {
      await listen(server, candidate);
      break;
    } catch (error) {
      if (error.code !== 'EADDRINUSE' || !orNext || candidate >= port + 20) throw error;
    }
  const taken = server.address().port;
  const close = () =>
    new Promise((done) => {
      server.close(() => done());
      server.closeAllConnections();
    });
  return { address: `http://127.0.0.1:${taken}${base}`, port: taken, close };
}

function listen(server, port) {
  return new Promise((done, failed) => {
    server.once('error', failed);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', failed);
      done();
    });
  });
}

async function answer(root, base, request, response) {
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return refuse(response, 405, 'Only GET and HEAD');
  const found = await find(root, base, request.url ?? '/');
  if (!found) return refuse(response, 404, 'Not found');
  response.writeHead(200, {
    'Content-Type': TYPES[extname(found.path)] ?? 'application/octet-stream',
    'Content-Length': found.size,
    'Cache-Control': /-[\w-]{8}\.[\w.]+$/.test(found.path)
      ? 'public, max-age=31536000, immutable'
      : 'no-cache',
    'X-Content-Type-Options': 'nosniff',
  });
  if (request.method === 'HEAD') return response.end();
  createReadStream(found.path)
    .on('error', () => response.destroy())
    .pipe(response);
}

/** The file that an address means, or null: outside the base, outside the folder, hidden, or not there. */
async function find(root, base, url) {
  let path;
  try {
    path = decodeURIComponent(new URL(url, 'http://localhost').pathname);
  } catch {
    return null;
  }
  if (!path.startsWith(base) || path.includes('\0')) return null;
  const name = path.slice(base.length) || 'index.html';
  const full = join(root, name.endsWith('/') ? `${name}index.html` : name);
  if (!full.startsWith(root + sep) || full.slice(root.length).includes(`${sep}.`)) return null;
  const found = await stat(full).catch(() => null);
  return found?.isFile() ? { path: full, size: found.size } : null;
}

function refuse(response, status, message) {
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' });
  response.end(message);
}

if (argv[1] && import.meta.url === pathToFileURL(argv[1]).href) {
  const [, , folder = 'dist', port = '4173', base = '/'] = argv;
  const { address } = await serveFolder(folder, { port: Number(port), base });
  console.log(`Serving ${folder} at ${address}`);
}
