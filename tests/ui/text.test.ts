import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeFinding } from '../../src/analyses/analysis';
import { isOwnPicture, isSafeLink, showForeignHtml } from '../../src/ui/markdown';
import { findingPieces } from '../../src/ui/result/finding-text';

describe('the text of a finding', () => {
  it('is bold between double stars only', () => {
    expect(findingPieces('**Ease** matters, 2 * 3')).toEqual([
      { text: 'Ease', bold: true },
      { text: ' matters, 2 * 3', bold: false },
    ]);
  });

  it('shows every name from the data as it is, in bold or not', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (name) => {
        const pieces = findingPieces(`a **${escapeFinding(name)}** b ${escapeFinding(name)}`);
        expect(pieces).toEqual([
          { text: 'a ', bold: false },
          { text: name, bold: true },
          { text: ` b ${name}`, bold: false },
        ]);
      }),
    );
  });

  it('loses nothing where bold is never closed', () => {
    expect(
      findingPieces('a **b')
        .map((piece) => piece.text)
        .join(''),
    ).toBe('a **b');
  });
});

describe('what Markdown may load or lead to', () => {
  it('shows only pictures that hold themselves', () => {
    expect(isOwnPicture('data:image/png;base64,iVBORw0KGgo=')).toBe(true);
    const refused = [
      'https://example.org/p.png',
      '//example.org/p.png',
      'p.png',
      'data:image/svg+xml;base64,PHN2Zz4=',
      'data:text/html,x',
      'blob:x',
    ];
    expect(refused.filter(isOwnPicture)).toEqual([]);
  });

  it('follows only links to the web, to mail and to this page', () => {
    expect(
      ['https://example.org', 'http://example.org', 'mailto:a@example.org', '#top'].every(isSafeLink),
    ).toBe(true);
    expect(
      ['javascript:alert(1)', ' JaVaScript:alert(1)', 'data:text/html,x', 'vbscript:x', 'file:///x'].filter(
        isSafeLink,
      ),
    ).toEqual([]);
  });
});

describe('HTML in Markdown', () => {
  it('keeps tags of prose without attributes and shows everything else as text', () => {
    expect(showForeignHtml('H<sub>2</sub>O<br>')).toBe('H<sub>2</sub>O<br>');
    expect(showForeignHtml('a <!-- note --> b')).toBe('a  b');
    expect(showForeignHtml('<img src=x onerror=alert(1)>')).toBe('&lt;img src=x onerror=alert(1)&gt;');
    expect(showForeignHtml('<b onclick=alert(1)>x</b>')).toBe('&lt;b onclick=alert(1)&gt;x</b>');
  });

  it('leaves no tag but those, whatever is written', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('<', '>', '/', 'b', 'script', ' ', 'on=', '!--', '--', '"', 'x')),
        (parts) => {
          const left = showForeignHtml(parts.join('')).match(/<[^>]*>?/g) ?? [];
          expect(left.filter((tag) => !/^<\/?b\s*\/?>$/.test(tag))).toEqual([]);
        },
      ),
      { seed: 11, numRuns: 500 },
    );
  });
});
