import { createRandom } from '../../src/stats/random';

/**
 * Orders of customers with their own rates over 2024 and 2025, some leaving; two lines on some days. `regularity` is k of
 * Erlang-k times between purchases: 1 is purely random.
 */
export function madeOrders(customers: number, seed: number, regularity = 1): string {
  const random = createRandom(seed);
  const lines = ['customer,date,amount'];
  const wait = (): number =>
    regularity === 1 ? -Math.log(1 - random.next()) : random.gamma(regularity) / regularity;
  for (let customer = 1; customer <= customers; customer += 1) {
    const perDay = random.gamma(0.9) / 40;
    const leaving = random.beta(1, 4);
    const mean = 20 + 60 * random.next();
    for (let day = random.integer(300); day < 730; day += 1 + Math.floor(wait() / perDay)) {
      const date = new Date(Date.UTC(2024, 0, 1) + day * 86_400_000).toISOString().slice(0, 10);
      const amount = (mean * random.gamma(4)) / 4;
      lines.push(`c${customer},${date},${amount.toFixed(2)}`);
      if (random.next() < 0.2) lines.push(`c${customer},${date},5.50`);
      if (random.next() < leaving) break;
    }
  }
  return lines.join('\n');
}
