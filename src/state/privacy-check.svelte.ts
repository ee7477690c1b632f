import { createSHA256 } from 'hash-wasm';
import type { Engine } from '../engine/client';
import { watchRefusals } from '../values/worker-watch';
import { attempts, type Ended } from './outside-attempts';

/** A file of the build: the digest it was published with, and what came of hashing what this page gets. */
export interface BuildFile {
  path: string;
  sha256: string;
  /** `unpacked`: the host unpacks it on the way, so that its digest cannot be compared. */
  check: 'not yet' | 'same' | 'differs' | 'unpacked' | 'missing';
}

const LIST = 'SHA256SUMS.txt';

/** Proof, in front of the user, of what is promised: attempts to get out, and the files that the app is made of. */
export class PrivacyCheck {
  /** Attempts that the content policy has refused since the page opened, those of the test included. */
  refused = $state(0);
  running = $state(false);
  /** By the attempt's id. */
  ended = $state.raw<Readonly<Record<string, Ended>>>({});
  files = $state.raw<readonly BuildFile[] | null>(null);
  /** One digest that stands for all files: of the list itself. */
  fingerprint = $state('');
  listProblem = $state<string | null>(null);
  hashing = $state(false);
  readonly attempts = attempts;

  constructor(private readonly engine: Engine) {
    watchRefusals(() => (this.refused += 1));
  }

  /** Makes all attempts, one after another. */
  async run(): Promise<void> {
    if (this.running) return;
    this.running = true;
    this.ended = {};
    for (const { id, make } of attempts) {
      const ended = await make(this.engine).catch((error: unknown): Ended => ({
        how: 'failed',
        by: String(error),
      }));
      this.ended = { ...this.ended, [id]: ended };
    }
    this.running = false;
  }

  /** Reads the list of files that was made with the build. */
  async readList(): Promise<void> {
    if (this.files !== null) return;
    const response = await fetch(LIST).catch(() => null);
    const text = response?.ok ? await response.text() : '';
    this.files = [...text.matchAll(/^([0-9a-f]{64}) {2}(.+)$/gm)].map(([, sha256 = '', path = '']) => ({
      path,
      sha256,
      check: 'not yet',
    }));
    this.fingerprint = text === '' ? '' : await digestOf(new Blob([text]));
    this.listProblem =
      this.files.length > 0 ? null : 'This page was not made by a build, so there is no list of its files.';
  }

  /** Fetches each file as the page would, and compares its digest with the list's. */
  async hashFiles(): Promise<void> {
    if (this.hashing) return;
    this.hashing = true;
    for (const { path, sha256 } of this.files ?? []) {
      const check = await checkOf(path, sha256);
      this.files = (this.files ?? []).map((file) => (file.path === path ? { ...file, check } : file));
    }
    this.hashing = false;
  }
}

async function checkOf(path: string, sha256: string): Promise<BuildFile['check']> {
  const address = path.split('/').map(encodeURIComponent).join('/');
  const response = await fetch(address === 'index.html' ? './' : address).catch(() => null);
  if (!response?.ok) return 'missing';
  const bytes = await response.blob();
  if ((await digestOf(bytes)) === sha256) return 'same';
  return path.endsWith('.gz') && !(await isGzip(bytes)) ? 'unpacked' : 'differs';
}

async function isGzip(bytes: Blob): Promise<boolean> {
  const [one, two] = new Uint8Array(await bytes.slice(0, 2).arrayBuffer());
  return one === 0x1f && two === 0x8b;
}

/** Not by WebCrypto, which is absent where the page comes without TLS from another machine. */
async function digestOf(bytes: Blob): Promise<string> {
  const hash = await createSHA256();
  hash.update(new Uint8Array(await bytes.arrayBuffer()));
  return hash.digest('hex');
}
