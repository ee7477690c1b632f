import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findInNotebook, patternOf, replaceFound, type FindQuery } from '../../src/notebook/find';
import { cellsOf, parseNotebook } from '../../src/notebook/parse';
import { writeNotebook } from '../../src/notebook/write';

const document = parseNotebook(
  '---\nsoundings: 1\ntitle: T\n---\n\n# North\n\nof the north\n\n```sql name=a\nSELECT north, "North" FROM t\nWHERE $north > 1\n```\n\n```input name=north\ntype: text\nvalue: north\n```\n',
);
const query = (text: string, more: Partial<FindQuery> = {}): FindQuery => ({
  ...{ text, matchCase: false, wholeWord: false, regex: false, where: 'all' },
  ...more,
});
function found(asked: FindQuery): string[] {
  const pattern = patternOf(asked);
  if (!(pattern instanceof RegExp)) throw new Error('no pattern');
  const bodies = new Map(cellsOf(document).map((cell) => [cell.id, cell.body]));
  return findInNotebook(cellsOf(document), pattern, asked.where).map(({ cellId, from, to }) =>
    (bodies.get(cellId) ?? '').slice(from, to),
  );
}

describe('finding in all cells', () => {
  it('goes through code and prose in the order of the page, or through one of them', () => {
    expect(found(query('north'))).toEqual(['North', 'north', 'north', 'North', 'north', 'north']);
    expect(found(query('north', { where: 'prose' }))).toEqual(['North', 'north']);
    expect(found(query('north', { where: 'code' }))).toHaveLength(4);
  });

  it('keeps to case and to whole words where asked', () => {
    expect(found(query('North', { matchCase: true }))).toEqual(['North', 'North']);
    expect(found(query('nort', { wholeWord: true }))).toEqual([]);
    expect(found(query('$north', { wholeWord: true }))).toEqual(['$north']);
  });

  it('takes signs as they are but in a regular expression, whose mistake is said', () => {
    expect(found(query('.'))).toEqual([]);
    expect(found(query('^select \\w+', { regex: true }))).toEqual(['SELECT north']);
    expect(patternOf(query('(', { regex: true }))).toHaveProperty('mistake');
    expect(patternOf(query(''))).toBeNull();
  });

  it('any plain text is found where it is, and nowhere in a regular expression that matches nothing', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 5 }), (text) => {
        const pattern = patternOf(query(text, { matchCase: true }));
        if (!(pattern instanceof RegExp)) throw new Error('no pattern');
        expect(`a${text}b`.match(pattern)?.[0]).toBe(text);
      }),
    );
    expect(found(query('ø*', { regex: true }))).toEqual([]);
  });
});

describe('replacing', () => {
  it('changes the places found and no other byte', () => {
    const replaced = writeNotebook(replaceFound(document, query('north', { matchCase: true }), 'south'));
    expect(replaced.replaceAll('south', 'north').replace('name=north', 'name=north')).toBe(
      writeNotebook(document),
    );
    expect(replaced).toContain('name=north');
    expect(replaced).toContain('SELECT south, "North"');
  });

  it('of one place leaves the others', () => {
    const pattern = patternOf(query('north'));
    const [, second] = pattern instanceof RegExp ? findInNotebook(cellsOf(document), pattern, 'all') : [];
    const text = writeNotebook(replaceFound(document, query('north'), 'x', second ?? null));
    expect(text).toContain('# North\n\nof the x\n');
    expect(text).toContain('SELECT north, "North"');
  });

  it('fills in groups of a regular expression, and takes $ as it is without one', () => {
    const swapped = replaceFound(document, query('(\\w+), "(\\w+)"', { regex: true }), '$2, $1 $$ $9 $&');
    expect(writeNotebook(swapped)).toContain('SELECT North, north $ $9 north, "North" FROM');
    expect(writeNotebook(replaceFound(document, query('FROM t'), '$1$&'))).toContain('"North" $1$&\n');
  });

  it('by itself changes nothing', () => {
    expect(replaceFound(document, query('North', { matchCase: true }), 'North')).toBe(document);
  });
});
