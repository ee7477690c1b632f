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
