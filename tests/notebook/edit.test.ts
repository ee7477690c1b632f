import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { NotebookDocument } from '../../src/notebook/document';
import {
  addCell,
  addTextCell,
  moveCell,
  newNotebook,
  removeCell,
  setBody,
  setCellTitle,
  setFolded,
} from '../../src/notebook/edit';
import {
  removeSource,
  setAsOf,
  setColumnLabel,
  setNotebookTitle,
  setSource,
} from '../../src/notebook/edit-head';
import { cellsOf, parseNotebook } from '../../src/notebook/parse';
import { duplicateCell, freshName, renameCell, renameSource } from '../../src/notebook/rename';
import { writeNotebook } from '../../src/notebook/write';
import { arbitraryNotebook } from './arbitrary';

const v1 = readFileSync(new URL('files/v1.soundings.md', import.meta.url), 'utf8');
const idOf = (document: NotebookDocument, name: string): string =>
  cellsOf(document).find((cell) => cell.name === name)?.id ?? '';
const summary = (document: NotebookDocument): unknown[] =>
  cellsOf(document)
    .filter((cell) => cell.kind !== 'text' || cell.body !== '')
    .map(({ kind, name, title, folded, body }) => ({ kind, name, title, folded, body }));

const body = fc.oneof(
  fc.constantFrom(
    '',
    'a',
    'SELECT 1\nFROM b',
    '```\n```',
    '````\nx',
    '~~~',
    '<!-- open',
    '# H\n\ntext\n',
    '\n\nx\n\n',
  ),
  fc.constantFrom(
    'a\n<!-- cell -->\nb',
    '```sql name=inner\nSELECT 2\n```',
    'x\r\ny',
    'before\n```sql name=i\n1\n```\nafter',
  ),
  fc
    .string({ unit: 'grapheme', maxLength: 10 })
    .filter((text) => !text.includes('\0') && !/\r(?!\n)/.test(text)),
);
const place = fc.nat({ max: 20 });
type Step = (document: NotebookDocument) => NotebookDocument;
const at = (document: NotebookDocument, i: number): string => {
  const cells = cellsOf(document);
  return cells[i % cells.length]?.id ?? '';
};
/** An edit of some cell; the document as it is where it has none. */
const onCell =
  (edit: (document: NotebookDocument, id: string) => NotebookDocument, i: number): Step =>
  (document) =>
    cellsOf(document).length === 0 ? document : edit(document, at(document, i));
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.tuple(place, body).map(
    ([i, text]): Step =>
      (doc) =>
        addTextCell(doc, i, text),
  ),
  fc.tuple(place, body).map(
    ([i, text]): Step =>
      (doc) =>
        addCell(doc, i, { kind: 'sql', name: freshName(doc, 'added'), body: text, title: 'A `t` "q"' }),
  ),
  place.map((i) => onCell(removeCell, i)),
  place.map((i) => onCell((doc, id) => duplicateCell(doc, id), i)),
  fc.tuple(place, place).map(([i, j]) => onCell((doc, id) => moveCell(doc, id, j), i)),
  fc.tuple(place, body).map(([i, text]) => onCell((doc, id) => setBody(doc, id, text), i)),
  fc.tuple(place, fc.boolean()).map(([i, folded]) => onCell((doc, id) => setFolded(doc, id, folded), i)),
  fc
    .tuple(place, fc.constantFrom(null, 'T', 'a "b" \\ `c`'))
    .map(([i, title]) => onCell((doc, id) => setCellTitle(doc, id, title), i)),
);

