import { csv, dayOf, isoOf } from './csv.mjs';
import { stream } from './random.mjs';
import { AS_OF, SPENDING } from './truth.mjs';

const LAST_DAY = dayOf(AS_OF);

/**
 * BG/NBD by its own story: the first order comes on the day of signing; then gaps are exponential at the account's
 * rate, and after every repeat order the account stops for good with its dropout probability. Amounts are Gamma(p)
 * around an account's own level, and the levels vary by the Gamma-Gamma. An account never orders twice on one day.
 */
export function makeOrders(accounts) {
  const draw = stream('orders');
  const orders = [];
  for (const account of accounts) {
    const level = draw.gamma(SPENDING.q) / SPENDING.gamma;
    const amount = () => Math.max(0.01, draw.gamma(SPENDING.p) / level).toFixed(2);
    const channel = () =>
      draw.uniform() < account.online ? 'online' : draw.uniform() < 0.7 ? 'phone' : 'visit';
    const add = (day) => orders.push({ account, day, amount: amount(), channel: channel() });
    account.stopped = stopDay(account, draw, add);
  }
  return orders.sort((one, two) => one.day - two.day || (one.account.id < two.account.id ? -1 : 1));
}

/** Adds the account's orders; gives the day it stopped buying, or null while it is a customer. */
function stopDay(account, draw, add) {
  add(account.signed);
  let weeks = 0;
  let previous = account.signed;
  for (;;) {
    weeks += draw.exponential(account.rate);
    const day = Math.max(account.signed + Math.round(7 * weeks), previous + 1);
    if (day > LAST_DAY) return null;
    add(day);
    previous = day;
    if (draw.uniform() < account.dropout) return day;
  }
}

export const ordersCsv = (orders) =>
  csv(
    ['order_id', 'account_id', 'ordered_on', 'amount', 'channel'],
    orders.map((order, i) => [100_001 + i, order.account.id, isoOf(order.day), order.amount, order.channel]),
  );
