import type { Format } from './format';
import { describeColumns, onlyBest, plainNames, sureness, type KnownColumns } from './names/known-columns';

/*
 * Layout: Delighted's "Exporting data" help and the fields of its API (survey response, person, properties). One row a
 * response, one header row; the sender's own properties follow as further columns. Programs of the same kind (one score,
 * one comment, the person) write nearly the same.
 */

const KNOWN: KnownColumns = {
  'survey response id': { label: 'Response', type: 'VARCHAR', meaning: 'administrative' },
  'response id': { label: 'Response', type: 'VARCHAR', meaning: 'administrative' },
  'person id': { label: 'Person', type: 'VARCHAR', meaning: 'customer' },
  name: { label: 'Name', personal: 'name' },
  'person name': { label: 'Name', personal: 'name' },
  email: { label: 'E-mail', personal: 'email', meaning: 'customer' },
  'person email': { label: 'E-mail', personal: 'email', meaning: 'customer' },
  'phone number': { label: 'Phone', personal: 'phone', type: 'VARCHAR' },
  score: { label: 'Score', meaning: 'score' },
  'nps score': { label: 'NPS score', meaning: 'score' },
  nps: { label: 'NPS score', meaning: 'score' },
  comment: { label: 'Comment', meaning: 'comment', personal: 'free text' },
  'survey type': { label: 'Survey type', meaning: 'administrative' },
  'survey sent at': { label: 'Sent' },
  'sent at': { label: 'Sent' },
  'survey response at': { label: 'Answered', meaning: 'date' },
  'responded at': { label: 'Answered', meaning: 'date' },
  'response at': { label: 'Answered', meaning: 'date' },
  'created at': { label: 'Answered', meaning: 'date' },
  'updated at': { label: 'Updated' },
  permalink: { label: 'Permalink', meaning: 'administrative' },
  'person created at': { label: 'Person added' },
  'unsubscribed at': { label: 'Unsubscribed' },
  'delighted source': { label: 'Source', meaning: 'channel' },
  'delighted browser': { label: 'Browser', meaning: 'administrative' },
  'delighted device type': { label: 'Device', meaning: 'administrative' },
  'delighted operating system': { label: 'Operating system', meaning: 'administrative' },
  locale: { label: 'Locale', meaning: 'administrative' },
  tags: { label: 'Tags', listOf: ',' },
  notes: { label: 'Notes', personal: 'free text' },
};

const delighted: Format = {
  id: 'delighted',
  label: 'Delighted survey',
  recognises: (table) =>
    sureness(
      plainNames(table),
      [
        ['score', 'nps score', 'nps'],
        ['comment'],
        ['person id', 'person email', 'email', 'delighted source'],
        [
          'survey response id',
          'survey response at',
          'survey sent at',
          'response id',
          'responded at',
          'permalink',
          'delighted source',
        ],
      ],
      KNOWN,
    ),
  read(table) {
    const columns = onlyBest(describeColumns(table, KNOWN), 'customer', ['person id']);
    return {
      columns: onlyBest(columns, 'date', ['survey response at', 'responded at', 'response at']),
      rows: [],
      notes: [],
    };
  },
};
export default delighted;
