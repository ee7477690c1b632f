import { formatList } from '../values/format';

/** Letters to insert, delete or change to get from one word to the other, ignoring case. */
function distance(from: string, to: string): number {
  const a = from.toLowerCase();
  const b = to.toLowerCase();
  let above = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const changed = (above[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min(changed, (above[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1));
    }
    above = row;
  }
  return above[b.length] ?? 0;
}

/** The way out after a name that does not exist: "Did you mean customer_id?", else the names there are. */
export function suggestName(wrong: string, names: readonly string[]): string {
  const ranked = names.map((name) => ({ name, far: distance(wrong, name) })).sort((a, b) => a.far - b.far);
  const best = ranked[0];
  if (!best) return 'It has no columns.';
  if (best.far <= Math.max(1, Math.floor(wrong.length / 3))) return `Did you mean "${best.name}"?`;
  const some = names.slice(0, 8).map((name) => `"${name}"`);
  const rest = names.length - some.length;
  return `It has ${formatList(rest > 0 ? [...some, `${rest} more`] : some)}.`;
}
