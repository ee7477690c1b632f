/** Signs, words and codes of one currency: a column may mix them, but not two currencies. */
const CURRENCIES: readonly (readonly string[])[] = [
  ['€', 'EUR', 'Euro', 'Euros'],
  ['$', 'USD', 'US$', 'USD$'],
  ['£', 'GBP'],
  ['¥', 'JPY', '円', '￥'],
  ['CHF', 'Fr.', 'SFr.'],
  ['CNY', 'RMB', '元'],
  ['₹', 'INR', 'Rs.', 'Rs'],
  ['R$', 'BRL'],
  ['C$', 'CA$', 'CAD'],
  ['A$', 'AU$', 'AUD'],
  ['NZ$', 'NZD'],
  ['HK$', 'HKD'],
  ['S$', 'SGD'],
  ['MX$', 'MXN'],
  ['zł', 'PLN'],
  ['Kč', 'CZK'],
  ['Ft', 'HUF'],
  ['kr', 'kr.', 'Kr', 'Kr.'],
  ['SEK'],
  ['NOK'],
  ['DKK'],
  ['ISK'],
  ['RON', 'lei'],
  ['BGN', 'лв', 'лв.'],
  ['₺', 'TRY', 'TL'],
  ['₽', 'RUB', 'руб.', 'руб'],
  ['₴', 'UAH'],
  ['₪', 'ILS'],
  ['₩', 'KRW'],
  ['฿', 'THB'],
  ['₫', 'VND'],
  ['₱', 'PHP'],
  ['₦', 'NGN'],
  ['Rp', 'IDR'],
  ['RM', 'MYR'],
  ['ZAR'],
  ['AED'],
  ['SAR'],
  ['EGP'],
  ['KES'],
  ['ARS'],
  ['CLP'],
  ['COP'],
  ['PEN'],
  ['TWD', 'NT$'],
];

const byName = new Map(CURRENCIES.flatMap((names) => names.map((name) => [name.toLowerCase(), names])));

const escaped = (text: string): string => text.replace(/[.$]/g, '\\$&');
const longestFirst = (names: readonly string[]): string[] => [...names].sort((a, b) => b.length - a.length);

/** Every way of writing any currency, as one alternation of a regular expression, without case. */
export const ANY_CURRENCY = longestFirst([...byName.keys()])
  .map(escaped)
  .join('|');

/** The first name of the currency that is written so, or null. */
export const currencyOf = (written: string): string | null => byName.get(written.toLowerCase())?.[0] ?? null;

/** The ways of writing the currency that `written` is one of, as an alternation; only `written` where it is unknown. */
export const sameCurrency = (written: string): string =>
  longestFirst(byName.get(written.toLowerCase()) ?? [written])
    .map((name) => name.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'))
    .join('|');
