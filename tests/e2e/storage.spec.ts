import { fileURLToPath } from 'node:url';
import { expect, test as base, type Page } from './fixture';
import { serveSmallBuild } from './small-build';
import type { StoragePage } from './storage-page/main';

declare global {
  // Only in the page under test.
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type -- it only joins two
  interface Window extends StoragePage {}
}

const test = base.extend<object, { storagePage: string }>({
  storagePage: [
    // eslint-disable-next-line no-empty-pattern -- Playwright reads the pattern
    async ({}, use) => {
      const served = await serveSmallBuild(fileURLToPath(new URL('storage-page', import.meta.url)));
      await use(served.address);
      await served.close();
    },
    { scope: 'worker' },
  ],
  baseURL: ({ storagePage }, use) => use(storagePage),
});

async function open(page: Page): Promise<void> {
  await page.goto('./');
  await expect(page.locator('body[data-ready=yes]')).toBeAttached();
}

/** Takes the private file system away from page and workers, as some browsers do. */
function withoutFileSystem(): void {
  const Real = Blob;
  Reflect.deleteProperty(StorageManager.prototype, 'getDirectory');
  window.Blob = class extends Real {
    constructor(parts: BlobPart[] = [], options?: BlobPropertyBag) {
      const isWorker = options?.type === 'text/javascript';
      super(isWorker ? ['delete StorageManager.prototype.getDirectory;', ...parts] : parts, options);
    }
  };
}

test('what was saved is there after a reload, newest first', async ({ page }) => {
  await open(page);
  await page.evaluate(async () => {
    const store = await window.openStore();
    await store.save('a', 'First', 'one');
    await new Promise((later) => setTimeout(later, 5));
    await store.save('b', 'Second', 'zwei €');
    await store.setLastOpened('a');
  });
  await page.reload();
  const found = await page.evaluate(async () => {
    const store = await window.openStore();
    const list = await store.list();
    return {
      list: list.map(({ id, title, bytes }) => ({ id, title, bytes })),
      text: (await store.load('b'))?.text,
      absent: await store.load('c'),
      last: await store.lastOpened(),
    };
  });
  expect(found).toEqual({
    list: [
      { id: 'b', title: 'Second', bytes: 8 },
      { id: 'a', title: 'First', bytes: 3 },
    ],
    text: 'zwei €',
    absent: null,
    last: 'a',
  });
});

test('a page closed right after a save has lost nothing', async ({ context }) => {
  for (let round = 0; round < 10; round += 1) {
    const page = await context.newPage();
    await open(page);
    const before = await page.evaluate(async (text) => {
      const store = await window.openStore();
      const found = await store.load('n');
      await store.save('n', 'Title', text);
      return found?.text ?? null;
    }, `text ${round}`);
    expect(before).toBe(round === 0 ? null : `text ${round - 1}`);
    await page.close({ runBeforeUnload: false });
  }
});

for (const place of ['the private file system', 'the database'])
  test(`a source kept in ${place} comes back byte for byte, with the hash of its bytes`, async ({ page }) => {
    if (place === 'the database') await page.addInitScript(withoutFileSystem);
    const workers: string[] = [];
    page.on('worker', (worker) => workers.push(worker.url()));
    await open(page);
    const kept = await page.evaluate(async () => {
      const store = await window.openStore();
      const file = window.fileOf('orders.csv', 9_000_001);
      const fractions: number[] = [];
      const result = await store.keepSource('n', 'orders', file, (fraction) => fractions.push(fraction));
      const rising = fractions.every(
        (fraction, index) => index === 0 || fraction > (fractions[index - 1] ?? 0),
      );
      return {
        ...result,
        same: result.sha256 === (await window.sha256(file)),
        rising,
        last: fractions.at(-1),
      };
    });
    expect(kept).toMatchObject({ kept: true, same: true, rising: true, last: 1 });
    expect(workers.filter((url) => !url.startsWith('blob:'))).toEqual([]);
    await page.reload();
    const found = await page.evaluate(async () => {
      const store = await window.openStore();
      const file = await store.openSource('n', 'orders');
      const [source] = await store.sources('n');
      return {
        name: file?.name,
        size: file?.size,
        modified: file?.lastModified,
        same: file !== null && (await window.sha256(file)) === source?.sha256,
        absent: await store.openSource('n', 'tickets'),
      };
    });
    expect(found).toEqual({
      name: 'orders.csv',
      size: 9_000_001,
      modified: 86_400_000,
      same: true,
      absent: null,
    });
    if (place === 'the private file system')
      expect(await page.evaluate(() => window.keptFiles())).toHaveLength(1);
  });

