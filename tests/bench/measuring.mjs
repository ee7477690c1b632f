// How a figure is taken and said: medians, aims, and two engines in turns.
export const ROUNDS = 9;

/** The engine here and there in turns, so that a busy machine weighs on both alike; the first round warms up. */
export async function compare(label, aim, { browser: here, native: there }, rounds = ROUNDS) {
  const times = { here: [], there: [] };
  for (let round = 0; round <= rounds; round += 1) {
    const one = (await here()).time;
    const other = await there();
    if (round === 0) continue;
    times.here.push(one);
    times.there.push(other);
  }
  ratio(label, aim, median(times.here), median(times.there));
}

/** One time over another, which did the same or a part of it. */
export function ratio(label, aim, one, other) {
  const value = one / other;
  const judged = aim === null ? '' : `aim ${aim} or less: ${verdict(value <= aim)}; `;
  console.log(
    `${label.padEnd(WIDTH)} ${value.toFixed(2).padStart(8)} x  (${judged}${one.toFixed(0)} ms against ${other.toFixed(0)} ms)`,
  );
}

/** The median of some rounds after two that warm up; gives it back. */
export async function limit(label, aim, once, { rounds = ROUNDS, warming = 2 } = {}) {
  const times = [];
  for (let round = 0; round < rounds + warming; round += 1) times.push((await once()).time);
  const middle = median(times.slice(warming));
  line(label, middle, aim);
  return middle;
}

export function line(label, value, aim, unit = 'ms') {
  const judged = aim === null ? '' : `  (aim ${aim} ${unit} or less: ${verdict(value <= aim)})`;
  console.log(`${label.padEnd(WIDTH)} ${value.toFixed(value < 10 ? 1 : 0).padStart(8)} ${unit}${judged}`);
}

export function median(values) {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

const WIDTH = 58;
const verdict = (met) => (met ? 'met' : 'NOT MET');
