const pad = (value: number | bigint, digits: number): string => String(value).padStart(digits, '0');

/** A whole number of 10^-scale as a decimal: 12345 with 2 places is `123.45`. Bytes are big-endian, two's complement. */
export function decimalText(value: number | bigint | Uint8Array, scale: number): string {
  const unscaled = value instanceof Uint8Array ? fromBytes(value) : BigInt(value);
  if (scale <= 0) return String(unscaled * 10n ** BigInt(-scale));
  const negative = unscaled < 0n;
  const digits = pad(negative ? -unscaled : unscaled, scale + 1);
  return `${negative ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

function fromBytes(bytes: Uint8Array): bigint {
  let value = 0n;
  for (const byte of bytes) value = (value << 8n) | BigInt(byte);
  return BigInt.asIntN(bytes.length * 8, value);
}

/** A time of day: `14:05:00`, with a fraction of up to six digits where it has one. */
export function clockText(value: number | bigint, perSecond: number): string {
  const ticks = BigInt(value);
  const seconds = Number(ticks / BigInt(perSecond));
  const micros = Number(((ticks % BigInt(perSecond)) * 1_000_000n) / BigInt(perSecond));
  const clock = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return `${clock.map((part) => pad(part, 2)).join(':')}${fraction(micros)}`;
}

const fraction = (micros: number): string => (micros === 0 ? '' : `.${pad(micros, 6).replace(/0+$/, '')}`);

/** The shortest number that is the same as a float of 32 bits: 0.1, not 0.10000000149. '' where it is none. */
export function shortestText(value: number): string {
  if (!Number.isFinite(value)) return '';
  for (let digits = 6; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return String(short);
  }
  return String(Number(value.toPrecision(9)));
}

const FIRST_DAY = -719_162; // 0001-01-01
const LAST_DAY = 2_932_896; // 9999-12-31
const MICROS_A_DAY = 86_400_000_000n;

/** Days since 1970 as `2026-06-30`; '' outside of the years 1 to 9999. */
export function dayText(days: number): string {
  if (!(days >= FIRST_DAY && days <= LAST_DAY)) return '';
  return new Date(days * 86_400_000).toISOString().slice(0, 10);
}

/** Microseconds since 1970 as `2026-06-30 14:05:00.5`; '' outside of the years 1 to 9999. */
export function timeText(micros: bigint): string {
  const within = ((micros % MICROS_A_DAY) + MICROS_A_DAY) % MICROS_A_DAY;
  const day = dayText(Number((micros - within) / MICROS_A_DAY));
  return day === '' ? '' : `${day} ${clockText(within, 1_000_000)}`;
}
