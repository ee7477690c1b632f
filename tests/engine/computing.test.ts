import { describe, expect, it } from 'vitest';
import { buffersIn } from '../../src/engine/computing';

describe('buffersIn', () => {
  it('finds every buffer once, however deep', () => {
    const shared = new Float64Array(4);
    const value = {
      a: shared,
      b: [{ c: new Int32Array(shared.buffer) }, { c: new Uint8Array(2) }],
      d: ['x'],
      e: null,
    };
    expect(buffersIn(value)).toEqual(new Set([shared.buffer, (value.b[1] as { c: Uint8Array }).c.buffer]));
  });
});
