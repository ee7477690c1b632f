import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputProblem } from '../../src/values/problem';
import { cellsOf, parseNotebook, reparse } from '../../src/notebook/parse';
import { writeNotebook } from '../../src/notebook/write';
import { arbitraryNotebook } from './arbitrary';

const v1 = readFileSync(new URL('files/v1.soundings.md', import.meta.url), 'utf8');

describe('a notebook file', () => {
  it('is written back byte for byte, whatever stands in it', () => {
    fc.assert(
      fc.property(arbitraryNotebook, (text) => {
        expect(writeNotebook(parseNotebook(text))).toBe(text);
      }),
      { numRuns: 500 },
    );
  });

  it('is written back byte for byte after any text behind the front matter', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        fc.pre(!text.includes('\0'));
        const file = `---\nsoundings: 1\n---\n${text}`;
        expect(writeNotebook(parseNotebook(file))).toBe(file);
      }),
    );
  });

  it('is cut so that no two cells and no two gaps of white space are lost or merged', () => {
    fc.assert(
      fc.property(arbitraryNotebook, (text) => {
        const { segments } = parseNotebook(text);
        segments.forEach((segment, i) => {
          const next = segments[i + 1];
          expect(segment.text).not.toBe('');
          if (segment.type === 'gap') expect(next?.type).not.toBe('gap');
          else if (segment.kind === 'text') expect(segment.text.trim()).not.toBe('');
        });
      }),
    );
  });

  it('of version 1 has the cells, names and sources that it says', () => {
    const document = parseNotebook(v1);
    expect(writeNotebook(document)).toBe(v1);
    expect(cellsOf(document).map(({ kind, name, title, folded }) => [kind, name, title, folded])).toEqual([
      ['text', '', null, false],
      ['text', '', null, false],
      ['sql', 'promoters', null, false],
      ['input', 'min_score', null, true],
      ['future-kind', 'later', 'Made "later"', false],
      ['chart', 'trend', null, false],
    ]);
    expect(cellsOf(document)[0]?.body).toContain("SELECT 'a lesson, no cell'");
    expect(cellsOf(document)[4]?.body).toBe('```\nkept: as it is\n```');
    expect(document.frontMatter).toEqual({
      ...{ version: 1, title: 'Why do advertisers renew?', asOf: '2026-06-30' },
      sources: [
        {
          ...{ name: 'survey', file: 'customer-survey.csv', sha256: '5f1c0a', rows: 1811 },
          import: { delimiter: ';', decimal: ',', encoding: 'windows-1252', header: 1 },
          columns: { q2: { label: 'Ease of doing business', type: 'DOUBLE' }, '007': { type: 'VARCHAR' } },
        },
      ],
    });
    expect(document.problems.map((problem) => problem.message)).toEqual([
      'The cell `later` is of the kind `future-kind`, which this version does not know; it is kept as it is.',
    ]);
  });

  it('keeps a byte order mark, CRLF and a missing final line end', () => {
    const text = `\uFEFF${v1.replaceAll('\n', '\r\n').trimEnd()}`;
    const document = parseNotebook(text);
    expect(writeNotebook(document)).toBe(text);
    expect(cellsOf(document)).toHaveLength(6);
    expect(cellsOf(document)[3]?.body).toBe('type: number\nlabel: Smallest score of a promoter\nvalue: 9');
  });

  it('keeps the ids of cells that are still there when it is read again', () => {
    const document = parseNotebook(v1);
    const again = reparse(
      document,
      v1.replace('nps >= $min_score', 'nps > 1').replace('A second', 'Another'),
    );
    expect(cellsOf(again).map((cell) => cell.id)).toEqual(cellsOf(document).map((cell) => cell.id));
  });
});