test('an empty file is kept as an empty file', async ({ page }) => {
  await open(page);
  const found = await page.evaluate(async () => {
    const store = await window.openStore();
    const { kept, sha256 } = await store.keepSource('n', 'empty', new File([], 'empty.csv'), () => {});
    return { kept, sha256, size: (await store.openSource('n', 'empty'))?.size };
  });
  const sha256 = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
  expect(found).toEqual({ kept: true, sha256, size: 0 });
});

test('a replaced or removed source leaves no bytes, and a removed notebook leaves nothing', async ({
  page,
}) => {
  await open(page);
  const counts = await page.evaluate(async () => {
    const store = await window.openStore();
    const files: number[] = [];
    const count = async () => files.push((await window.keptFiles()).length);
    const keep = (relation: string, bytes: number) =>
      store.keepSource('n', relation, window.fileOf(`${relation}.csv`, bytes), () => {});
    await keep('orders', 1000);
    await keep('orders', 2000);
    await count();
    const size = (await store.openSource('n', 'orders'))?.size;
    await keep('tickets', 500);
    await count();
    await store.removeSource('n', 'tickets');
    await count();
    await store.save('n', 'Title', 'text');
    await store.saveResult('n', 'c', { rows: 1 });
    await store.saveResult('other', 'c', { rows: 2 });
    await store.remove('n');
    await count();
    const left = [await store.list(), await store.sources('n'), [...(await store.loadResults('n'))]];
    return { files, size, left: left.flat(), other: [...(await store.loadResults('other'))] };
  });
  expect(counts).toEqual({ files: [1, 2, 1, 0], size: 2000, left: [], other: [['c', { rows: 2 }]] });
});

test('a stop leaves no bytes and keeps the source as it was', async ({ page }) => {
  await open(page);
  const found = await page.evaluate(async () => {
    const store = await window.openStore();
    await store.keepSource('n', 'orders', window.fileOf('orders.csv', 1000), () => {});
    const stop = new AbortController();
    const outcome = await store
      .keepSource('n', 'orders', window.fileOf('orders.csv', 20_000_000), () => stop.abort(), stop.signal)
      .catch((error: unknown) => (error as Error).name);
    const size = (await store.openSource('n', 'orders'))?.size;
    return { outcome, size, files: (await window.keptFiles()).length };
  });
  expect(found).toEqual({ outcome: 'Stopped', size: 1000, files: 1 });
});

test('a page closed in the middle of keeping leaves no half source, and the next visit sweeps up', async ({
  context,
}) => {
  const first = await context.newPage();
  await open(first);
  await first.evaluate(
    () =>
      new Promise<void>((begun) => {
        void window
          .openStore()
          .then((store) => store.keepSource('n', 'big', window.fileOf('big.csv', 60_000_000), () => begun()));
      }),
  );
  await first.close();
  const second = await context.newPage();
  await open(second);
  expect(await second.evaluate(async () => (await window.openStore()).sources('n'))).toEqual([]);
  await expect
    .poll(() => second.evaluate(() => window.openStore().then(() => window.keptFiles())))
    .toEqual([]);
});

test('a sweep leaves alone what another tab is writing', async ({ context }) => {
  const [one, other] = [await context.newPage(), await context.newPage()];
  await Promise.all([open(one), open(other)]);
  const keeping = one.evaluate(async () => {
    const store = await window.openStore();
    const file = window.fileOf('big.csv', 60_000_000);
    document.body.dataset.ready = 'keeping';
    const { kept } = await store.keepSource('n', 'big', file, () => {});
    return kept && (await store.openSource('n', 'big'))?.size;
  });
  await expect(one.locator('body[data-ready=keeping]')).toBeAttached();
  for (let round = 0; round < 5; round += 1)
    await other.evaluate(() => window.openStore().then(() => undefined));
  expect(await keeping).toBe(60_000_000);
});