describe('any sequence of edits', () => {
  it('leaves a document that reads back from its file as the very same cells', () => {
    fc.assert(
      fc.property(arbitraryNotebook, fc.array(step, { maxLength: 8 }), (text, steps) => {
        const document = steps.reduce((doc, edit) => edit(doc), parseNotebook(text));
        const again = parseNotebook(writeNotebook(document));
        expect(summary(again)).toEqual(summary(document));
      }),
      { numRuns: 1500 },
    );
  });

  it('keeps every cell that it does not touch, byte for byte and by its id', () => {
    fc.assert(
      fc.property(arbitraryNotebook, place, body, (text, i, newBody) => {
        const document = parseNotebook(text);
        fc.pre(cellsOf(document).length > 0);
        const id = at(document, i);
        const edited = setBody(document, id, newBody);
        for (const cell of cellsOf(document).slice(0, -1))
          if (cell.id !== id) expect(cellsOf(edited)).toContainEqual(cell);
        expect(writeNotebook(edited).startsWith(document.head)).toBe(true);
      }),
    );
  });

  it('of adding a cell and removing it gives the file back where cells stood apart by blank lines', () => {
    const document = parseNotebook(v1);
    for (let i = 0; i <= cellsOf(document).length; i++) {
      const added = addCell(document, i, { kind: 'sql', name: 'x', body: 'SELECT 1' });
      expect(writeNotebook(removeCell(added, idOf(added, 'x')))).toBe(v1);
    }
  });
});

describe('an edit', () => {
  const document = parseNotebook(v1);

  it('of a body that holds its fence gets a longer fence', () => {
    const edited = setBody(document, idOf(document, 'trend'), 'title: |\n  ```\n  ````\n');
    expect(writeNotebook(edited)).toContain('`````chart name=trend\ntitle: |\n  ```\n  ````\n\n`````');
  });

  it('that changes nothing gives the same document', () => {
    const cell = cellsOf(document)[3];
    expect(setBody(document, cell?.id ?? '', cell?.body ?? '')).toBe(document);
    expect(setFolded(document, cell?.id ?? '', true)).toBe(document);
    expect(setNotebookTitle(document, document.frontMatter.title)).toBe(document);
    expect(moveCell(document, cell?.id ?? '', 3)).toBe(document);
  });

  it('of a body in a CRLF file changes only the lines that change', () => {
    const file = v1.replaceAll('\n', '\r\n');
    const crlf = parseNotebook(file);
    const cell = cellsOf(crlf).find((candidate) => candidate.name === 'min_score');
    const edited = setBody(crlf, cell?.id ?? '', (cell?.body ?? '').replace('value: 9', 'value: 8'));
    expect(writeNotebook(edited)).toBe(file.replace('value: 9', 'value: 8'));
  });

  it('of the front matter changes only the range of its value', () => {
    expect(writeNotebook(setAsOf(document, '2026-07-31'))).toBe(v1.replace('2026-06-30', '2026-07-31'));
    expect(writeNotebook(setNotebookTitle(document, 'Who: leaves?'))).toBe(
      v1.replace('Why do advertisers renew?', "'Who: leaves?'"),
    );
    expect(writeNotebook(setSource(document, { name: 'survey', rows: 2 }))).toBe(v1.replace('1811', '2'));
    expect(writeNotebook(setSource(document, { name: 'survey', columns: { q3: { type: 'DATE' } } }))).toBe(
      v1.replace('007: { type: VARCHAR }\n', '007: { type: VARCHAR }\n      q3: { type: DATE }\n'),
    );
    expect(writeNotebook(setColumnLabel(document, 'survey', '007', 'Agent'))).toBe(
      v1.replace('007: { type: VARCHAR }', '007: { type: VARCHAR, label: Agent }'),
    );
    expect(writeNotebook(setAsOf(document, null))).toBe(v1.replace(/^asOf.*\n/m, ''));
  });

  it('adds a source in lines that a person can read', () => {
    const added = setSource(newNotebook('T'), {
      ...{ name: 'orders', file: 'Orders, all.csv', sha256: 'ab', rows: 3 },
      ...{
        import: { delimiter: ';', header: 1 },
        columns: { '007': { type: 'VARCHAR' }, null: { type: 'DOUBLE' } },
      },
    });
    expect(writeNotebook(added)).toBe(
      [
        ...[
          '---',
          'soundings: 1',
          'title: T',
          'sources:',
          '  orders:',
          "    file: 'Orders, all.csv'",
          '    sha256: ab',
        ],
        ...[
          '    rows: 3',
          '    import: { delimiter: ;, header: 1 }',
          '    columns:',
          "      '007': { type: VARCHAR }",
        ],
        ...["      'null': { type: DOUBLE }", '---', ''],
      ].join('\n'),
    );
    expect(Object.keys(added.frontMatter.sources[0]?.columns ?? {})).toEqual(['007', 'null']);
    expect(writeNotebook(removeSource(added, 'orders'))).toBe('---\nsoundings: 1\ntitle: T\n---\n');
  });

  it('of a source that was added before it was read keeps to its lines', () => {
    const added = setSource(newNotebook('T'), { name: 's', file: 's.csv' });
    const columns = { a: { type: 'DATE' } };
    const read = setSource(added, {
      name: 's',
      rows: 2,
      import: { header: 1, dates: { a: 'dmy' } },
      columns,
    });
    const lines = ['    file: s.csv', '    rows: 2', '    import:', '      header: 1'];
    const deeper = ['      dates: { a: dmy }', '    columns:', '      a: { type: DATE }', '---', ''];
    expect(writeNotebook(read)).toBe(
      ['---', 'soundings: 1', 'title: T', 'sources:', '  s:', ...lines, ...deeper].join('\n'),
    );
  });

  it('of a read-only notebook is refused', () => {
    const newer = parseNotebook(v1.replace('soundings: 1 ', 'soundings: 9 '));
    expect(() => addTextCell(newer, 0, 'x')).toThrow('reading only');
    expect(() => setNotebookTitle(newer, 'x')).toThrow('reading only');
  });

  it('puts a separator between two texts, and only there', () => {
    const doc = addTextCell(addTextCell(newNotebook('T'), 0, 'one'), 1, 'two');
    expect(writeNotebook(doc)).toBe('---\nsoundings: 1\ntitle: T\n---\n\none\n\n<!-- cell -->\n\ntwo\n');
  });
});

