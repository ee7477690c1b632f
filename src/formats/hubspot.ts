import type { Format } from './format';
import { describeColumns, onlyBest, plainNames, sureness, type KnownColumns } from './names/known-columns';

/*
 * Layout: HubSpot's knowledge base "Export records" and "Default deal / contact / company / ticket properties". Labels as
 * names, one row a record, times as 2026-01-31 09:30.
 */

const person = (label: string) => ({ label, personal: 'name' as const });
const KNOWN: KnownColumns = {
  'record id': { label: 'Record', type: 'VARCHAR', meaning: 'order' },
  'deal id': { label: 'Deal', type: 'VARCHAR', meaning: 'order' },
  'deal name': { label: 'Deal', meaning: 'administrative' },
  'deal stage': { label: 'Deal stage', meaning: 'stage' },
  'deal type': { label: 'Deal type', meaning: 'segment' },
  'deal owner': person('Deal owner'),
  'deal probability': { label: 'Deal probability', meaning: 'administrative' },
  pipeline: { label: 'Pipeline', meaning: 'administrative' },
  'close date': { label: 'Close date', meaning: 'date' },
  'create date': { label: 'Created' },
  'last modified date': { label: 'Last changed' },
  'last activity date': { label: 'Last activity' },
  amount: { label: 'Amount', meaning: 'amount' },
  'amount in company currency': { label: 'Amount in your currency' },
  'weighted amount': { label: 'Weighted amount', meaning: 'administrative' },
  'annual contract value': { label: 'Annual contract value' },
  'is closed won': { label: 'Won' },
  'is deal closed': { label: 'Closed', meaning: 'administrative' },
  'closed lost reason': { label: 'Reason for loss', meaning: 'reason' },
  'closed won reason': { label: 'Reason for winning' },
  'original source type': { label: 'Source', meaning: 'channel' },
  'original source': { label: 'Source', meaning: 'channel' },
  'original traffic source': { label: 'Source', meaning: 'channel' },
  'associated company': { label: 'Company', meaning: 'customer' },
  'associated company ids': { label: 'Company id', type: 'VARCHAR', meaning: 'customer' },
  'associated company id': { label: 'Company id', type: 'VARCHAR', meaning: 'customer' },
  'associated contact': person('Contact'),
  'associated contact ids': { label: 'Contact', type: 'VARCHAR' },
  'contact id': { label: 'Contact', type: 'VARCHAR', meaning: 'customer' },
  'company id': { label: 'Company', type: 'VARCHAR', meaning: 'customer' },
  'contact owner': person('Contact owner'),
  'company owner': person('Company owner'),
  'company name': { label: 'Company name' },
  'company domain name': { label: 'Domain' },
  'lifecycle stage': { label: 'Lifecycle stage', meaning: 'stage' },
  'lead status': { label: 'Lead status', meaning: 'status' },
  'first name': person('First name'),
  'last name': person('Last name'),
  email: { label: 'E-mail', personal: 'email', meaning: 'customer' },
  'phone number': { label: 'Phone', personal: 'phone', type: 'VARCHAR' },
  'mobile phone number': { label: 'Mobile phone', personal: 'phone', type: 'VARCHAR' },
  'street address': { label: 'Street', personal: 'address' },
  'postal code': { label: 'Post code', personal: 'address', type: 'VARCHAR' },
  'job title': { label: 'Job title' },
  industry: { label: 'Industry', meaning: 'segment' },
  'ticket name': { label: 'Ticket', meaning: 'administrative' },
  'ticket status': { label: 'Ticket status', meaning: 'status' },
};

/** An export of contacts or companies: the record is the customer; one of deals or tickets has it among its columns. */
const CUSTOMER = [
  'associated company ids',
  'associated company id',
  'company id',
  'associated company',
  'contact id',
  'email',
];

const hubspot: Format = {
  id: 'hubspot',
  label: 'HubSpot export',
  recognises: (table) =>
    sureness(
      plainNames(table),
      [
        ['record id', 'deal id', 'contact id', 'company id'],
        [
          'deal name',
          'deal stage',
          'lifecycle stage',
          'contact owner',
          'company owner',
          'deal owner',
          'ticket name',
          'lead status',
          'company domain name',
          'associated company',
        ],
        [
          'create date',
          'pipeline',
          'associated company',
          'associated contact',
          'associated company ids',
          'close date',
          'last activity date',
          'contact owner',
          'company owner',
          'deal owner',
        ],
      ],
      KNOWN,
    ),
  read(table) {
    const columns = onlyBest(describeColumns(table, KNOWN), 'customer', CUSTOMER);
    const record = table.names.find((name) => /^record id$/i.test(name.trim()));
    const isPeople = !plainNames(table).some((name) => /^(deal|ticket) (name|stage|status)$/.test(name));
    if (record === undefined || !isPeople) return { columns, rows: [], notes: [] };
    const alone = onlyBest(columns, 'customer', ['none']);
    const without = Object.fromEntries(
      Object.entries(alone).map(([name, { meaning, ...rest }]) => [
        name,
        meaning === undefined || meaning === 'customer' ? rest : { ...rest, meaning },
      ]),
    );
    return {
      columns: { ...without, [record]: { ...columns[record], meaning: 'customer' } },
      rows: [],
      notes: [],
    };
  },
};
export default hubspot;
