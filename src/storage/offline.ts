/**
 * Keeps the build on this device, so that a reload works with the network off. Does nothing in development and where
 * the browser has no service workers; a refusal (a private window, say) costs nothing but the offline reload.
 */
export function registerOffline(): void {
  if (import.meta.env.DEV || !('serviceWorker' in navigator)) return;
  navigator.serviceWorker
    .register(new URL('./service-worker.js', document.baseURI))
    // The browser looks for a new build by itself, but when it likes.
    .then((registration) => registration.update())
    .catch(() => {});
}

const scope = (): string => new URL('./', document.baseURI).href;

/** Names of the caches that hold copies of this app; those of others on this origin are not among them. */
export async function buildCaches(): Promise<string[]> {
  if (!('caches' in globalThis)) return [];
  const names = await caches.keys().catch(() => []);
  return names.filter((name) => name.startsWith(`soundings ${scope()} `));
}

/** The service worker of this app, if any. */
export async function buildWorkers(): Promise<ServiceWorkerRegistration[]> {
  if (!('serviceWorker' in navigator)) return [];
  const all = await navigator.serviceWorker.getRegistrations().catch(() => []);
  return all.filter((registration) => registration.scope === scope());
}
