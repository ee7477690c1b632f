import { describe, expect, it } from 'vitest';
import { addedTogether, leftBeside, withoutForeign } from '../../src/state/added-files';
import { archiveName } from '../../src/state/same-columns';

const file = (name: string, text: string): File => new File([text], name);
const names = async (...files: File[]): Promise<string[]> =>
  (await addedTogether(files)).map(({ name }) => name);

describe('files added together', () => {
  it('keep their names, but one name in two folders is told apart', async () => {
    expect(
      await names(file('a.csv', 'x'), file('b.csv', 'x'), file('A.csv', 'y'), file('a.csv', 'z')),
    ).toEqual([...['a.csv', 'b.csv', 'A 2.csv', 'a 3.csv']]);
  });

  it('become one table where there are many with the same first line; the others stay', async () => {
    const days = Array.from({ length: 20 }, (_, i) => file(`orders-${i + 1}.csv`, `id,amount\n${i},1\n`));
    expect(await names(...days, file('notes.txt', 'hello\nworld'))).toEqual(['orders.zip', 'notes.txt']);
    expect(await names(...days.slice(0, 12))).toHaveLength(12);
  });

  it('stay apart where they are no text or have no line', async () => {
    const binary = Array.from({ length: 14 }, (_, i) => file(`p${i}.bin`, `\u0000\n${i}`));
    expect(await names(...binary)).toHaveLength(14);
    expect(await names(...Array.from({ length: 14 }, (_, i) => file(`e${i}.csv`, '')))).toHaveLength(14);
  });
});

describe('files that are surely no tables', () => {
  it('are left out beside data and named; alone they stay, so that a sentence says why', () => {
    const added = withoutForeign([
      file('a.csv', 'x'),
      file('Logo.PNG', ''),
      file('notes', 'x'),
      file('r.pdf', ''),
    ]);
    expect(added.files.map(({ name }) => name)).toEqual(['a.csv', 'notes']);
    expect(leftBeside(added.foreign)).toBe('2 files that are no tables were not added: Logo.PNG and r.pdf.');
    expect(withoutForeign([file('r.pdf', '')])).toEqual({ files: [expect.any(File)], foreign: [] });
  });
});

describe('the name of several files', () => {
  it('is what their names have in common', () => {
    expect(archiveName(['orders-2026-01.csv', 'orders-2026-02.csv'])).toBe('orders.zip');
    expect(archiveName(['north.csv', 'south.csv'])).toBe('north and 1 more.zip');
  });
});
