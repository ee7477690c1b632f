import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openMemoryStore } from '../../src/storage/memory-store';
import { Stopped } from '../../src/values/problem';

describe('the store in memory', () => {
  it('gives back the last text saved of every notebook, whatever the order of saves', async () => {
    const saves = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.string()), { maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(saves, async (given) => {
        const store = openMemoryStore();
        for (const [id, text] of given) await store.save(id, `title of ${id}`, text);
        const last = new Map(given);
        for (const [id, text] of last) expect((await store.load(id))?.text).toBe(text);
        expect((await store.list()).map(({ id }) => id).sort()).toEqual([...last.keys()].sort());
      }),
    );
  });

  it('hashes as SHA-256 does, and says that it keeps nothing', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 5000 }), async (bytes) => {
        const file = new File([new Uint8Array(bytes)], 'x.csv');
        const { sha256, kept, reason } = await openMemoryStore().keepSource('n', 'x', file, () => {});
        expect(sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
        expect(kept).toBe(false);
        expect(reason).toMatch(/keeps nothing/);
      }),
    );
  });

  it('removes with a notebook its sources and results, and nothing of another', async () => {
    const store = openMemoryStore();
    for (const id of ['a', 'b']) {
      await store.save(id, id, id);
      await store.keepSource(id, 'orders', new File(['1'], 'orders.csv'), () => {});
      await store.saveResult(id, 'cell', { rows: 1 });
    }
    await store.remove('a');
    expect(await store.load('a')).toBeNull();
    expect(await store.sources('a')).toEqual([]);
    expect(await store.openSource('a', 'orders')).toBeNull();
    expect([...(await store.loadResults('a'))]).toEqual([]);
    expect(await store.openSource('b', 'orders')).toBeInstanceOf(File);
    expect([...(await store.loadResults('b'))]).toEqual([['cell', { rows: 1 }]]);
  });

  it('gives back copies of results, so that nobody changes what was saved', async () => {
    const store = openMemoryStore();
    const result = { values: [1, 2] };
    await store.saveResult('n', 'cell', result);
    result.values.push(3);
    expect((await store.loadResults('n')).get('cell')).toEqual({ values: [1, 2] });
    await expect(store.saveResult('n', 'cell', { draw: () => {} })).rejects.toThrow();
  });

  it('stops reading a file when asked to', async () => {
    const stop = AbortSignal.abort();
    const file = new File(['1'], 'x.csv');
    await expect(openMemoryStore().keepSource('n', 'x', file, () => {}, stop)).rejects.toBeInstanceOf(
      Stopped,
    );
  });
});