async function allowBytes(page: Page, quotaSize: number): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Storage.overrideQuotaForOrigin', { origin: new URL(page.url()).origin, quotaSize });
}

test('on a full disk a save says so in a sentence and leaves what was kept', async ({ page }) => {
  await open(page);
  // Before the first write: the browser remembers for a while how much room it found.
  await allowBytes(page, 300_000);
  await page.evaluate(async () => (await window.openStore()).save('n', 'Title', 'kept'));
  const found = await page.evaluate(async () => {
    const store = await window.openStore();
    // Not the same letter again and again: the browser would squeeze that into the room that is left.
    const text = Array.from({ length: 100_000 }, () => crypto.randomUUID()).join('');
    const problem = await store.save('n', 'Title', text).then(
      () => null,
      (error: unknown) => (error as { problem: { reason: string; message: string } }).problem,
    );
    return { problem, text: (await store.load('n'))?.text };
  });
  expect(found.text).toBe('kept');
  expect(found.problem?.reason).toBe('storage');
  expect(found.problem?.message).toContain('The notebook “Title” could not be kept on this device.');
  expect(found.problem?.message).toContain('no room left');
});

// A context of its own that writes to a disk: in the usual one, which forgets, the browser sets files no limit.
test('on a full disk a source still gets its hash, says why it is not kept, and leaves no bytes', async ({
  playwright,
  launchOptions,
  storagePage,
}) => {
  const context = await playwright.chromium.launchPersistentContext('', launchOptions);
  const page = await context.newPage();
  await page.goto(storagePage);
  await expect(page.locator('body[data-ready=yes]')).toBeAttached();
  await allowBytes(page, 300_000);
  const found = await page.evaluate(async () => {
    const store = await window.openStore();
    const file = window.fileOf('orders.csv', 5_000_000);
    const { kept, reason, sha256 } = await store.keepSource('n', 'orders', file, () => {});
    const same = sha256 === (await window.sha256(file));
    return { kept, reason, same, files: await window.keptFiles(), sources: await store.sources('n') };
  });
  await context.close();
  expect(found).toMatchObject({ kept: false, same: true, files: [], sources: [] });
  expect(found.reason).toContain('no room left');
});

test('where the browser keeps nothing the store works on in memory and says so', async ({ page }) => {
  await page.addInitScript(() => {
    const refuse = () => {
      throw new DOMException('The operation is insecure.', 'SecurityError');
    };
    Object.defineProperty(window, 'indexedDB', { value: { open: refuse } });
  });
  await open(page);
  const found = await page.evaluate(async () => {
    const store = await window.openStore();
    await store.save('n', 'Title', 'text');
    const file = window.fileOf('orders.csv', 1000);
    const { kept, sha256 } = await store.keepSource('n', 'orders', file, () => {});
    return {
      text: (await store.load('n'))?.text,
      usage: await store.usage(),
      kept,
      same: sha256 === (await window.sha256(file)),
      size: (await store.openSource('n', 'orders'))?.size,
    };
  });
  expect(found).toEqual({ text: 'text', usage: null, kept: false, same: true, size: 1000 });
});

test('results come back as they were, typed arrays too', async ({ page }) => {
  await open(page);
  const found = await page.evaluate(async () => {
    const store = await window.openStore();
    await store.saveResult('n', 'a', { values: Float64Array.of(1.5, NaN), text: ['x', null] });
    await store.saveResult('n', 'b', 1);
    await store.removeResult('n', 'b');
    const results = await store.loadResults('n');
    const { values, text } = results.get('a') as { values: Float64Array; text: (string | null)[] };
    return { names: [...results.keys()], typed: values instanceof Float64Array, first: values[0], text };
  });
  expect(found).toEqual({ names: ['a'], typed: true, first: 1.5, text: ['x', null] });
});

test('the space used and allowed can be asked for', async ({ page }) => {
  await open(page);
  const usage = await page.evaluate(async () => (await window.openStore()).usage());
  expect(usage?.quota).toBeGreaterThan(1_000_000);
  expect(typeof usage?.persistent).toBe('boolean');
});
