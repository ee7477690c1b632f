import { describe, expect, it } from 'vitest';
import { setImport } from '../../src/notebook/edit-import';
import { parseNotebook } from '../../src/notebook/parse';
import { writeNotebook } from '../../src/notebook/write';

const notebook = (...lines: string[]): string =>
  ['---', 'soundings: 1', 'title: T', ...lines, '---', '', 'Prose', ''].join('\n');
const changed = (
  text: string,
  ...change: [Record<string, unknown>, Record<string, string | null>?]
): string => writeNotebook(setImport(parseNotebook(text), 's', ...change));

describe("a source's import", () => {
  it('says just what is given; keys of other versions and every other byte stay', () => {
    const text = notebook(
      'sources:',
      '  s: # from Anna',
      '    file: s.csv',
      "    import: { delimiter: ';', mystery: 1, header: 1 }",
      '    columns: { a: { label: A, type: BIGINT } }',
    );
    const next = changed(text, { delimiter: '|', drop: ['name'] }, { a: 'VARCHAR' });
    expect(next).toContain('import: { delimiter: "|", mystery: 1, drop: [name] }'.replaceAll('"', "'"));
    expect(next).toContain('a: { label: A, type: VARCHAR }');
    expect(next).toContain('  s: # from Anna');
    expect(parseNotebook(next).frontMatter.sources[0]?.import).toEqual({
      ...{ delimiter: '|', mystery: 1, drop: ['name'] },
    });
  });

  it('is written where there was none and emptied again; a type can be taken out', () => {
    const text = notebook('sources:', '  s:', '    file: s.csv');
    const once = changed(text, { skip: 3, dates: { day: 'dmy' } }, { day: 'DATE' });
    const [source] = parseNotebook(once).frontMatter.sources;
    expect(source?.import).toEqual({ skip: 3, dates: { day: 'dmy' } });
    expect(source?.columns).toEqual({ day: { type: 'DATE' } });
    const [bare] = parseNotebook(changed(once, {}, { day: null })).frontMatter.sources;
    expect(bare?.import).toEqual({});
    expect(bare?.columns['day']?.type).toBeUndefined();
  });

  it('stays byte for byte where nothing differs, and where there is no such source', () => {
    const text = notebook('sources:', '  s:', '    file: s.csv', '    import: {  header:   1 }');
    expect(changed(text, { header: 1 })).toBe(text);
    expect(changed(notebook(), { header: 1 })).toBe(notebook());
  });
});
