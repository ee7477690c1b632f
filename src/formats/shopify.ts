import type { Convention, Format, TableSample } from './format';
import { describeColumns, onlyBest, plainNames, sureness, type KnownColumns } from './names/known-columns';

/*
 * Layout: Shopify's help "Exporting orders" and "Exporting customers". An order has one row a line item; what belongs to
 * the order (status, totals, addresses) stands on the first of them and is empty on the others, name and e-mail on all.
 */

const FIRST = 'on the first line of an order only';
const money = (label: string) => ({ label, note: FIRST });
const ORDERS: KnownColumns = {
  name: { label: 'Order', type: 'VARCHAR', meaning: 'order' },
  id: { label: 'Order id', type: 'VARCHAR' },
  email: { label: 'Customer’s e-mail', personal: 'email', meaning: 'customer' },
  phone: { label: 'Phone', personal: 'phone', type: 'VARCHAR' },
  'financial status': { label: 'Payment', meaning: 'status', note: FIRST },
  'fulfillment status': { label: 'Fulfilment' },
  'paid at': { label: 'Paid', note: FIRST },
  'fulfilled at': { label: 'Fulfilled' },
  'created at': { label: 'Ordered', meaning: 'date' },
  'cancelled at': { label: 'Cancelled' },
  'accepts marketing': { label: 'Accepts marketing' },
  currency: { label: 'Currency' },
  subtotal: money('Subtotal'),
  shipping: money('Shipping'),
  taxes: money('Taxes'),
  total: { ...money('Order total'), meaning: 'amount' },
  'discount code': { label: 'Discount code' },
  'discount amount': money('Discount'),
  'refunded amount': money('Refunded'),
  'outstanding balance': money('Outstanding'),
  'shipping method': { label: 'Shipping method' },
  'lineitem quantity': { label: 'Quantity', meaning: 'quantity' },
  'lineitem name': { label: 'Product', meaning: 'product' },
  'lineitem price': { label: 'Price of a piece' },
  'lineitem compare at price': { label: 'Price before reduction' },
  'lineitem sku': { label: 'Article', type: 'VARCHAR' },
  'lineitem discount': { label: 'Discount on the line' },
  'billing name': { label: 'Billing name', personal: 'name' },
  'shipping name': { label: 'Shipping name', personal: 'name' },
  ...addresses('billing'),
  ...addresses('shipping'),
  notes: { label: 'Notes', personal: 'free text' },
  'note attributes': { label: 'Note attributes', personal: 'free text' },
  'payment method': { label: 'Payment method' },
  'payment reference': { label: 'Payment reference', type: 'VARCHAR' },
  'payment id': { label: 'Payment id', type: 'VARCHAR' },
  vendor: { label: 'Vendor' },
  tags: { label: 'Tags', listOf: ', ' },
  'risk level': { label: 'Risk level' },
  source: { label: 'Source', meaning: 'channel' },
};
const CUSTOMERS: KnownColumns = {
  'customer id': { label: 'Customer', type: 'VARCHAR', meaning: 'customer' },
  'first name': { label: 'First name', personal: 'name' },
  'last name': { label: 'Last name', personal: 'name' },
  email: { label: 'E-mail', personal: 'email' },
  'accepts email marketing': { label: 'Accepts e-mail marketing' },
  'accepts sms marketing': { label: 'Accepts SMS marketing' },
  phone: { label: 'Phone', personal: 'phone', type: 'VARCHAR' },
  'default address zip': { label: 'Post code', personal: 'address', type: 'VARCHAR' },
  'default address address 1': { label: 'Street', personal: 'address' },
  'default address city': { label: 'City', personal: 'address' },
  'default address phone': { label: 'Phone', personal: 'phone', type: 'VARCHAR' },
  'default address country code': { label: 'Country', meaning: 'segment' },
  'total spent': { label: 'Total spent', meaning: 'amount' },
  'total orders': { label: 'Orders' },
  note: { label: 'Note', personal: 'free text' },
  'tax exempt': { label: 'Tax exempt' },
  tags: { label: 'Tags', listOf: ', ' },
};

function addresses(which: string): KnownColumns {
  const label = which === 'billing' ? 'Billing' : 'Shipping';
  const part = (name: string, rest = {}) => ({
    label: `${label} ${name}`,
    personal: 'address' as const,
    ...rest,
  });
  return {
    [`${which} street`]: part('street'),
    [`${which} address 1`]: part('address 1'),
    [`${which} address 2`]: part('address 2'),
    [`${which} company`]: { label: `${label} company` },
    [`${which} city`]: part('city'),
    [`${which} zip`]: part('post code', { type: 'VARCHAR' }),
    [`${which} province`]: { label: `${label} province` },
    [`${which} country`]: {
      label: `${label} country`,
      ...(which === 'billing' ? { meaning: 'segment' } : {}),
    },
    [`${which} phone`]: { label: `${label} phone`, personal: 'phone', type: 'VARCHAR' },
  };
}

const isOrders = (table: TableSample): number =>
  sureness(
    plainNames(table),
    [['name'], ['financial status'], ['lineitem name', 'lineitem quantity', 'lineitem price']],
    ORDERS,
    0.9,
  );
const isCustomers = (table: TableSample): number =>
  sureness(
    plainNames(table),
    [['total spent'], ['accepts email marketing', 'accepts marketing'], ['total orders']],
    CUSTOMERS,
    0.85,
  );

const shopify: Format = {
  id: 'shopify',
  label: 'Shopify orders or customers',
  recognises: (table) => Math.max(isOrders(table), isCustomers(table)),
  read: (table) =>
    isOrders(table) > 0 ? orders(table) : { columns: describeColumns(table, CUSTOMERS), rows: [], notes: [] },
};
export default shopify;

function orders(table: TableSample): Convention {
  const columns = onlyBest(describeColumns(table, ORDERS), 'segment', ['billing country']);
  const { status, repeated } = continuationOf(table);
  return {
    columns,
    rows: status
      ? [
          {
            id: 'unpaid',
            label: 'orders voided or refunded in full',
            column: status,
            values: ['voided', 'refunded'],
            leaveOut: false,
          },
        ]
      : [],
    notes: [
      repeated
        ? {
            tone: 'caution',
            text: 'Order totals are repeated on every line of an order here, though Shopify writes them once: sum them once per order, or use quantity times price.',
          }
        : {
            tone: 'plain',
            text: 'One row is one line of an order. Totals, taxes and payment stand on the first line of an order and stay empty on the others, so that sums of Total are right; count orders by Name.',
          },
    ],
  };
}

/** Whether some file in between has filled the totals down to every line. */
function continuationOf(table: TableSample): { status: string | undefined; repeated: boolean } {
  const values = (plain: string): readonly string[] => table.columns[plainNames(table).indexOf(plain)] ?? [];
  const [names, totals] = [values('name'), values('total')];
  const further = names.flatMap((name, row) =>
    row > 0 && name !== '' && name === names[row - 1] ? [totals[row] ?? ''] : [],
  );
  return {
    status: table.names[plainNames(table).indexOf('financial status')],
    repeated: further.length > 0 && further.every((total) => total.trim() !== ''),
  };
}
