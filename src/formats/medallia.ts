import type { ConventionColumn, Format, TableSample } from './format';
import { ownValue } from '../values/own-value';
import { describeColumns, onlyBest, plainNames, type KnownColumns } from './names/known-columns';
import { meaningOfName } from './names/meanings-of';
import { plainName } from './names/plain-name';
import { describeAnswers } from './names/survey-columns';

/*
 * Layout: Medallia's documentation of data exports and field names. A flat table, one row a response; columns are called
 * by labels ("Likelihood to Recommend") or by field keys with the kind in front: a_surveyid, e_responsedate, q_ltr_scale11,
 * k_bp_channel, u_unitid. Agent Connect writes request_id, star_rating, response_received_at.
 */

const KNOWN: KnownColumns = {
  'survey id': { label: 'Survey', type: 'VARCHAR', meaning: 'administrative' },
  'a surveyid': { label: 'Survey', type: 'VARCHAR', meaning: 'administrative' },
  'feedback record id': { label: 'Feedback record', type: 'VARCHAR', meaning: 'administrative' },
  'request id': { label: 'Request', type: 'VARCHAR', meaning: 'administrative' },
  'response date': { label: 'Answered', meaning: 'date' },
  'e responsedate': { label: 'Answered', meaning: 'date' },
  'response received at': { label: 'Answered', meaning: 'date' },
  'request sent at': { label: 'Sent' },
  'invitation date': { label: 'Invited' },
  'creation date': { label: 'Created' },
  'e creationdate': { label: 'Created' },
  'survey status': { label: 'Survey status', meaning: 'status' },
  'e status': { label: 'Survey status', meaning: 'status' },
  'request delivery status': { label: 'Delivery', meaning: 'administrative' },
  'alert status': { label: 'Alert status', meaning: 'administrative' },
  'alert type': { label: 'Alert type', meaning: 'administrative' },
  'unit id': { label: 'Unit', type: 'VARCHAR' },
  'u unitid': { label: 'Unit', type: 'VARCHAR' },
  'unit name': { label: 'Unit name', meaning: 'segment' },
  'customer id': { label: 'Customer', type: 'VARCHAR', meaning: 'customer' },
  'e customerid': { label: 'Customer', type: 'VARCHAR', meaning: 'customer' },
  'ext interaction id': { label: 'Interaction', type: 'VARCHAR', meaning: 'administrative' },
  'customer name': { label: 'Customer name', personal: 'name' },
  'first name': { label: 'First name', personal: 'name' },
  'last name': { label: 'Last name', personal: 'name' },
  email: { label: 'E-mail', personal: 'email', meaning: 'customer' },
  'e email': { label: 'E-mail', personal: 'email', meaning: 'customer' },
  'email address': { label: 'E-mail', personal: 'email', meaning: 'customer' },
  'request sent to': { label: 'E-mail', personal: 'email', meaning: 'customer' },
  'likelihood to recommend': { label: 'Likelihood to recommend', meaning: 'score' },
  ltr: { label: 'Likelihood to recommend', meaning: 'score' },
  'overall satisfaction': { label: 'Overall satisfaction', meaning: 'score' },
  osat: { label: 'Overall satisfaction', meaning: 'score' },
  'star rating': { label: 'Star rating', meaning: 'score' },
  'nps segment': { label: 'NPS segment', meaning: 'segment' },
  comments: { label: 'Comments', meaning: 'comment', personal: 'free text' },
};
const SURVEY = ['survey id', 'a surveyid', 'feedback record id', 'request id'];
const ANSWERED = ['response date', 'e responsedate', 'response received at'];
const SCORES = ['likelihood to recommend', 'ltr', 'overall satisfaction', 'osat', 'star rating'];
const FIELD_KEY = /^([aekqu])_[a-z][a-z0-9_]*$/;

const medallia: Format = {
  id: 'medallia',
  label: 'Medallia survey',
  recognises(table) {
    const has = (wanted: readonly string[]): boolean =>
      plainNames(table).some((name) => wanted.includes(name));
    const keys = table.names.filter((name) => FIELD_KEY.test(name)).length;
    if (
      keys >= 3 &&
      (has(['a surveyid', 'e responsedate']) || table.names.some((name) => name.startsWith('q_')))
    )
      return 0.95;
    return has(SURVEY) && has(ANSWERED) && has(SCORES) ? 0.85 : 0;
  },
  read(table) {
    const columns = { ...describeColumns(table, KNOWN), ...questions(table), ...fields(table) };
    return {
      columns: onlyBest(columns, 'customer', ['customer id', 'e customerid']),
      rows: [],
      notes: [],
    };
  },
};
export default medallia;

/** Fields of the customer or the visit by what their keys say: `k_bp_channel_txt` is a channel. */
const fields = (table: TableSample): Record<string, ConventionColumn> =>
  Object.fromEntries(
    table.names.flatMap((name): [string, ConventionColumn][] => {
      if (!/^[ku]_/.test(name) || ownValue(KNOWN, plainName(name))) return [];
      const meaning = meaningOfName(labelOf(name));
      return [[name, { label: labelOf(name), ...(meaning === null ? {} : { meaning }) }]];
    }),
  );

/** `q_` columns are questions; where columns are called by labels, every one that is answered on a scale is. */
function questions(table: TableSample): Record<string, ConventionColumn> {
  const keyed = table.names.some((name) => name.startsWith('q_'));
  return Object.fromEntries(
    table.names.flatMap((name, index): [string, ConventionColumn][] => {
      if (ownValue(KNOWN, plainName(name)) || (keyed && !name.startsWith('q_') && FIELD_KEY.test(name)))
        return [];
      const label = keyed ? labelOf(name) : name;
      const answers = describeAnswers({ text: plainName(label), values: table.columns[index] ?? [] });
      const told = Object.keys(answers).length > 0;
      return told ? [[name, { ...answers, ...(keyed ? { label } : {}) }]] : [];
    }),
  );
}

/** `q_ease_of_ordering_scale11` is "Ease of ordering"; what every programme asks is spelled out. */
function labelOf(name: string): string {
  const words = name
    .replace(/^[aekqu]_(bp_)?/, '')
    .replace(/_(scale\d*|cmt|yn|enum|txt|alt)$/, '')
    .replaceAll('_', ' ');
  return ownValue(SPELLED, words) ?? words.charAt(0).toUpperCase() + words.slice(1);
}

const SPELLED: Readonly<Record<string, string>> = {
  ltr: 'Likelihood to recommend',
  nps: 'Likelihood to recommend',
  osat: 'Overall satisfaction',
  csat: 'Satisfaction',
  ces: 'Ease',
};
