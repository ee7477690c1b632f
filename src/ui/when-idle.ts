/** Does it once the page has nothing else to do, two seconds on at the latest; the function returned calls it off. */
export function whenIdle(act: () => void): () => void {
  // Safari has no idle callback.
  if (!('requestIdleCallback' in globalThis)) {
    const waiting = setTimeout(act, 500);
    return () => clearTimeout(waiting);
  }
  const asked = requestIdleCallback(act, { timeout: 2000 });
  return () => cancelIdleCallback(asked);
}
