import { csv, dayOf, isoOf } from './csv.mjs';
import { stream } from './random.mjs';
import { AS_OF, RENEWAL } from './truth.mjs';

const LAST_DAY = dayOf(AS_OF);
const OWNERS = ['Ines', 'Jonas', 'Kofi', 'Lotte', 'Marek', 'Nadia', 'Oskar', 'Priya'];
const PROSPECTS_LOST = 1500;

/** The first sale of every account, its yearly renewals until one is lost, and prospects who never signed. */
export function makeDeals(accounts) {
  const draw = stream('deals');
  const deals = accounts.flatMap((account) => [
    deal(draw, account, 'new', account.signed, 'won'),
    ...renewals(draw, account),
  ]);
  for (let i = 0; i < PROSPECTS_LOST; i++)
    deals.push(deal(draw, null, 'new', LAST_DAY - draw.integer(1090), 'lost'));
  return deals.sort(
    (one, two) => one.opened - two.opened || one.closed - two.closed || one.value - two.value,
  );
}

function renewals(draw, account) {
  const deals = [];
  for (let due = account.signed + 365; due <= LAST_DAY + 60; due += 365) {
    const made = deal(draw, account, 'renewal', due, 'open');
    deals.push(made);
    if (due > LAST_DAY) break;
    const stopped = account.stopped !== null && account.stopped < due;
    const logOdds =
      RENEWAL.base +
      RENEWAL.feeling * account.feeling +
      (stopped ? RENEWAL.stopped : 0) +
      RENEWAL.discount * made.discount;
    made.outcome = draw.uniform() < 1 / (1 + Math.exp(-logOdds)) ? 'won' : 'lost';
    if (made.outcome === 'lost') break;
  }
  return deals;
}

function deal(draw, account, kind, due, outcome) {
  const lead = 10 + Math.floor(70 * draw.uniform());
  const discount = draw.uniform() < 0.6 ? 0 : 5 * (1 + draw.integer(4));
  const fee = account?.fee ?? [49, 95, 180][draw.weighted([5, 4, 2])];
  return {
    account,
    kind,
    opened: due - lead,
    closed: due,
    outcome,
    value: Math.round(fee * 12 * (1 - discount / 100)),
    discount,
    touches: 1 + draw.poisson(kind === 'new' ? 5 : 2),
    owner: draw.pick(OWNERS),
  };
}

export const dealsCsv = (deals) =>
  csv(
    [
      'deal_id',
      'account_id',
      'kind',
      'opened_on',
      'closed_on',
      'outcome',
      'annual_value',
      'discount',
      'touches',
      'owner',
    ],
    deals.map((one, i) => [
      `D${String(i + 1).padStart(5, '0')}`,
      one.account?.id ?? null,
      one.kind,
      isoOf(one.opened),
      one.outcome === 'open' ? null : isoOf(one.closed),
      one.outcome,
      one.value,
      one.discount / 100,
      one.touches,
      one.owner,
    ]),
  );
