import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { archiveOf } from '../../src/formats/archives';
import type { ArchiveEntry } from '../../src/formats/archives/archive';
import { unpackMembers } from '../../src/formats/archives/gzip-members';
import { packFiles } from '../../src/formats/archives/pack-files';
import { gather, refuseBomb } from '../../src/formats/archives/unpacked';

// The files were made by Info-ZIP's zip, 7-Zip, gzip and Python: see files/make.sh.
const bytesOf = (name: string): Buffer => readFileSync(path.join(import.meta.dirname, 'files', name));

async function entriesOf(bytes: Uint8Array<ArrayBuffer>, name: string): Promise<ArchiveEntry[]> {
  const archive = archiveOf(bytes.subarray(0, 65_536), name);
  if (!archive) throw new Error(`${name} is not recognised`);
  return archive.entries(new Blob([bytes]), name);
}
const entriesIn = (name: string): Promise<ArchiveEntry[]> => entriesOf(new Uint8Array(bytesOf(name)), name);
const contents = async (entries: readonly ArchiveEntry[]): Promise<[string, string][]> => {
  const found: [string, string][] = [];
  for (const entry of entries) found.push([entry.name, await (await entry.unpack()).text()]);
  return found;
};

describe('a zip archive', () => {
  it('gives its files, also in folders, and none that systems hide', async () => {
    expect(await contents(await entriesIn('nested.zip'))).toEqual([
      ['data/a.csv', 'id,name\n1,Ada\n2,Bob\n'],
      ['data/deep/b.csv', 'id,name\n3,Cid\n'],
    ]);
  });

  it('of the large kind (zip64) is read', async () => {
    expect(await contents(await entriesIn('zip64.zip'))).toEqual([['a.csv', 'id,name\n1,Ada\n2,Bob\n']]);
  });

  it.each([
    ['dos.zip', 'Übersicht März.csv'],
    ['windows.zip', 'Übersicht März.csv'],
    ['mac.zip', 'Übersicht März.csv'],
    ['japanese.zip', '顧客一覧データ.csv'],
    ['chinese.zip', '客户订单数据.csv'],
  ])('%s has the name %s, whatever encoding it does not say', async (file, name) => {
    expect((await entriesIn(file)).map((entry) => entry.name)).toEqual([name]);
  });

  it('says so where it is locked, packed in a way no browser undoes, damaged, or empty', async () => {
    await expect(entriesIn('locked.zip')).rejects.toThrow('`locked.zip` is locked by a password.');
    await expect((await entriesIn('bzip2.zip'))[0]?.unpack()).rejects.toThrow('packed by bzip2');
    await expect((await entriesIn('deflate64.zip'))[0]?.unpack()).rejects.toThrow('packed by Deflate64');
    const cut = new Uint8Array(bytesOf('nested.zip')).subarray(0, 400);
    await expect(entriesOf(cut, 'cut.zip')).rejects.toThrow('`cut.zip` is a damaged or cut off zip archive.');
    await expect(
      entriesOf(new Uint8Array(await (await packFiles([], 'none.zip')).arrayBuffer()), 'none.zip'),
    ).rejects.toThrow('holds no files');
  });

  it('whose bytes changed is refused, never read otherwise', async () => {
    const bytes = new Uint8Array(bytesOf('zip64.zip'));
    const at = Buffer.from(bytes).indexOf('Ada');
    bytes[at] = 'O'.charCodeAt(0);
    await expect((await entriesOf(bytes, 'changed.zip'))[0]?.unpack()).rejects.toThrow('damaged');
  });
});