describe('what is no cell', () => {
  const kinds = (text: string): string[] =>
    cellsOf(parseNotebook(`---\nsoundings: 1\n---\n${text}`)).map((cell) => cell.kind);

  it.each([
    ['a fence without a name', '```sql\nSELECT 1\n```\n'],
    ['a fence whose name is not first', '```sql title="x" name=a\nSELECT 1\n```\n'],
    ['a fence of another fence', '````\n```sql name=a\nSELECT 1\n```\n````\n'],
    ['a fence in a list', '- step\n  ```sql name=a\n  SELECT 1\n  ```\n'],
    ['a fence in a comment', '<!--\n```sql name=a\nSELECT 1\n```\n-->\n'],
    ['inline code', '```sql name=a` b```\n'],
  ])('%s is prose', (_, text) => expect(kinds(text)).toEqual(['text']));

  it('white space and separators alone are no cell', () => {
    expect(kinds('\n \n<!-- cell -->\n\t\n<!-- cell -->\n')).toEqual([]);
  });

  it('a fence that is never closed reaches to the end, and is reported', () => {
    const document = parseNotebook('---\nsoundings: 1\n---\n```sql name=a\nSELECT 1\n\n# More\n');
    expect(cellsOf(document)).toHaveLength(1);
    expect(document.problems[0]?.message).toContain('never closed');
  });
});

describe('what is no notebook', () => {
  const message = (text: string): string => {
    try {
      parseNotebook(text);
    } catch (error) {
      if (error instanceof InputProblem) return error.message;
      throw error;
    }
    return 'opened';
  };
  it.each([
    ['an empty file', '', 'is not a Soundings notebook'],
    ['a CSV', 'a;b\n1;2\n', 'is not a Soundings notebook'],
    ['other Markdown', '---\ntitle: A blog\n---\n# Hello\n', 'is not a Soundings notebook'],
    ['a binary file', '---\nsoundings: 1\n---\n\0\u0001', 'is not a Soundings notebook'],
    ['a version that is none', '---\nsoundings: yes\n---\n', 'is not a version'],
    [
      'broken front matter',
      '---\nsoundings: 1\nsources: [\n---\n',
      'front matter of this notebook is broken',
    ],
  ])('%s is refused with a sentence', (_, text, expected) => expect(message(text)).toContain(expected));

  it('fifty megabytes are refused at once', () => {
    expect(message('x'.repeat(50_000_001))).toContain('too long');
  });

  it('aliases that repeat themselves without end are refused, not expanded', () => {
    const levels = Array.from({ length: 40 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}, *a${i}, *a${i}]`);
    const bomb = `---\nsoundings: 1\na0: &a0 [x]\n${levels.join('\n')}\n---\n`;
    expect(message(bomb)).toContain('broken');
  });

  it('brackets nested without end are refused, not followed', () => {
    expect(message(`---\nsoundings: 1\nx: ${'['.repeat(200_000)}\n---\n`)).toContain('broken');
  });
});

describe('versions', () => {
  it('a newer one opens for reading only and says so', () => {
    const document = parseNotebook(v1.replace('soundings: 1 ', 'soundings: 2 '));
    expect(document.readOnly).toBe(true);
    expect(document.problems[0]?.message).toContain('newer Soundings');
    expect(cellsOf(document)).toHaveLength(6);
  });
});

describe('what is reported', () => {
  const problems = (text: string): string[] => parseNotebook(text).problems.map((problem) => problem.message);

  it('names that collide, regardless of case and with what cells publish', () => {
    const text = [
      '---\nsoundings: 1\nsources:\n  survey: { file: a.csv }\n---\n',
      '```sql name=Survey\nFROM x\n```\n```drivers name=v\nfrom: survey\n```\n```sql name=v_model\nFROM v\n```\n',
    ].join('');
    expect(problems(text)).toEqual([
      'The cell `Survey`: `Survey` cannot be a name: names are lower-case letters, digits and _, and start with a letter or _.',
      'The name `survey` stands for two things: source `survey` and cell `Survey`.',
      'The name `v_model` stands for two things: table `v_model` of cell `v` and cell `v_model`.',
    ]);
  });

  it('unknown keys of the front matter, of a source and of a fence', () => {
    const text =
      '---\nsoundings: 1\ntitel: T\nsources:\n  s: { file: a.csv, hash: 1 }\n---\n```sql name=a wide\nFROM s\n```\n';
    expect(problems(text)).toEqual([
      '`hash` in source `s` means nothing to this version; it is kept as it is.',
      '`titel` in the front matter means nothing to this version; it is kept as it is.',
      '`wide` in the fence of the cell `a` means nothing to this version; it is kept as it is.',
    ]);
  });
});
