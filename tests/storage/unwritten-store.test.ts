import { describe, expect, it } from 'vitest';
import { openMemoryStore } from '../../src/storage/memory-store';
import { ChangedElsewhere } from '../../src/storage/storage-problem';
import { openUnwrittenStore } from '../../src/storage/unwritten-store';

describe('a store for who keeps nothing', () => {
  it('reads what is kept and changes it in memory only', async () => {
    const beneath = openMemoryStore();
    await beneath.save('a', 'Kept', 'one');
    const store = openUnwrittenStore(beneath);
    expect((await store.load('a'))?.text).toBe('one');
    await store.save('a', 'Changed', 'two', 1);
    await store.saveResult('a', 'cell', 1);
    await store.setSetting('theme', 'dark');
    await store.keepSource('a', 'sales', new File(['x'], 'sales.csv'), () => undefined);
    expect((await store.load('a'))?.text).toBe('two');
    expect((await store.list()).map(({ title, sources }) => [title, sources])).toEqual([['Changed', 1]]);
    expect((await beneath.load('a'))?.text).toBe('one');
    expect([await beneath.sources('a'), [...(await beneath.loadResults('a'))]].flat()).toEqual([]);
    expect(await beneath.setting('theme')).toBeNull();
  });

  it('deletes for good what the user deletes', async () => {
    const beneath = openMemoryStore();
    await beneath.save('a', 'Kept', 'one');
    await openUnwrittenStore(beneath).remove('a');
    expect(await beneath.list()).toEqual([]);
  });

  it('takes a text that continues a notebook which is kept nowhere any more', async () => {
    const store = openUnwrittenStore(null);
    await store.save('a', 'Deleted elsewhere', 'text', 7);
    expect((await store.load('a'))?.text).toBe('text');
  });
});

describe('a save that continues a revision', () => {
  it('is taken where that revision is kept, and refused where another or none is', async () => {
    const store = openMemoryStore();
    const first = await store.save('a', 'Title', 'one', null);
    const second = await store.save('a', 'Title', 'two', first);
    const refused = async (base: number | null) =>
      store.save('a', 'Title', 'three', base).catch((error: unknown) => error);
    expect(await refused(first)).toBeInstanceOf(ChangedElsewhere);
    expect(await refused(null)).toBeInstanceOf(ChangedElsewhere);
    expect((await store.load('a'))?.text).toBe('two');
    await store.remove('a');
    expect(await refused(second)).toMatchObject({ how: 'deleted' });
  });
});
