/** Bytes used and allowed on this origin, and whether the browser has promised to keep them; null where it tells nobody. */
export async function usedSpace(): Promise<{ used: number; quota: number; persistent: boolean } | null> {
  if (!('storage' in navigator)) return null;
  const { usage = 0, quota = 0 } = await navigator.storage.estimate();
  return { used: usage, quota, persistent: await navigator.storage.persisted() };
}
