/**
 * Makes the sample: five exports of the fictional Bramblewick Coffee Works, and the answer sheet of its segments.
 * `npm run sample` writes them; the same code gives the same bytes. What is true of them is in generator/truth.mjs.
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { accountsCsv, makeAccounts, segmentsCsv } from './generator/accounts.mjs';
import { dealsCsv, makeDeals } from './generator/deals.mjs';
import { makeOrders, ordersCsv } from './generator/orders.mjs';
import { feel, makeSurvey, surveyCsv } from './generator/survey.mjs';
import { makeTickets, ticketsCsv } from './generator/tickets.mjs';

/** Every file's text by its name. */
export function makeSample() {
  const accounts = makeAccounts();
  const orders = makeOrders(accounts);
  feel(accounts);
  return {
    'accounts.csv': accountsCsv(accounts),
    'orders.csv': ordersCsv(orders),
    'survey.csv': surveyCsv(makeSurvey(accounts)),
    'tickets.csv': ticketsCsv(makeTickets(accounts)),
    'deals.csv': dealsCsv(makeDeals(accounts)),
    'true-segments.csv': segmentsCsv(accounts),
  };
}

const here = fileURLToPath(import.meta.url);
if (process.argv[1] && path.resolve(process.argv[1]) === here)
  for (const [name, text] of Object.entries(makeSample())) {
    writeFileSync(path.join(path.dirname(here), name), text);
    process.stdout.write(
      `${name}: ${(text.length / 1000).toFixed(0)} kB, ${text.split('\n').length - 2} rows\n`,
    );
  }