describe('renaming', () => {
  const text = [
    '---\nsoundings: 1\nsources:\n  survey: { file: a.csv }\n---\n',
    '```sql name=a\nSELECT survey.nps, $low FROM survey -- survey\n```\n',
    '```rfm name=v\nfrom: survey # here\n```\n',
    '```sql name=b\nSELECT \'v\' AS v FROM v JOIN "v" AS w USING (customer)\n```\n',
    '```input name=low\ntype: number\nvalue: 1\n```\n```chart name=c\nfrom: v\nmark: bar\nx: v\n```\n',
  ].join('');
  const document = parseNotebook(text);

  it('a source changes its key and every reference to it, nothing else', () => {
    expect(writeNotebook(renameSource(document, 'survey', 'answers'))).toBe(
      text
        .replace('  survey: {', '  answers: {')
        .replace('SELECT survey.nps, $low FROM survey --', 'SELECT answers.nps, $low FROM answers --')
        .replace('from: survey #', 'from: answers #'),
    );
  });

  it('a cell changes the references to its tables', () => {
    expect(writeNotebook(renameCell(document, idOf(document, 'v'), 'value'))).toBe(
      text
        .replace('name=v\n', 'name=value\n')
        .replace('FROM v JOIN "v" AS w', 'FROM value JOIN "value" AS w')
        .replace('from: v\n', 'from: value\n'),
    );
  });

  it('an input changes its $name', () => {
    expect(writeNotebook(renameCell(document, idOf(document, 'low'), 'least'))).toBe(
      text.replace('$low', '$least').replace('name=low', 'name=least'),
    );
  });

  it('to a name that is taken, reserved or no name is refused with a sentence', () => {
    const id = idOf(document, 'a');
    expect(() => renameCell(document, id, 'survey')).toThrow('taken by the source `survey`');
    expect(() => renameCell(document, id, 'b')).toThrow('taken by the cell `b`');
    expect(() => renameCell(document, id, 'Select all')).toThrow('cannot be a name');
    expect(() => renameCell(document, id, 'order')).toThrow('word of SQL');
    expect(() => renameSource(document, 'survey', 'v')).toThrow('taken by the cell `v`');
  });
});
