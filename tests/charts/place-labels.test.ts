import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placeLabels, type Box } from '../../src/charts/kinds/quadrants/place-labels';

const frame: Box = { left: 0, top: 0, right: 900, bottom: 500 };
const size = { width: 90, height: 15 };

describe('labels of a map', () => {
  it('do not touch each other, and stay inside, while there is room', () => {
    const point = fc.record({ x: fc.integer({ min: 20, max: 880 }), y: fc.integer({ min: 20, max: 480 }) });
    fc.assert(
      fc.property(fc.array(point, { minLength: 1, maxLength: 9 }), (points) => {
        const labels = points.map((place) => ({ ...place, ...size }));
        const boxes = placeLabels(labels, frame, []).map(({ left, middle }) => ({
          left,
          right: left + size.width,
          top: middle - size.height / 2,
          bottom: middle + size.height / 2,
        }));
        for (const [i, a] of boxes.entries()) {
          expect(a.left).toBeGreaterThanOrEqual(frame.left);
          expect(a.right).toBeLessThanOrEqual(frame.right);
          for (const b of boxes.slice(i + 1)) {
            const apart = a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top;
            expect(apart).toBe(true);
          }
        }
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it('of a lone point stand beside it', () => {
    const [place] = placeLabels([{ x: 100, y: 100, ...size }], frame, []);
    expect(place).toEqual({ left: 109, middle: 91, leader: false });
  });

  it('turn to the left at the right edge', () => {
    const [place] = placeLabels([{ x: 890, y: 100, ...size }], frame, []);
    expect(place?.left).toBeLessThan(890 - size.width);
  });
});
