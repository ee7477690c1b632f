import type { Format } from './format';
import { describeColumns, onlyBest, plainNames, sureness, type KnownColumns } from './names/known-columns';

/*
 * Layout: Zendesk's help "Exporting data to a JSON, CSV, or XML file" (reports export with its Summation column), the CSV
 * of a view, and Explore's names ("Ticket ID", "Ticket satisfaction rating").
 */

const person = (label: string) => ({ label, personal: 'name' as const });
const KNOWN: KnownColumns = {
  'summation column': {
    label: 'One a ticket',
    note: 'always 1, for sums in a spreadsheet',
    meaning: 'administrative',
  },
  id: { label: 'Ticket', type: 'VARCHAR', meaning: 'administrative' },
  'ticket id': { label: 'Ticket', type: 'VARCHAR', meaning: 'administrative' },
  requester: person('Requester'),
  'requester name': person('Requester'),
  'requester id': { label: 'Requester', type: 'VARCHAR', meaning: 'customer' },
  'requester external id': { label: 'External id', type: 'VARCHAR' },
  'requester email': { label: 'E-mail', personal: 'email', meaning: 'customer' },
  'requester domain': { label: 'Requester domain' },
  submitter: person('Submitter'),
  assignee: person('Assignee'),
  'assignee name': person('Assignee'),
  group: { label: 'Group' },
  'ticket group': { label: 'Group' },
  organization: { label: 'Organisation' },
  'ticket organization name': { label: 'Organisation' },
  subject: { label: 'Subject', personal: 'free text' },
  'ticket subject': { label: 'Subject', personal: 'free text' },
  tags: { label: 'Tags', listOf: ' ' },
  'ticket tags': { label: 'Tags', listOf: ' ' },
  status: { label: 'Status', meaning: 'status' },
  'ticket status': { label: 'Status', meaning: 'status' },
  priority: { label: 'Priority' },
  'ticket priority': { label: 'Priority' },
  via: { label: 'Via', meaning: 'channel' },
  'ticket channel': { label: 'Channel', meaning: 'channel' },
  'ticket type': { label: 'Type', meaning: 'reason' },
  'created at': { label: 'Created', meaning: 'date' },
  'ticket created': { label: 'Created', meaning: 'date' },
  'ticket created date': { label: 'Created', meaning: 'date' },
  'ticket created timestamp': { label: 'Created', meaning: 'date' },
  requested: { label: 'Created', meaning: 'date' },
  'updated at': { label: 'Updated' },
  'assigned at': { label: 'Assigned' },
  'initially assigned at': { label: 'First assigned' },
  'solved at': { label: 'Solved' },
  'ticket solved date': { label: 'Solved' },
  'due date': { label: 'Due' },
  'resolution time': { label: 'Resolution time in hours' },
  'satisfaction score': { label: 'Satisfaction', meaning: 'score' },
  'satisfaction rating': { label: 'Satisfaction', meaning: 'score' },
  'ticket satisfaction rating': { label: 'Satisfaction', meaning: 'score' },
  'satisfaction comment': { label: 'Comment', meaning: 'comment', personal: 'free text' },
  'group stations': { label: 'Groups passed', meaning: 'administrative' },
  'assignee stations': { label: 'Assignees passed', meaning: 'administrative' },
  reopens: { label: 'Reopened' },
  replies: { label: 'Replies' },
  'first reply time in minutes': { label: 'First reply in minutes' },
  'first resolution time in minutes': { label: 'First resolution in minutes' },
  'full resolution time in minutes': { label: 'Full resolution in minutes' },
  'agent wait time in minutes': { label: 'Agent wait in minutes' },
  'requester wait time in minutes': { label: 'Requester wait in minutes' },
  'on hold time in minutes': { label: 'On hold in minutes' },
};

const zendesk: Format = {
  id: 'zendesk',
  label: 'Zendesk tickets',
  recognises(table) {
    const names = plainNames(table);
    const explore = sureness(
      names,
      [
        ['ticket id'],
        ['ticket status', 'ticket satisfaction rating', 'ticket channel', 'satisfaction score'],
        ['requester', 'requester name', 'requester id', 'ticket group', 'assignee name'],
      ],
      KNOWN,
    );
    return Math.max(
      explore,
      sureness(
        names,
        [
          ['id', 'ticket id'],
          ['requester', 'requester id'],
          [
            'satisfaction score',
            'satisfaction rating',
            'via',
            'solved at',
            'group stations',
            'summation column',
          ],
          ['status'],
        ],
        KNOWN,
      ),
    );
  },
  read(table) {
    const columns = onlyBest(describeColumns(table, KNOWN), 'customer', ['requester id', 'requester email']);
    const asked = Object.values(columns).some(({ meaning }) => meaning === 'score');
    return {
      columns: onlyBest(columns, 'date', ['created at', 'ticket created', 'requested']),
      rows: [],
      notes: asked
        ? [
            {
              tone: 'plain',
              text: 'Satisfaction is Good or Bad where the requester answered; Offered and Unoffered are no answers.',
            },
          ]
        : [],
    };
  },
};
export default zendesk;
