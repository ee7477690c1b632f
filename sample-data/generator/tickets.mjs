import { csv, dayOf, isoOf } from './csv.mjs';
import { stream } from './random.mjs';
import { AS_OF } from './truth.mjs';

const LAST_DAY = dayOf(AS_OF);
const TOPICS = [
  {
    name: 'Machine fault',
    attribute: 0,
    rate: 0.75,
    subjects: ['No hot water', 'Grinder stuck', 'Leaking again'],
    hours: 30,
  },
  {
    name: 'Late delivery',
    attribute: 1,
    rate: 0.5,
    subjects: ['Delivery missing', 'Beans not here yet'],
    hours: 10,
  },
  {
    name: 'Invoice',
    attribute: 6,
    rate: 0.25,
    subjects: ['Question about invoice', 'Charged twice'],
    hours: 18,
  },
  {
    name: 'Order change',
    attribute: 7,
    rate: 0.3,
    subjects: ['Change of address', 'Add decaf to next order'],
    hours: 3,
  },
];
const CHANNELS = ['phone', 'email', 'chat', 'portal'];

/** Faults and delays strike more often where the account rates them worse: exp(-0.6) per standard deviation. */
export function makeTickets(accounts) {
  const draw = stream('tickets');
  const tickets = [];
  for (const account of accounts)
    for (const topic of TOPICS) {
      const years = (LAST_DAY - account.signed) / 365.25;
      const mean = topic.rate * years * 0.5 * Math.exp(-0.6 * account.attributes[topic.attribute]);
      for (let left = draw.poisson(mean); left > 0; left--) tickets.push(ticket(draw, account, topic));
    }
  return tickets.sort((one, two) => one.opened - two.opened || (one.account.id < two.account.id ? -1 : 1));
}

function ticket(draw, account, topic) {
  const day = account.signed + 1 + draw.integer(LAST_DAY - account.signed - 1);
  const opened = day * 24 * 60 + 8 * 60 + draw.integer(10 * 60);
  const hours = topic.hours * draw.gamma(1.6) * 0.8;
  const closed = opened + Math.max(5, Math.round(hours * 60));
  return {
    account,
    opened,
    closed: closed > LAST_DAY * 24 * 60 ? null : closed,
    topic: topic.name,
    channel: CHANNELS[draw.weighted(account.online > 0.6 ? [2, 3, 3, 4] : [5, 3, 1, 1])],
    priority: ['low', 'normal', 'high'][draw.weighted([2, 6, topic.attribute === 0 ? 3 : 1])],
    subject: draw.pick(topic.subjects),
  };
}

const timestamp = (minutes) => {
  if (minutes === null) return null;
  const within = minutes % 1440;
  const two = (value) => String(value).padStart(2, '0');
  return `${isoOf(Math.floor(minutes / 1440))} ${two(Math.floor(within / 60))}:${two(within % 60)}:00`;
};

/** The help desk's export is not clean: three of its lines have too few or too many fields, as happens. */
export function ticketsCsv(tickets) {
  const text = csv(
    ['ticket_id', 'account_id', 'opened_at', 'closed_at', 'topic', 'channel', 'priority', 'subject'],
    tickets.map((one, i) => [
      `T${String(i + 1).padStart(5, '0')}`,
      one.account.id,
      timestamp(one.opened),
      timestamp(one.closed),
      one.topic,
      one.channel,
      one.priority,
      one.subject,
    ]),
  );
  const lines = text.split('\n');
  lines[2718] = `${lines[2718]}, and the tray, too`;
  lines[4243] = lines[4243].split(',').slice(0, 4).join(',');
  lines[6102] = `${lines[6102]},forwarded,to depot`;
  return lines.join('\n');
}
