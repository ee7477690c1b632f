import type { Engine } from '../engine/client';
import { pageMark, watchRefusals, workerWatch, type Refusal } from '../values/worker-watch';

/** Of a domain that is reserved, so that nobody can be there; a host for each attempt tells their refusals apart. */
const addressFor = (id: string): string => `https://${id}.example.invalid/`;

/** How an attempt to reach another address ended. `failed`: it did not get out, but nothing shows what stopped it. */
export interface Ended {
  how: 'blocked' | 'failed' | 'went out';
  by: string;
}
export interface Attempt {
  id: string;
  label: string;
  make: (engine: Engine) => Promise<Ended>;
}

/** How long a refusal may take to be heard of, in milliseconds. */
const PATIENCE = 3000;

/**
 * Something that would reach `address`, held to be blocked only where the browser names the part of its policy that
 * refused this very address: an error alone could be a missing network.
 */
async function refused(address: string, act: () => unknown): Promise<Ended> {
  let end: () => void = () => undefined;
  const refusal = new Promise<Refusal | null>((resolve) => {
    const { host } = new URL(address);
    const stop = watchRefusals((one) => {
      if (one.address.includes(host)) resolve(one);
    });
    const timer = setTimeout(() => resolve(null), PATIENCE);
    end = () => {
      stop();
      clearTimeout(timer);
    };
  });
  const outcome = Promise.resolve()
    .then(act)
    .then(
      () => 'went out' as const,
      () => 'failed' as const,
    );
  const heard = await refusal;
  end();
  if (heard) return { how: 'blocked', by: `the content policy (${heard.directive})` };
  const how = await Promise.race([outcome, Promise.resolve('failed' as const)]);
  return { how, by: how === 'failed' ? 'something that does not name itself' : '' };
}

const loaded = (element: HTMLImageElement | HTMLScriptElement): Promise<void> =>
  new Promise((resolve, reject) => {
    element.onload = () => resolve();
    element.onerror = () => reject(new Error('not loaded'));
  });

async function appended(element: HTMLScriptElement): Promise<void> {
  const done = loaded(element);
  document.body.append(element);
  await done.finally(() => element.remove());
}

function inWorker(address: string): Promise<void> {
  const text = `${workerWatch}fetch(${JSON.stringify(address)},{mode:'no-cors'}).then(()=>postMessage(true),()=>postMessage(false))`;
  const url = URL.createObjectURL(new Blob([text], { type: 'text/javascript' }));
  const worker = new Worker(url, { name: pageMark });
  return new Promise<void>((resolve, reject) => {
    worker.onmessage = ({ data }) => (data === true ? resolve() : reject(new Error('refused')));
    worker.onerror = () => reject(new Error('no worker'));
  }).finally(() => {
    URL.revokeObjectURL(url);
    // The refusal is told by the worker: it may not die before that is heard.
    setTimeout(() => worker.terminate(), PATIENCE);
  });
}

function opened(source: WebSocket | EventSource): Promise<void> {
  return new Promise<void>((resolve, reject) => {
    source.onopen = () => resolve();
    source.onerror = () => reject(new Error('not opened'));
  }).finally(() => source.close());
}

async function bySql(engine: Engine): Promise<Ended> {
  const outcome = await engine.runSql({
    name: 'privacy_test',
    sql: `SELECT * FROM read_csv('${addressFor('sql')}data.csv')`,
    variables: [],
  });
  if (outcome.ok) return { how: 'went out', by: '' };
  return /^SQL cannot reach/.test(outcome.problem.message)
    ? { how: 'blocked', by: "the engine's lock" }
    : { how: 'failed', by: outcome.problem.message };
}

/**
 * Everything that the test in front of the user tries, in its order. No frame: Chromium connects to a frame's host
 * before it asks the policy, and the test must not do what it tests against.
 */
export const attempts: readonly Attempt[] = [
  attempt('fetch', 'Send data with fetch', (address) => fetch(address, { mode: 'no-cors' })),
  attempt('image', 'Load a picture', (address) => {
    const image = new Image();
    const done = loaded(image);
    image.src = address;
    return done;
  }),
  attempt('worker', 'Send data from a worker', inWorker),
  { id: 'sql', label: 'Read an address from SQL', make: bySql },
  attempt('socket', 'Open a WebSocket', (address) => opened(new WebSocket(address.replace(/^https/, 'wss')))),
  attempt('events', 'Open an event stream', (address) => opened(new EventSource(address))),
  attempt('beacon', 'Send a beacon', (address) => {
    if (!navigator.sendBeacon(address, 'x')) throw new Error('refused');
  }),
  attempt('script', 'Load a script', (address) => {
    const script = document.createElement('script');
    script.src = address;
    return appended(script);
  }),
];

function attempt(id: string, label: string, act: (address: string) => unknown): Attempt {
  return { id, label, make: () => refused(addressFor(id), () => act(addressFor(id))) };
}