describe('a gzip file', () => {
  it('unpacks to the file that its name says', async () => {
    expect(await contents(await entriesIn('one.csv.gz'))).toEqual([['one.csv', 'id,name\n1,Ada\n2,Bob\n']]);
  });

  it('of several members is all of them, in a browser that reads but one, too', async () => {
    const whole = 'id,name\n1,Ada\n2,Bob\nid,name\n3,Cid\n';
    expect(await contents(await entriesIn('joined.csv.gz'))).toEqual([['joined.csv', whole]]);
    const members = await unpackMembers(
      new Blob([new Uint8Array(bytesOf('joined.csv.gz'))]),
      'joined.csv.gz',
    );
    expect(await members?.text()).toBe(whole);
  });

  it('that is cut off or changed is refused', async () => {
    const bytes = new Uint8Array(bytesOf('one.csv.gz'));
    const [cut] = await entriesOf(bytes.subarray(0, -6), 'cut.gz');
    await expect(cut?.unpack()).rejects.toThrow('damaged or cut off');
    bytes[bytes.length - 6] = (bytes.at(-6) ?? 0) ^ 1;
    const [changed] = await entriesOf(bytes, 'changed.gz');
    await expect(changed?.unpack()).rejects.toThrow('damaged or cut off');
  });

  it('that holds a tar archive says so', async () => {
    const bytes = new Uint8Array(bytesOf('one.csv.gz'));
    await expect(entriesOf(bytes, 'all.tar.gz')).rejects.toThrow('tar archive');
  });
});

describe('unpacking', () => {
  it('refuses what would fill the disk', () => {
    expect(() => refuseBomb('x', 4e9, 4.2e9)).not.toThrow();
    expect(() => refuseBomb('x', 4e9, 4.3e9)).toThrow('more than 4 GB');
    expect(() => refuseBomb('x', 1e6, 6e8)).toThrow('more than 400 times its size');
    expect(() => refuseBomb('x', 1e4, 1e8)).not.toThrow();
  });

  it('can be stopped', async () => {
    const [entry] = await entriesIn('nested.zip');
    await expect(entry?.unpack(AbortSignal.abort())).rejects.toMatchObject({ name: 'Stopped' });
    const stop = new AbortController();
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        controller.enqueue(new Uint8Array(9));
        if (++sent === 5) stop.abort();
      },
    });
    await expect(gather(endless, 'x', 1, stop.signal)).rejects.toMatchObject({ name: 'Stopped' });
  });
});

describe('files packed together', () => {
  const files = fc.uniqueArray(
    fc.record({
      name: fc.stringMatching(/^[a-zäß客]{1,6}\.csv$/),
      text: fc.string({ unit: 'grapheme', maxLength: 40 }),
    }),
    { minLength: 1, maxLength: 6, selector: ({ name }) => name },
  );

  it('come back as they were, in the order of their names', async () => {
    await fc.assert(
      fc.asyncProperty(files, async (some) => {
        const packed = await packFiles(
          some.map(({ name, text }) => new File([text], name)),
          'all.zip',
        );
        const back = await contents(await entriesOf(new Uint8Array(await packed.arrayBuffer()), 'all.zip'));
        const sorted = some.map(({ name, text }): [string, string] => [name, text]);
        expect(back).toEqual(sorted.sort(([a], [b]) => (a < b ? -1 : 1)));
      }),
      { numRuns: 30 },
    );
  });

  it('make the same bytes whatever their order and day', async () => {
    const [a, b] = [new File(['1'], 'a.csv', { lastModified: 5 }), new File(['2'], 'b.csv')];
    const bytes = async (some: File[]) =>
      new Uint8Array(await (await packFiles(some, 'x.zip')).arrayBuffer());
    expect(await bytes([a, b])).toEqual(await bytes([b, new File(['1'], 'a.csv')]));
  });

  it('of one name are numbered', async () => {
    const packed = await packFiles([new File(['22'], 'a.csv'), new File(['1'], 'a.csv')], 'x.zip');
    expect(await contents(await entriesOf(new Uint8Array(await packed.arrayBuffer()), 'x.zip'))).toEqual(
      [
        ['a (2).csv', '22'],
        ['a.csv', '1'],
      ].sort(() => -1),
    );
  });
});
