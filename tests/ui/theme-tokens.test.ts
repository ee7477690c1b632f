import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync(new URL('../../src/ui/theme.css', import.meta.url), 'utf8');
const READ_BY_CHARTS = ['ink', 'mute', 'line', 'grid', 'paper', 'accent', 'warn'];

/** Every block of the theme that sets tokens, as selector and tokens. */
const blocks = [...css.matchAll(/([^{}]+)\{([^{}]*)\}/g)].flatMap(([, selector = '', body = '']) => {
  const tokens = new Map(
    [...body.matchAll(/--([\w-]+):\s*([^;]+);/g)].map(([, name = '', value = '']) => [name, value] as const),
  );
  return tokens.has('mute') ? [{ selector: selector.trim(), tokens }] : [];
});
const full = blocks.filter(({ tokens }) => tokens.has('paper'));
const more = blocks.filter(({ tokens }) => !tokens.has('paper'));
const isDark = ({ selector }: { selector: string }) => selector.includes('[data-theme=');

function luminance(hex: string): number {
  const digits = hex.length === 4 ? [...hex.slice(1)].map((digit) => digit + digit).join('') : hex.slice(1);
  const [red = 0, green = 0, blue = 0] = [0, 2, 4].map((at) => {
    const share = parseInt(digits.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

describe('the tokens of the theme', () => {
  it('are set for light, for dark by the system and by choice, and for more contrast in each', () => {
    expect(full).toHaveLength(3);
    expect(more).toHaveLength(3);
    expect(full.filter(isDark)).toHaveLength(2);
    expect(more.filter(isDark)).toHaveLength(2);
  });

  it('are plain hex where charts read them, whose colour scales know no other spelling', () => {
    for (const { selector, tokens } of blocks)
      for (const [name, value] of tokens)
        if (READ_BY_CHARTS.includes(name) || name.startsWith('series'))
          expect(value, `${selector} ${name}`).toMatch(/^#([\da-f]{3}|[\da-f]{6})$/);
  });

  it('are the same in dark by the system and by choice', () => {
    for (const themes of [full.filter(isDark), more.filter(isDark)])
      expect([...(themes[0]?.tokens ?? [])]).toEqual([...(themes[1]?.tokens ?? [])]);
  });

  it('leave words readable on page, paper and code; more so where more contrast is asked for', () => {
    const check = (theme: Map<string, string>, words: readonly string[], least: number) => {
      for (const word of words)
        for (const ground of ['page', 'paper', 'code'])
          expect(
            contrast(theme.get(word) ?? '', theme.get(ground) ?? ''),
            `${word} on ${ground}`,
          ).toBeGreaterThanOrEqual(least);
    };
    for (const { tokens } of full) check(tokens, ['ink', 'mute', 'accent', 'warn', 'ok'], 4.5);
    for (const each of more) {
      const ground = full.find((theme) => isDark(theme) === isDark(each));
      check(new Map([...(ground?.tokens ?? []), ...each.tokens]), ['ink', 'mute', 'line-strong'], 7);
    }
  });
});
