import { pageMark, workerWatch } from '../values/worker-watch';

/**
 * Starts a worker from a blob, because a worker started from its address would not be under the page's policy. In
 * development there is no policy, and modules load from their addresses.
 *
 * `url` is what an import with `?worker&url` gives. The texts are kept, so that a later start works offline.
 */
export async function startWorker(url: string): Promise<Worker> {
  if (import.meta.env.DEV) return new Worker(url, { type: 'module', name: pageMark });
  const blob = URL.createObjectURL(await textOf(url));
  const worker = new Worker(blob, { type: 'module', name: pageMark });
  // The worker has read its text once it answers; until then the address must stay.
  worker.addEventListener('message', () => URL.revokeObjectURL(blob), { once: true });
  return worker;
}

const texts = new Map<string, Promise<Blob>>();

function textOf(url: string): Promise<Blob> {
  const known = texts.get(url);
  if (known) return known;
  const text = fetch(url).then(async (response) => {
    if (!response.ok) throw new Error(`${url}: status ${response.status}`);
    return new Blob([workerWatch, await response.text()], { type: 'text/javascript' });
  });
  texts.set(url, text);
  text.catch(() => texts.delete(url));
  return text;
}
