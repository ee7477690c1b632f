import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { shortened, textWidth } from '../../src/charts/marks';

describe('a label cut to its room', () => {
  it('fits, is the longest beginning that does, and ends in an ellipsis where it was cut', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 400 }), fc.integer({ min: 20, max: 300 }), (label, room) => {
        const cut = shortened(label, room);
        if (cut === label) return textWidth(label) <= room + 0.01;
        const kept = cut.slice(0, -1);
        const longer = label.slice(0, kept.length + 1);
        return (
          cut.endsWith('…') &&
          label.startsWith(kept) &&
          textWidth(cut) <= room &&
          (longer.trimEnd() === kept || textWidth(`${longer}…`) > room)
        );
      }),
    );
  });

  it('is found at once in an endless text, where cutting letter by letter would take hours', () => {
    expect(shortened('long '.repeat(1_000_000), 120)).toBe(shortened('long '.repeat(40), 120));
  });
});
