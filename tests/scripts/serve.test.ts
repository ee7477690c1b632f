import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serveFolder } from './serve.mjs';

let outer = '';
let served: Awaited<ReturnType<typeof serveFolder>>;
beforeAll(async () => {
  outer = await mkdtemp(join(tmpdir(), 'soundings-serve-'));
  const folder = join(outer, 'dist');
  await mkdir(join(folder, 'assets'), { recursive: true });
  await writeFile(join(outer, 'secret.txt'), 'secret');
  await writeFile(join(outer, 'dist-other'), 'secret');
  await writeFile(join(folder, 'index.html'), '<p>page</p>');
  await writeFile(join(folder, '.built-from'), 'hidden');
  await writeFile(join(folder, 'assets', 'index-AbCd_123.js'), 'run()');
  await writeFile(join(folder, 'assets', 'engine-AbCd_123.wasm.gz'), 'zipped');
  served = await serveFolder(folder, { base: '/some/where/' });
});
afterAll(async () => {
  await served.close();
  await rm(outer, { recursive: true });
});

/** Asks for a path as it is written: `fetch` would take the dots out of it. */
function ask(path: string, method = 'GET') {
  return new Promise<{ status: number; body: string; header: (name: string) => string }>((done, failed) => {
    const sent = request({ host: '127.0.0.1', port: served.port, path, method }, (response) => {
      let body = '';
      response.on('data', (text: Buffer) => (body += text.toString()));
      const header = (name: string) => String(response.headers[name] ?? '');
      response.on('end', () => done({ status: response.statusCode ?? 0, body, header }));
    });
    sent.on('error', failed).end();
  });
}

describe('the server of a build', () => {
  it('gives the page at its base, to be asked for anew each time', async () => {
    const page = await ask('/some/where/');
    expect(page).toMatchObject({ status: 200, body: '<p>page</p>' });
    expect(page.header('content-type')).toBe('text/html; charset=utf-8');
    expect(page.header('cache-control')).toBe('no-cache');
  });

  it('lets files whose name holds a hash be kept for ever', async () => {
    const script = await ask('/some/where/assets/index-AbCd_123.js');
    expect(script.header('content-type')).toBe('text/javascript; charset=utf-8');
    expect(script.header('cache-control')).toContain('immutable');
  });

  it('gives a gzipped file as it is, so that the page unpacks it', async () => {
    const wasm = await ask('/some/where/assets/engine-AbCd_123.wasm.gz');
    expect(wasm.body).toBe('zipped');
    expect(wasm.header('content-type')).toBe('application/octet-stream');
    expect(wasm.header('content-encoding')).toBe('');
  });

  it.each([
    '/some/where/../secret.txt',
    '/some/where/%2e%2e/secret.txt',
    '/some/where/..%2fsecret.txt',
    '/some/where/..%5csecret.txt',
    '/some/where/..%2fdist-other',
    '/some/where//etc/passwd',
    '/some/where/%00',
    '/some/where/%',
    '/some/where/.built-from',
    '/some/where/assets',
    '/index.html',
  ])('gives nothing for %s', async (path) => {
    const answer = await ask(path);
    expect(answer.status).toBe(404);
    expect(answer.body).toBe('Not found');
  });

  it('changes nothing for anyone', async () => {
    expect((await ask('/some/where/', 'POST')).status).toBe(405);
    expect(await ask('/some/where/', 'HEAD')).toMatchObject({ status: 200, body: '' });
  });

  it('takes the next port where one is taken', async () => {
    const other = await serveFolder(join(outer, 'dist'), { port: served.port, orNext: true });
    await other.close();
    expect(other.port).toBeGreaterThan(served.port);
    await expect(serveFolder(join(outer, 'dist'), { port: served.port })).rejects.toThrow(/EADDRINUSE/);
  });
});
