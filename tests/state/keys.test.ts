import { describe, expect, it } from 'vitest';
import { fitOf } from '../../src/state/palette-search';
import { StageClock } from '../../src/state/run-history.svelte';
import { isKey, keysText } from '../../src/state/shortcut';
import { whySlow } from '../../src/ui/runs/run-words';

const press = (key: string, more: Partial<KeyboardEvent> = {}): KeyboardEvent =>
  ({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...more }) as KeyboardEvent;

describe('keys', () => {
  it('are theirs with just their modifiers', () => {
    expect(isKey(press('z', { ctrlKey: true }), 'Mod+z')).toBe(true);
    expect(isKey(press('z', { metaKey: true }), 'Mod+z')).toBe(true);
    expect(isKey(press('Z', { ctrlKey: true, shiftKey: true }), 'Mod+z')).toBe(false);
    expect(isKey(press('Z', { ctrlKey: true, shiftKey: true }), 'Mod+Shift+z')).toBe(true);
    expect(isKey(press('a', { altKey: true }), 'a')).toBe(false);
  });

  it('a sign is itself however it is typed', () => {
    expect(isKey(press('?', { shiftKey: true }), '?')).toBe(true);
    expect(isKey(press('.', { ctrlKey: true }), 'Mod+.')).toBe(true);
  });

  it('are written as the keyboard has them', () => {
    expect(keysText('Mod+Shift+Enter', false)).toBe('Ctrl Shift Enter');
    expect(keysText('Mod+Shift+Enter', true)).toBe('⌘ ⇧ Enter');
    expect(keysText('Alt+ArrowUp', false)).toBe('Alt ↑');
  });
});

describe('the palette', () => {
  const best = (typed: string, labels: readonly string[]): string | undefined =>
    labels
      .flatMap((label) => {
        const fit = fitOf(typed, label);
        return fit === null ? [] : [{ label, fit }];
      })
      .sort((one, other) => other.fit - one.fit)[0]?.label;

  it('puts a beginning before a word, a word before a part, a part before letters in order', () => {
    const labels = ['Unfold all code', 'Go to base', 'Fold all code', 'Form of a long day'];
    expect(best('fold', labels)).toBe('Fold all code');
    expect(best('base', labels)).toBe('Go to base');
    expect(best('old', labels)).toBe('Fold all code');
    expect(best('fac', labels)).toBe('Fold all code');
    expect(best('ld', ['l is for d', 'fold'])).toBe('fold');
  });

  it('takes words in any order, no accents, and finds nothing where letters are missing', () => {
    expect(fitOf('code fold', 'Fold all code')).not.toBeNull();
    expect(fitOf('resume', 'Résumé')).not.toBeNull();
    expect(fitOf('foldx', 'Fold all code')).toBeNull();
  });
});

describe('what a run spent its time on', () => {
  it('is told by its stages, longest first, counted ones as one', () => {
    const clock = new StageClock();
    clock.enter('Reading survey', 0);
    clock.enter('Trying 2 segments', 100);
    clock.enter('Trying 3 segments', 500);
    clock.enter('Making tables', 900);
    const stages = clock.stages(1000);
    expect(stages.map(({ elapsed }) => elapsed)).toEqual([100, 800, 100]);
    const run = { at: 0, status: 'done', elapsed: 1000, rows: 1, message: null, stages } as const;
    expect(whySlow(run)).toMatch(/^Trying … segments 0\.8 s \(80 %\), /);
    expect(whySlow({ ...run, stages: [] })).toBeNull();
  });
});
