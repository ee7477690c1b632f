import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ImportReport, SourceComparison } from '../../src/engine/api';
import type { DeclaredSource } from '../../src/notebook/document';
import { comparisonSentences } from '../../src/state/comparison-words';
import { choicesOf } from '../../src/state/declared-choices';
import { rejectedCsv, reportText } from '../../src/state/import-report-file';
import { withPersonal, withReading } from '../../src/state/reading-actions';
import { parseNotebook } from '../../src/notebook/parse';
import { writeNotebook } from '../../src/notebook/write';

const report = (change: Partial<ImportReport>): ImportReport => ({
  ...{ relation: 's', fileName: 's.csv', bytes: 10, kind: 'text', archive: null, format: null, choices: {} },
  ...{ confidence: 1, doubtful: false, second: null, parts: [], lines: 1, rows: 1, rejectedCount: 0 },
  ...{
    rejected: [],
    repairedCount: 0,
    repaired: [],
    blankLines: 0,
    commentLines: 0,
    preamble: [],
    footer: [],
  },
  ...{
    otherTables: [],
    columns: [],
    dropped: [],
    rowRules: [],
    duplicateRows: 0,
    keys: [],
    notes: [],
    elapsed: 1,
  },
  ...change,
});
const column = (name: string, type: string): ImportReport['columns'][number] => ({
  ...{ name, type, kind: 'text', misfits: 0, changed: [], missingAs: [], hashed: false, examples: [] },
});

describe('a report as a file', () => {
  it('keeps hostile lines inside their fence', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const hostile = `\`\`\`\n# ${text}`;
        const lines = reportText(report({ rejected: [{ line: 1, reason: 'x', text: hostile }] }), null).split(
          '\n',
        );
        const fence = lines.find((line) => /^`{3,}$/.test(line)) ?? '';
        expect(hostile.includes(fence)).toBe(false);
        expect(lines.filter((line) => line === fence)).toHaveLength(2);
      }),
    );
  });

  it('gives the rejected lines as CSV that any reader takes apart again', () => {
    const text = rejectedCsv([{ line: 3, reason: 'too few', text: 'a,"b"\nc' }]);
    expect(text).toBe('line,reason,text\n3,"too few","a,""b""\nc"\n');
  });
});

describe("a source's decided choices", () => {
  it("are read from a stranger's notebook as far as they are of the right kind", () => {
    const source: DeclaredSource = {
      ...{ name: 's', file: 's.csv', sha256: null, rows: null, columns: { a: { type: 'DATE' }, b: {} } },
      import: {
        ...{ delimiter: ';', header: -1, skip: 'x', decimal: ';', mystery: { deep: [1] }, quote: '' },
        ...{ dates: { a: 'dmy', b: 'soon' }, drop: ['n', 7, {}], split: { c: '|', d: [] }, keep: 'all' },
        values: { a: { decimal: ',', thousands: 'x', missing: ['-'] }, b: 3 },
      },
    };
    expect(choicesOf(source)).toEqual({
      ...{ delimiter: ';', quote: '', dates: { a: 'dmy' }, drop: ['n', '7'], split: { c: '|' } },
      ...{ values: { a: { decimal: ',', missing: ['-'] } }, types: { a: 'DATE' } },
    });
  });

  it('hold a personal column in one list at most', () => {
    const once = withPersonal({ drop: ['a', 'b'], delimiter: ';' }, ['b', 'c'], 'hash');
    expect(once).toEqual({ drop: ['a'], hash: ['b', 'c'], delimiter: ';' });
    expect(withPersonal(once, ['a', 'b', 'c'], undefined)).toEqual({ delimiter: ';' });
  });

  it('come back from the notebook as they were written, with the labels that people gave', () => {
    const text =
      '---\nsoundings: 1\ntitle: T\nsources:\n  s:\n    file: s.csv\n    columns: { a: { label: Mine }, gone: { type: DATE } }\n---\n';
    const choices = { delimiter: '|', header: 2, dates: { a: 'mdy' as const }, leaveOut: [], drop: ['x y'] };
    const document = parseNotebook(text);
    const [declared] = document.frontMatter.sources;
    if (!declared) throw new Error('no source');
    const columns = [
      { ...column('a', 'DATE'), label: 'Theirs' },
      { ...column('new one', 'DOUBLE'), label: 'Q: 1' },
    ];
    const written = withReading(document, declared, report({ choices, columns, rows: 7 }));
    const [read] = parseNotebook(writeNotebook(written)).frontMatter.sources;
    expect(read && choicesOf(read)).toEqual({
      ...{ delimiter: '|', header: 2, dates: { a: 'mdy' }, leaveOut: [], drop: ['x y'] },
      types: { a: 'DATE', 'new one': 'DOUBLE' },
    });
    expect(read?.columns['a']?.label).toBe('Mine');
    expect(read?.columns['new one']?.label).toBe('Q: 1');
    expect(read?.rows).toBe(7);
  });
});

describe('a column whose days nobody told apart', () => {
  it('has no type in the notebook, so that the next reading asks again', () => {
    const document = parseNotebook('---\nsoundings: 1\ntitle: T\nsources:\n  s:\n    file: s.csv\n---\n');
    const [declared] = document.frontMatter.sources;
    if (!declared) throw new Error('no source');
    const question = { kind: 'date-order' as const, example: '02/03/2026', answers: [] };
    const columns = [
      { ...column('day', 'VARCHAR'), question },
      { ...column('due', 'VARCHAR'), question, label: 'Due on' },
      column('id', 'BIGINT'),
    ];
    const [read] = parseNotebook(writeNotebook(withReading(document, declared, report({ columns }))))
      .frontMatter.sources;
    expect(read?.columns).toEqual({ due: { label: 'Due on' }, id: { type: 'BIGINT' } });
  });
});

describe('what a new file changes', () => {
  const same: SourceComparison = {
    ...{ rows: { before: 10, now: 10 }, added: [], gone: [], retyped: [], renamed: [], shifts: [] },
    ...{ keys: null, sameRows: 10 },
  };
  const said = (change: Partial<SourceComparison>, using: (name: string) => string[] = () => []): string[] =>
    comparisonSentences({ ...same, ...change }, using).map(({ text, tone }) => `${tone}: ${text}`);

  it('is said of rows first where the columns are the same', () => {
    expect(said({})).toEqual([
      'plain: 10 rows, as before.',
      'plain: 10 rows are in both.',
      'plain: The columns are the same.',
    ]);
  });

  it('begins with the columns that cells miss', () => {
    const gone = [{ name: 'q1', type: 'DOUBLE' }];
    const lines = said({ gone, keys: { column: 'id', gone: 1, added: 2, both: 9, changed: 3 } }, () => [
      'nps',
      'why',
    ]);
    expect(lines[0]).toBe('caution: A column is gone that cells use: q1 (nps and why).');
    expect(lines).toContain('plain: By id: 2 new, 1 gone, 9 in both, 3 of them changed.');
    expect(lines).toContain('caution: 1 column is gone: q1.');
  });
});
