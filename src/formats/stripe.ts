import type { ConventionColumn, Format, RowRule, TableSample } from './format';
import { describeColumns, onlyBest, plainNames, sureness, type KnownColumns } from './names/known-columns';

/*
 * Layout: Stripe's Dashboard exports of payments (unified payments), customers, subscriptions and balance, and the CSV
 * columns of its reports. Times are UTC, written 2026-01-31 09:30 or with seconds; amounts are in the currency's main
 * unit with a decimal point or comma, unlike those of the API, which are in the smallest unit.
 */

const utc = (label: string) => ({ label: `${label} (UTC)` });
const KNOWN: KnownColumns = {
  id: { label: 'Id', type: 'VARCHAR', meaning: 'order' },
  description: { label: 'Description' },
  'seller message': { label: 'Seller message' },
  created: { ...utc('Created'), meaning: 'date' },
  'created utc': { ...utc('Created'), meaning: 'date' },
  'created date utc': { ...utc('Created'), meaning: 'date' },
  'available on utc': utc('Available'),
  amount: { label: 'Amount', meaning: 'amount' },
  'amount refunded': { label: 'Amount refunded' },
  currency: { label: 'Currency' },
  'converted amount': { label: 'Amount in your currency' },
  'converted amount refunded': { label: 'Refunded in your currency' },
  'converted currency': { label: 'Your currency' },
  fee: { label: 'Stripe’s fee', meaning: 'cost' },
  net: { label: 'Net of fees' },
  'taxes on fee': { label: 'Tax on the fee' },
  tax: { label: 'Tax' },
  mode: { label: 'Mode' },
  status: { label: 'Status', meaning: 'status' },
  type: { label: 'Type' },
  source: { label: 'Source', type: 'VARCHAR' },
  'statement descriptor': { label: 'Statement descriptor' },
  'customer id': { label: 'Customer', type: 'VARCHAR', meaning: 'customer' },
  customer: { label: 'Customer', type: 'VARCHAR', meaning: 'customer' },
  'customer description': { label: 'Customer description' },
  'customer email': { label: 'Customer’s e-mail', personal: 'email', meaning: 'customer' },
  'customer name': { label: 'Customer’s name', personal: 'name' },
  email: { label: 'E-mail', personal: 'email' },
  name: { label: 'Name', personal: 'name' },
  captured: { label: 'Captured' },
  'card id': { label: 'Card', type: 'VARCHAR' },
  'card last 4': { label: 'Last digits of the card', type: 'VARCHAR', personal: 'account' },
  'card brand': { label: 'Card brand' },
  'card funding': { label: 'Card funding' },
  'card exp month': { label: 'Card expires, month', meaning: 'administrative' },
  'card exp year': { label: 'Card expires, year', meaning: 'administrative' },
  'card name': { label: 'Name on the card', personal: 'name' },
  'card address line 1': { label: 'Street', personal: 'address' },
  'card address city': { label: 'City', personal: 'address' },
  'card address zip': { label: 'Post code', personal: 'address', type: 'VARCHAR' },
  'card address country': { label: 'Country', meaning: 'segment' },
  'card fingerprint': { label: 'Card fingerprint', personal: 'account', type: 'VARCHAR' },
  'invoice id': { label: 'Invoice', type: 'VARCHAR' },
  'dispute status': { label: 'Dispute' },
  'disputed amount': { label: 'Disputed amount' },
  'dispute reason': { label: 'Dispute reason', meaning: 'reason' },
  plan: { label: 'Plan', type: 'VARCHAR', meaning: 'segment' },
  product: { label: 'Product', meaning: 'product' },
  quantity: { label: 'Quantity', meaning: 'quantity' },
  interval: { label: 'Interval' },
  'start utc': { ...utc('Start'), meaning: 'start date' },
  'start date utc': { ...utc('Start'), meaning: 'start date' },
  'current period start utc': utc('Current period from'),
  'current period end utc': utc('Current period to'),
  'trial start utc': utc('Trial from'),
  'trial end utc': utc('Trial to'),
  'canceled at utc': { ...utc('Cancelled'), meaning: 'end date' },
  'ended at utc': { ...utc('Ended'), meaning: 'end date' },
  'total spend': { label: 'Total spent', meaning: 'amount' },
  'payment count': { label: 'Payments' },
  'average order': { label: 'Average payment' },
  'refunded volume': { label: 'Refunded' },
  'dispute losses': { label: 'Lost in disputes' },
  delinquent: { label: 'Delinquent' },
};
const CREATED = ['created utc', 'created date utc', 'created'];

/** The exports that are told apart, each by names no other program has together. */
const EXPORTS: readonly (readonly (readonly string[])[])[] = [
  [['id'], ['amount refunded'], CREATED],
  [['id'], ['converted amount'], CREATED],
  [['id'], ['current period start utc', 'current period end utc'], ['plan', 'status']],
  [['id'], ['total spend'], ['delinquent', 'payment count', 'refunded volume']],
  [['id'], ['available on utc'], ['net'], ['fee']],
];
const OBJECT_ID = /^(ch|py|pi|cus|sub|in|txn|re|po)_[A-Za-z0-9]{6,}$/;

const stripe: Format = {
  id: 'stripe',
  label: 'Stripe export',
  recognises(table) {
    const names = plainNames(table);
    const found = Math.max(...EXPORTS.map((needed) => sureness(names, needed, KNOWN, 0.75)));
    if (found > 0) return found;
    const ids = table.columns[names.indexOf('id')]?.filter((value) => value !== '') ?? [];
    const own = ids.length > 0 && ids.every((value) => OBJECT_ID.test(value.trim()));
    return own && names.some((name) => CREATED.includes(name)) ? 0.8 : 0;
  },
  read(table) {
    const columns = withoutSecondEnd(describeColumns(table, KNOWN));
    const isPeople = plainNames(table).includes('delinquent') || plainNames(table).includes('total spend');
    const described = isPeople ? asCustomers(table, columns) : columns;
    return {
      columns: onlyBest(described, 'customer', ['customer id', 'customer', 'id', 'customer email']),
      rows: rules(table),
      notes: plainNames(table).includes('amount refunded')
        ? [{ tone: 'plain', text: 'Amount is before refunds; what was paid back stands in Amount Refunded.' }]
        : [],
    };
  },
};
export default stripe;

/** In the export of customers a row is a customer. */
function asCustomers(
  table: TableSample,
  columns: Record<string, ConventionColumn>,
): Record<string, ConventionColumn> {
  const id = table.names[plainNames(table).indexOf('id')];
  return id === undefined
    ? columns
    : { ...columns, [id]: { ...columns[id], label: 'Customer', meaning: 'customer' } };
}

/** A subscription ends when it ended; when its end was asked for counts only where the other is not told. */
function withoutSecondEnd(columns: Record<string, ConventionColumn>): Record<string, ConventionColumn> {
  return onlyBest(onlyBest(columns, 'end date', ['ended at utc']), 'start date', [
    'start date utc',
    'start utc',
  ]);
}

function rules(table: TableSample): RowRule[] {
  const status = table.names[plainNames(table).indexOf('status')];
  if (status === undefined || !plainNames(table).includes('amount refunded')) return [];
  const rule = (id: string, label: string, values: string[]): RowRule => ({
    id,
    label,
    column: status,
    values,
    leaveOut: false,
  });
  return [
    rule('failed', 'payments that failed or were never made', [
      'Failed',
      'canceled',
      'requires_payment_method',
      'requires_action',
      'incomplete',
      'blocked',
    ]),
    rule('refunded', 'payments refunded in full', ['Refunded']),
  ];
}
