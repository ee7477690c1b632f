/**
 * Keeps the whole build on the device, so that a reload works with the network off. The only worker started from a
 * URL, because a service worker cannot start from a blob; it therefore touches nothing but the build's own files.
 *
 * Pages ask the network first, so that a new build shows on the first reload, and fall back to the kept page. Files
 * come from the cache first. A new build is taken into use at once; the cache of the build before it stays, because a
 * page that is still open may yet ask for one of its files.
 */
interface WorkerEvent extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface RequestEvent extends WorkerEvent {
  readonly request: Request;
  respondWith(response: Promise<Response>): void;
}
/** The few things used here; TypeScript's own declarations for workers and for pages exclude each other. */
interface ServiceWorker {
  /** Written at the head of the built file by `src/build/offline-copy.ts`: SHA-256 by path. */
  readonly __BUILD__: { version: string; files: Record<string, string> };
  readonly registration: { readonly scope: string };
  readonly clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener(type: 'install' | 'activate', listener: (event: WorkerEvent) => void): void;
  addEventListener(type: 'fetch', listener: (event: RequestEvent) => void): void;
}

const worker = self as unknown as ServiceWorker;
const { version, files } = worker.__BUILD__;
const scope = worker.registration.scope;
/** Builds under other paths of this origin keep caches of their own. */
const prefix = `soundings ${scope} `;
const current = prefix + version;
/** The page is kept under the scope's own address: some hosts redirect `index.html`, and a redirect cannot be kept. */
const addressOf = (name: string) => new URL(name === 'index.html' ? './' : name, scope).href;
const addresses = Object.keys(files).map(addressOf);
/** How long a page waits for a slow network before the kept one is shown, in milliseconds. */
const PATIENCE = 3000;

worker.addEventListener('install', (event) => {
  event.waitUntil(keepBuild().then(() => worker.skipWaiting()));
});
worker.addEventListener('activate', (event) => {
  event.waitUntil(dropOldCaches().then(() => worker.clients.claim()));
});
worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || !url.href.startsWith(scope)) return;
  if (request.mode === 'navigate') event.respondWith(page(request));
  else event.respondWith(file(request));
});

async function keepBuild(): Promise<void> {
  const cache = await caches.open(current);
  for (const address of addresses) {
    // A hash in the name means that the same name is the same file: no need to fetch 8 MB of engine again.
    const same = /-[\w-]{8}\.[\w.]+$/.test(address) ? await caches.match(address) : undefined;
    const response = same ?? (await fetch(address, { cache: 'no-cache' }));
    if (!response.ok) throw new Error(`${address} could not be kept: status ${response.status}`);
    await cache.put(address, unredirected(response));
  }
}

async function dropOldCaches(): Promise<void> {
  const ours = (await caches.keys()).filter((name) => name.startsWith(prefix) && name !== current);
  // Names come in order of creation; the last is the build before this one.
  await Promise.all(ours.slice(0, -1).map((name) => caches.delete(name)));
}

async function page(request: Request): Promise<Response> {
  const late = new Promise<null>((resolve) => setTimeout(resolve, PATIENCE, null));
  const answer = await Promise.race([fetch(request).catch(() => null), late]);
  // A navigation's redirect is for the browser to follow.
  if (answer && (answer.ok || answer.type === 'opaqueredirect')) return answer;
  const { origin, pathname } = new URL(request.url);
  const kept = await mine(addressOf(`${origin}${pathname}`.replace(/\/index\.html$/, '/')));
  // The page names its parts relative to itself, so at a deeper address it must be asked for again.
  return kept ?? Response.redirect(scope);
}

async function file(request: Request): Promise<Response> {
  return (await mine(request.url)) ?? (await caches.match(request.url)) ?? fetch(request);
}

/** From this build's cache, which is not made by asking: the user may have deleted it. */
const mine = (address: string) => caches.match(address, { cacheName: current });

/** A copy without the mark of a redirect, which a browser refuses as the answer to a navigation. */
function unredirected(response: Response): Response {
  if (!response.redirected) return response;
  return new Response(response.body, { status: response.status, headers: response.headers });
}
