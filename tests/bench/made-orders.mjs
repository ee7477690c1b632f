// The file that the benchmark reads: orders of a shop, made from a seed.
import { createWriteStream } from 'node:fs';
import { once } from 'node:events';

const REGIONS = ['North', 'South', 'East', 'West', 'Centre'];
const PRODUCTS = Array.from({ length: 64 }, (_, index) => `Product ${String(index + 1).padStart(2, '0')}`);

/** Numbers in [0, 1), the same for the same seed (mulberry32). */
export function seeded(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const PLAIN = (text) => text;
/** Semicolons, decimal commas, windows-1252: as a German Excel writes it. */
export const european = (text) =>
  Buffer.from(
    text
      .replaceAll(',', ';')
      .replaceAll(/(?<=;\d+)\.(?=\d)/g, ',')
      .replaceAll('Centre', 'Köln'),
    'latin1',
  );

/**
 * Writes `rows` orders of 120,000 customers with ten columns as CSV.
 * @param {string} path
 * @param {number} rows
 * @param {(text: string) => string | Buffer} written how the text is written
 */
export async function writeOrders(path, rows, written = PLAIN) {
  const random = seeded(20260630);
  const pick = (list) => list[Math.floor(random() * list.length)];
  const out = createWriteStream(path);
  out.write(
    written('order_id,customer_id,ordered,delivered,product,region,quantity,amount,discount,score\n'),
  );
  for (let done = 0; done < rows;) {
    let text = '';
    for (const end = Math.min(done + 10_000, rows); done < end; done += 1) {
      const day = Date.UTC(2022, 0, 1) + Math.floor(random() * 1600) * 86_400_000;
      const ordered = new Date(day).toISOString().slice(0, 10);
      const delivered = new Date(day + random() * 9e8).toISOString().slice(0, 19).replace('T', ' ');
      const customer = `C${100_000 + Math.floor(random() * random() * 120_000)}`;
      const numbers = [
        1 + Math.floor(random() * 9),
        (random() * 400).toFixed(2),
        (random() * 0.3).toFixed(3),
      ];
      const score = Math.floor(random() * 11);
      text += `${done + 1},${customer},${ordered},${delivered},${pick(PRODUCTS)},${pick(REGIONS)},${numbers.join(',')},${score}\n`;
    }
    if (!out.write(written(text))) await once(out, 'drain');
  }
  out.end();
  await once(out, 'finish');
}
