/** CSV as RFC 4180 has it, with \n: a field is quoted only where it must be. */
const field = (value) => {
  const text = value === null || value === undefined ? '' : String(value);
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};
export const line = (values) => values.map(field).join(',');
export const csv = (header, rows) => `${[header, ...rows].map(line).join('\n')}\n`;

const DAY = 86_400_000;
/** Days since 1970 of an ISO day, and back. */
export const dayOf = (iso) => Date.parse(`${iso}T00:00:00Z`) / DAY;
export const isoOf = (day) => new Date(day * DAY).toISOString().slice(0, 10);

export const clamp = (value, low, high) => Math.min(high, Math.max(low, value));
export const round = (value, decimals = 0) => Number(value.toFixed(decimals));
