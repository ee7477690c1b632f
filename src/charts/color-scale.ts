import * as Plot from '@observablehq/plot';
import { formatNumber, formatPercent } from '../values/format';
import type { Frame } from './chart-kind';
import type { AxisLabels } from './spec';

/** A colour scale of values, whose ends are round numbers, and what goes with it. */
export interface ColorScale {
  options: Plot.ScaleOptions;
  /** The colour of a value. */
  color: (value: number) => string;
  /** Ink or paper, whichever can be read on that value's colour. */
  textOn: (value: number) => string;
}

const steps = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10];

/** The next round number away from zero: 0.896 is 1, 457 is 500. */
export function roundUp(size: number): number {
  if (!(size > 0)) return 0;
  // So small that its power of ten is no number any more.
  if (size < 1e-300) return size;
  const power = 10 ** Math.floor(Math.log10(size));
  const step = steps.find((times) => times * power >= size * (1 - 1e-9)) ?? 10;
  return Number((step * power).toPrecision(6));
}

/** Ends of the scale: both ways from zero, from zero, or (where all values lie close together) round numbers around. */
export function roundEnds(values: readonly number[]): [number, number] {
  const low = values.reduce((least, value) => Math.min(least, value), Infinity);
  const high = values.reduce((most, value) => Math.max(most, value), -Infinity);
  if (!(high > low)) return low > 0 ? [0, roundUp(low)] : low < 0 ? [-roundUp(-low), roundUp(-low)] : [0, 1];
  if (low < 0) {
    const most = roundUp(Math.max(-low, high));
    return [-most, most];
  }
  if (low < high / 2) return [0, roundUp(high)];
  const unit = roundUp((high - low) / 5);
  const tidy = (value: number): number => Number(value.toPrecision(9));
  // Rounding may not cut off what lies closer together than its digits tell apart.
  return [
    Math.min(low, tidy(Math.floor(low / unit) * unit)),
    Math.max(high, tidy(Math.ceil(high / unit) * unit)),
  ];
}

/** From faint to strong; values that go both ways from 0 run from the warning over paper to the accent. */
export function colorScale(values: readonly number[], frame: Frame): ColorScale {
  const { accent, warn, paper, line } = frame.colors;
  const [low, high] = roundEnds(values);
  const both = low < 0;
  const options: Plot.ScaleOptions = {
    type: 'linear',
    domain: both ? [low, 0, high] : [low, high],
    range: both ? [warn, paper, accent] : [line, accent],
    interpolate: 'lab',
  };
  const { apply } = Plot.scale({ color: options });
  const color = (value: number): string => String(apply(value));
  return { options, color, textOn: (value) => readableOn(color(value), frame) };
}

function readableOn(color: string, { colors: { ink, paper } }: Frame): string {
  const back = luminance(color);
  const contrast = (text: string): number => {
    const [light = 0, dark = 0] = [luminance(text), back].sort((a, b) => b - a);
    return (light + 0.05) / (dark + 0.05);
  };
  return contrast(ink) >= contrast(paper) ? ink : paper;
}

/** Relative luminance (WCAG 2) of "#2f6f8f", "#fff" or "rgb(47, 111, 143)". */
function luminance(color: string): number {
  const hex = /^#([\da-f]{3,8})$/i.exec(color)?.[1];
  const wide = hex && hex.length < 6 ? [...hex].map((digit) => digit + digit).join('') : hex;
  const parts = wide
    ? [0, 2, 4].map((start) => parseInt(wide.slice(start, start + 2), 16))
    : (color.match(/[\d.]+/g) ?? []).slice(0, 3).map(Number);
  const [red = 0, green = 0, blue = 0] = parts.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** All values of a field with the same decimals: two where they are small, none where they are large or whole. */
export function valueWriter(
  values: readonly number[],
  format: AxisLabels['colorFormat'],
): (value: number) => string {
  if (format === 'percent') return (value) => formatPercent(value);
  const most = values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
  if (most >= 1e6 || (most > 0 && most < 0.005)) return (value) => formatNumber(value, 3);
  const decimals = values.every(Number.isInteger) || most >= 1000 ? 0 : most >= 100 ? 1 : most >= 0.1 ? 2 : 4;
  const write = new Intl.NumberFormat('en-GB', {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
    // No "-0.00".
    signDisplay: 'negative',
  });
  return (value) => write.format(value);
}
