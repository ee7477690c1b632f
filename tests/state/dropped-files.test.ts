import { describe, expect, it } from 'vitest';
import { chosenFiles, droppedFiles, looksLikeTable, pastedFiles } from '../../src/state/dropped-files';

/** What a browser gives for a folder: entries that are asked for their files, a hundred at a time. */
const fileEntry = (name: string, text = name): unknown => ({
  name,
  isFile: true,
  file: (give: (file: File) => void) => give(new File([text], name)),
});
const folderEntry = (name: string, children: unknown[]): unknown => ({
  name,
  isFile: false,
  createReader() {
    const waiting = [...children];
    return { readEntries: (give: (entries: unknown[]) => void) => give(waiting.splice(0, 100)) };
  },
});
const dropOf = (...entries: unknown[]): DataTransfer =>
  ({ items: entries.map((entry) => ({ kind: 'file', webkitGetAsEntry: () => entry })), files: [] }) as never;
const pasteOf = (text: string, files: File[] = []): DataTransfer =>
  ({ getData: (type: string) => (type === 'text/plain' ? text : ''), files, items: [] }) as never;

describe('a drop', () => {
  it('gives the files of folders at any depth in the order of their names, without hidden ones', async () => {
    const months = Array.from({ length: 120 }, (_, i) => fileEntry(`month ${120 - i}.csv`));
    const drop = dropOf(
      fileEntry('z.csv'),
      folderEntry('data', [...months, fileEntry('.DS_Store'), folderEntry('.git', [fileEntry('config')])]),
      folderEntry('__MACOSX', [fileEntry('a.csv')]),
      folderEntry('more', [folderEntry('deep', [fileEntry('~$open.xlsx'), fileEntry('a.csv')])]),
    );
    const names = (await droppedFiles(drop)).map(({ name }) => name);
    const sorted = Array.from({ length: 120 }, (_, i) => `month ${i + 1}.csv`);
    expect(names).toEqual([...sorted, 'a.csv', 'z.csv']);
  });

  it('of what is no file gives nothing', async () => {
    const text = { items: [{ kind: 'string' }], files: [] } as unknown as DataTransfer;
    expect(await droppedFiles(text)).toEqual([]);
  });

  it('leaves out a file that has gone meanwhile', async () => {
    const gone = { name: 'gone.csv', isFile: true, file: (_: unknown, fail: () => void) => fail() };
    expect((await droppedFiles(dropOf(gone, fileEntry('a.csv')))).map(({ name }) => name)).toEqual(['a.csv']);
  });
});

it('a chosen folder gives the same files as a dropped one', () => {
  const at = (path: string): File =>
    Object.defineProperty(new File([''], path.split('/').at(-1) ?? ''), 'webkitRelativePath', {
      value: path,
    });
  const files = [at('data/b.csv'), at('data/.git/x.csv'), at('data/a/c.csv')];
  expect(chosenFiles(files).map(({ name }) => name)).toEqual(['c.csv', 'b.csv']);
});

describe('a paste', () => {
  it('of cells is a file, also where a spreadsheet adds a picture', async () => {
    const picture = new File([''], 'image.png', { type: 'image/png' });
    const brought = pastedFiles(pasteOf('id\tname\n1\tAda\n2\tBob', [picture]));
    expect(brought?.files.map(({ name }) => name)).toEqual(['pasted.csv']);
    expect(await brought?.files[0]?.text()).toBe('id\tname\n1\tAda\n2\tBob');
  });

  it('of a notebook is its text', () => {
    const text = '---\nsoundings: 1\ntitle: x\n---\n\na, b\nc, d\n';
    expect(pastedFiles(pasteOf(text))).toEqual({ files: [], notebook: text });
  });

  it('of files is those, and of anything else is left to the browser', () => {
    const file = new File(['a'], 'a.xlsx');
    expect(pastedFiles(pasteOf('', [file]))?.files).toEqual([file]);
    expect(pastedFiles(pasteOf('hello'))).toBeNull();
    expect(pastedFiles(pasteOf('', [new File([''], 'x.png', { type: 'image/png' })]))).toBeNull();
  });

  it.each([
    ['a,b\n1,2\n3,4', true],
    ['a;b;c\n1,5;2;3', true],
    ['x\ty\n"1\n2"\t3', true],
    ['name,said\nAda,"hello, you"\nBob,"yes"', true],
    ['Dear all, please find it below.\nBest, Ada.', false],
    ['We ask, and they answer,\nso, who knows', false],
    ['SELECT a,b\nFROM t,u', false],
    ['from,to\nA,B', true],
    ['one line, only', false],
    ['no marks\nat all', false],
  ])('of %j is a table: %s', (text, expected) => {
    expect(looksLikeTable(text)).toBe(expected);
  });
});
