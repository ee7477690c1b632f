import type { Format } from './format';
import { describeColumns, onlyBest, plainNames, sureness, type KnownColumns } from './names/known-columns';

/*
 * Layout: Intercom's help "Export your conversations data" and its reporting attributes; one row a conversation. Exports
 * by way of its API call the same fields conversation_id, conversation_created_at, conversation_tags.
 */

const KNOWN: KnownColumns = {
  'conversation id': { label: 'Conversation', type: 'VARCHAR', meaning: 'administrative' },
  'conversation url': { label: 'Link', meaning: 'administrative' },
  'conversation state': { label: 'State', meaning: 'status' },
  state: { label: 'State', meaning: 'status' },
  'conversation created at': { label: 'Started', meaning: 'date' },
  'conversation started at': { label: 'Started', meaning: 'date' },
  'conversation first response at': { label: 'First response' },
  'conversation closed at': { label: 'Closed' },
  'conversation first closed at': { label: 'First closed' },
  'conversation last closed at': { label: 'Last closed' },
  'started at': { label: 'Started', meaning: 'date' },
  'created at': { label: 'Started', meaning: 'date' },
  'closed at': { label: 'Closed' },
  channel: { label: 'Channel', meaning: 'channel' },
  'conversation channel': { label: 'Channel', meaning: 'channel' },
  'current conversation state': { label: 'State', meaning: 'status' },
  'conversation rating': { label: 'Rating', meaning: 'score' },
  'conversation rating score': { label: 'Rating', meaning: 'score' },
  'last conversation rating': { label: 'Rating', meaning: 'score' },
  rating: { label: 'Rating', meaning: 'score' },
  'conversation rating remark': { label: 'Remark', meaning: 'comment', personal: 'free text' },
  'rating remark': { label: 'Remark', meaning: 'comment', personal: 'free text' },
  'conversation tags': { label: 'Tags', listOf: ',' },
  'conversation tag': { label: 'Tags', listOf: ',' },
  tags: { label: 'Tags', listOf: ',' },
  topic: { label: 'Topic', meaning: 'reason' },
  topics: { label: 'Topics', meaning: 'reason' },
  'user id': { label: 'User', type: 'VARCHAR', meaning: 'customer' },
  'user name': { label: 'User', personal: 'name' },
  'user email': { label: 'E-mail', personal: 'email', meaning: 'customer' },
  'contact id': { label: 'Contact', type: 'VARCHAR', meaning: 'customer' },
  'contact email': { label: 'E-mail', personal: 'email', meaning: 'customer' },
  company: { label: 'Company' },
  'company name': { label: 'Company' },
  'teammate assigned': { label: 'Teammate', personal: 'name' },
  'currently assigned teammate': { label: 'Teammate', personal: 'name' },
  'teammate currently assigned': { label: 'Teammate', personal: 'name' },
  'currently assigned team': { label: 'Team' },
  'team currently assigned': { label: 'Team' },
  'first response time seconds': { label: 'First response in seconds' },
  'first response time': { label: 'First response time' },
  'time to close seconds': { label: 'Time to close in seconds' },
  'time to close': { label: 'Time to close' },
  'number of reopens': { label: 'Reopened' },
  'message body': { label: 'Message', meaning: 'comment', personal: 'free text' },
  'message author name': { label: 'Author', personal: 'name' },
  'message author email': { label: 'Author’s e-mail', personal: 'email' },
};

const intercom: Format = {
  id: 'intercom',
  label: 'Intercom conversations',
  recognises: (table) =>
    sureness(
      plainNames(table),
      [
        ['conversation id'],
        [
          'conversation rating',
          'conversation rating score',
          'last conversation rating',
          'conversation tags',
          'conversation tag',
          'conversation state',
          'current conversation state',
          'conversation started at',
          'conversation created at',
          'teammate currently assigned',
          'currently assigned teammate',
          'teammate assigned',
        ],
      ],
      KNOWN,
    ),
  read(table) {
    const columns = onlyBest(describeColumns(table, KNOWN), 'customer', [
      'user id',
      'contact id',
      'user email',
    ]);
    return {
      columns: onlyBest(columns, 'date', [
        'conversation created at',
        'conversation started at',
        'started at',
      ]),
      rows: [],
      notes: [],
    };
  },
};
export default intercom;
