import type { ConventionColumn, Format, TableSample } from './format';
import { ownValue } from '../values/own-value';
import type { Note } from './note';
import { plainNames, type KnownColumns } from './names/known-columns';
import { plainName } from './names/plain-name';

/*
 * Layout: Analytics help "Export and share reports" (GA4 reports and explorations, Universal Analytics). Lines that begin
 * with # stand above: report, account, property, dates. Then dimensions and metrics; a row of totals without dimensions
 * stands first (GA4, "Grand total" behind it) or last (UA); a second table by day may follow.
 */

const DIMENSIONS: KnownColumns = {
  'session default channel group': { meaning: 'channel' },
  'session primary channel group': { meaning: 'channel' },
  'session primary channel group default channel group': { meaning: 'channel' },
  'first user default channel group': { meaning: 'channel' },
  'first user primary channel group': { meaning: 'channel' },
  'default channel grouping': { meaning: 'channel' },
  'default channel group': { meaning: 'channel' },
  'session source medium': { meaning: 'channel' },
  'source medium': { meaning: 'channel' },
  'session source': {},
  'session medium': {},
  'first user source medium': { meaning: 'channel' },
  'landing page': {},
  'landing page query string': {},
  'page path and screen class': {},
  'page title and screen name': {},
  'page title and screen class': {},
  page: {},
  'event name': {},
  'device category': { meaning: 'segment' },
  country: { meaning: 'segment' },
  city: {},
  date: { meaning: 'date' },
  'nth day': {},
  'day index': { meaning: 'date' },
  'item name': { meaning: 'product' },
  'transaction id': { meaning: 'order', type: 'VARCHAR' },
};
const METRICS: KnownColumns = {
  users: { meaning: 'quantity' },
  'total users': { meaning: 'quantity' },
  'active users': { meaning: 'quantity' },
  'new users': { meaning: 'quantity' },
  'returning users': { meaning: 'quantity' },
  sessions: { meaning: 'quantity' },
  'engaged sessions': { meaning: 'quantity' },
  'engaged sessions per user': {},
  'engaged sessions per active user': {},
  'engagement rate': {},
  'average engagement time': { note: 'in seconds' },
  'average engagement time per session': { note: 'in seconds' },
  'average engagement time per active user': { note: 'in seconds' },
  'bounce rate': {},
  'pages session': { label: 'Pages per session' },
  'avg session duration': { label: 'Average duration of a session' },
  views: { meaning: 'quantity' },
  'views per user': {},
  'views per active user': {},
  pageviews: { meaning: 'quantity' },
  'unique pageviews': { meaning: 'quantity' },
  'avg time on page': {},
  'event count': { meaning: 'quantity' },
  'event count per user': {},
  'events per session': {},
  'key events': { meaning: 'quantity' },
  conversions: { meaning: 'quantity' },
  'goal completions': { meaning: 'quantity' },
  'goal conversion rate': {},
  'goal value': {},
  'ecommerce conversion rate': {},
  'session key event rate': {},
  'user key event rate': {},
  transactions: { meaning: 'quantity' },
  revenue: { meaning: 'amount' },
  'total revenue': { meaning: 'amount' },
  'purchase revenue': { meaning: 'amount' },
  'item revenue': { meaning: 'amount' },
  'items purchased': { meaning: 'quantity' },
};

const googleAnalytics: Format = {
  id: 'google-analytics',
  label: 'Google Analytics report',
  recognises(table) {
    const names = plainNames(table);
    const metrics = names.filter((name) => ownValue(METRICS, name)).length;
    const dimensions = names.filter((name) => ownValue(DIMENSIONS, name)).length;
    if (table.preamble.some((line) => /^"?#\s*-{10,}/.test(line)) && metrics + dimensions > 0) return 0.97;
    return metrics >= 2 && dimensions >= 1 && (metrics + dimensions) * 2 > names.length ? 0.8 : 0;
  },
  read(table) {
    const dimension = table.names[0] ?? '';
    return {
      columns: Object.fromEntries(
        table.names.flatMap((name): [string, ConventionColumn][] => {
          const known = ownValue(DIMENSIONS, plainName(name)) ?? ownValue(METRICS, plainName(name));
          return known ? [[name, known]] : [];
        }),
      ),
      rows: [
        {
          id: 'totals',
          label: 'rows of totals',
          column: dimension,
          values: ['', 'Grand total', 'Totals'],
          leaveOut: true,
        },
      ],
      notes: notesOn(table),
    };
  },
};
export default googleAnalytics;

/** What the lines above say: the dates the report is of. */
function notesOn({ preamble }: TableSample): Note[] {
  const text = preamble.join('\n');
  const [, from, to] =
    /Start date:\s*(\d{8})[\s\S]*?End date:\s*(\d{8})/i.exec(text) ?? /#\s*(\d{8})-(\d{8})/.exec(text) ?? [];
  const day = (written: string): string =>
    `${written.slice(0, 4)}-${written.slice(4, 6)}-${written.slice(6)}`;
  return from && to ? [{ tone: 'plain', text: `The report is of ${day(from)} to ${day(to)}.` }] : [];
}
