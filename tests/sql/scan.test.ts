import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scan } from '../../src/sql/scan';

const kinds = (sql: string): string[] => scan(sql).map((token) => `${token.kind} ${token.text}`);

describe('scan', () => {
  it('loses no character but white space, whatever the text', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        "'",
        '"',
        '$',
        '$$',
        '$a$',
        '/*',
        '*/',
        '--',
        '\n',
        "E'",
        '\\',
        ';',
        '.',
        '1',
        'a',
        ' ',
        'é',
        '🙂',
      ),
      fc.string({ unit: 'binary', maxLength: 4 }),
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const sql = pieces.join('');
        let done = 0;
        for (const token of scan(sql)) {
          expect(token.from).toBeGreaterThanOrEqual(done);
          expect(sql.slice(done, token.from).trim()).toBe('');
          expect(sql.slice(token.from, token.to)).toBe(token.text);
          expect(token.text).not.toBe('');
          done = token.to;
        }
        expect(sql.slice(done).trim()).toBe('');
      }),
      { numRuns: 1000 },
    );
  });

  it.each([
    ["'it''s' x", ["string 'it''s'", 'word x']],
    ["E'a\\'b' x", ["string E'a\\'b'", 'word x']],
    ["e'\\\\' x", ["string e'\\\\'", 'word x']],
    ["$$a'b$$ x", ["string $$a'b$$", 'word x']],
    ['$t$ $$ $t$ x', ['string $t$ $$ $t$', 'word x']],
    ['"a""b".c', ['quoted "a""b"', 'punctuation .', 'word c']],
    ['$min_score $1', ['parameter $min_score', 'parameter $1']],
    ['a$b 1_000.5e-3 .5', ['word a$b', 'number 1_000.5e-3', 'number .5']],
    ['a--b\nc', ['word a', 'comment --b', 'word c']],
    ['a -- b\rc', ['word a', 'comment -- b', 'word c']],
    ['/* a /* b */ c */ d', ['comment /* a /* b */ c */', 'word d']],
    ['größe 日本', ['word größe', 'word 日本']],
  ])('%s', (sql, expected) => expect(kinds(sql)).toEqual(expected));

  it.each(["'abc", "'abc''", "'", "E'a\\'", '"a', '"', '"a""', '$$ab', '$x$ab$$', '/* /* */', "x'"])(
    '%s is never closed',
    (sql) => expect(scan(sql)).toMatchObject([{ closed: false, to: sql.length }]),
  );

  it.each(["''", "''''", '""', '""""', '$$$$', "E''", "E'\\\\'", '/**/'])('%s is closed', (sql) =>
    expect(scan(sql)).toMatchObject([{ closed: true, text: sql }]),
  );
});
