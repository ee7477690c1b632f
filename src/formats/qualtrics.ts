import type { ConventionColumn, Format, RowRule, TableSample } from './format';
import type { Note } from './note';
import { ownValue } from '../values/own-value';
import { describeAnswers } from './names/survey-columns';
import { plainName } from './names/plain-name';
import { questionLabels } from './names/question-text';
import { uniqueNames } from './names/unique-names';
import type { KnownColumns } from './names/known-columns';

/*
 * Layout: support pages "Data & Analysis > Export > Understanding Your Dataset" and "Export Options", and the reader of
 * the R package qualtRics. Since 2017 three rows stand above the data: names, question texts, {"ImportId":"QID1"}. The
 * older exporter writes two rows, and calls the first ten columns V1 to V10.
 */

/** Columns that every survey has. Only what an analysis should not take for an answer, or may use, is said of them. */
const SYSTEM: KnownColumns = {
  'start date': { label: 'Start', meaning: 'administrative' },
  'end date': { label: 'End', meaning: 'administrative' },
  status: { label: 'Response type', meaning: 'administrative' },
  'ip address': { label: 'IP address', personal: 'ip', meaning: 'administrative' },
  progress: { label: 'Progress (%)', meaning: 'administrative' },
  'duration in seconds': { label: 'Duration in seconds', meaning: 'administrative' },
  finished: { label: 'Finished', meaning: 'administrative' },
  'recorded date': { label: 'Recorded', meaning: 'date' },
  'response id': { label: 'Response', type: 'VARCHAR', meaning: 'administrative' },
  'response set': { label: 'Response set', meaning: 'administrative' },
  'recipient last name': { label: 'Last name', personal: 'name' },
  'recipient first name': { label: 'First name', personal: 'name' },
  'recipient email': { label: 'E-mail', personal: 'email' },
  name: { label: 'Name', personal: 'name' },
  email: { label: 'E-mail', personal: 'email' },
  'email address': { label: 'E-mail', personal: 'email' },
  'external reference': { label: 'External reference', type: 'VARCHAR' },
  'external data reference': { label: 'External reference', type: 'VARCHAR' },
  'location latitude': { label: 'Latitude', personal: 'address', meaning: 'administrative' },
  'location longitude': { label: 'Longitude', personal: 'address', meaning: 'administrative' },
  'location accuracy': { label: 'Location accuracy', meaning: 'administrative' },
  'distribution channel': { label: 'Distribution channel', meaning: 'channel' },
  'user language': { label: 'Language', meaning: 'administrative' },
};
const CUSTOMER = [
  'external reference',
  'external data reference',
  'recipient email',
  'email',
  'email address',
];
const IMPORT_ID = /^\s*\{\s*["']{1,2}ImportId["']{1,2}\s*:/;

/** The header's rows among the first ones: that of the names, of the texts where there is one, and how many in all. */
interface Header {
  names: readonly string[];
  texts: readonly string[] | null;
  rows: number;
  legacy: boolean;
}

function headerOf(table: TableSample): Header | null {
  const { top } = table;
  const [first = [], second = []] = top;
  if (/^V1$/i.test(first[0]?.trim() ?? '') && systemNames(second) >= 3)
    return { names: first, texts: second, rows: 2, legacy: true };
  const ids = top.findIndex(
    (row) => row.filter((cell) => IMPORT_ID.test(cell)).length >= Math.min(2, row.length),
  );
  const at = top.findIndex((row) => systemNames(row) >= 4);
  const names = top[at];
  if (names && (ids < 0 || at < ids)) {
    const texts = ids === at + 2 || (ids < 0 && saysNamesAgain(top[at + 1])) ? (top[at + 1] ?? null) : null;
    return { names, texts, rows: (ids < 0 ? at + (texts ? 1 : 0) : ids) + 1, legacy: false };
  }
  // Only questions, without the columns that every survey has.
  return ids === 2 ? { names: first, texts: second, rows: 3, legacy: false } : null;
}

const systemNames = (row: readonly string[]): number =>
  new Set(row.map(plainName).filter((name) => ownValue(SYSTEM, name))).size;

/** Without the third row: the second says "Start Date" or "Response ID" over the columns of that name. */
const saysNamesAgain = (row: readonly string[] | undefined): boolean =>
  row !== undefined &&
  row.filter((cell) => /^(start date|end date|response type|response id|ip address)$/i.test(cell.trim()))
    .length >= 2;

const qualtrics: Format = {
  id: 'qualtrics',
  label: 'Qualtrics survey',
  recognises(table) {
    const header = headerOf(table);
    if (!header) return 0;
    if (header.texts && (header.legacy || table.top.some((row) => row.some((cell) => IMPORT_ID.test(cell)))))
      return 0.99;
    const names = new Set(header.names.map(plainName));
    const isOwn =
      names.has('response id') && (names.has('recorded date') || names.has('duration in seconds'));
    return isOwn ? 0.95 : 0;
  },
  read(table) {
    const header = headerOf(table) ?? { names: table.names, texts: null, rows: 1, legacy: false };
    const names = uniqueNames(header.names);
    const values = answersBelow(table, header);
    const columns = describe(names, header, values);
    return {
      headerRows: header.rows,
      names,
      columns,
      rows: rowRules(names, columns),
      notes: notesOn(header, table),
    };
  },
};
export default qualtrics;

/** The sample's values by column without rows of the header, whatever the structure step took for data. */
function answersBelow({ columns, top }: TableSample, { rows }: Header): string[][] {
  const isHeader = top.slice(0, rows);
  return columns.map((values, index) =>
    values.filter((value, row) => row >= rows || !isHeader.some((line) => line[index] === value)),
  );
}

/** `Q2_1`, `Q2_3_TEXT`: the question's part of a column's name; '' where it is the whole. */
const questionOf = (name: string): string => /^(.+?)_(?:\d+|x\d+)(?:_TEXT)?$/i.exec(name)?.[1] ?? '';

function describe(
  names: readonly string[],
  { texts, legacy }: Header,
  values: readonly (readonly string[])[],
): Record<string, ConventionColumn> {
  const labels = texts ? questionLabels(texts, names.map(questionOf)) : [];
  const described = names.map((name, index): [string, ConventionColumn] => {
    const own = plainName(legacy && /^V\d+$/i.test(name) ? (texts?.[index] ?? '') : name);
    const system = ownValue(SYSTEM, own);
    if (system) return [name, system];
    const says = labels[index]?.label ?? '';
    const answers = describeQuestion(name, says, values[index] ?? []);
    // Without texts, or where one only says the name again, there is nothing to call it by.
    return [name, { ...answers, ...(says === '' || says === name ? {} : labels[index]) }];
  });
  return withCustomer(Object.fromEntries(described), names, values, (name, index) =>
    plainName(legacy ? (texts?.[index] ?? name) : name),
  );
}

function describeQuestion(name: string, text: string, values: readonly string[]): ConventionColumn {
  if (/_NPS_GROUP$/i.test(name)) return { meaning: 'segment', note: 'made of the score by Qualtrics' };
  if (/_TEXT$/i.test(name)) return { meaning: 'comment', personal: 'free text' };
  if (/_(DO|First Click|Last Click|Page Submit|Click Count)(_|$)|^SC\d+$/i.test(name)) return {};
  return describeAnswers({ text: `${name} ${text}`, values });
}

/** The customer is who the sender's own reference names, else the e-mail address, where one is filled. */
function withCustomer(
  columns: Record<string, ConventionColumn>,
  names: readonly string[],
  values: readonly (readonly string[])[],
  plain: (name: string, index: number) => string,
): Record<string, ConventionColumn> {
  const found = CUSTOMER.flatMap((wanted) =>
    names.filter((name, i) => plain(name, i) === wanted && values[i]?.some((value) => value.trim() !== '')),
  )[0];
  return found === undefined ? columns : { ...columns, [found]: { ...columns[found], meaning: 'customer' } };
}

/** Kinds of response as words and as the codes that stand for them. */
function rowRules(names: readonly string[], columns: Record<string, ConventionColumn>): RowRule[] {
  const called = (label: string): string | undefined => names.find((name) => columns[name]?.label === label);
  const [status, finished] = [called('Response type'), called('Finished')];
  const rule = (id: string, label: string, column: string, values: string[], leaveOut = false): RowRule => ({
    ...{ id, label, column, values, leaveOut },
  });
  return [
    ...(status === undefined
      ? []
      : [
          rule('previews', 'previews by the makers of the survey', status, [
            'Survey Preview',
            'Preview',
            '1',
            '9',
            '17',
            'Offline Survey Preview',
            'Survey Preview Spam',
          ]),
          // Answers drawn at random by the program itself.
          rule('tests', 'test answers made by Qualtrics', status, ['Survey Test', '2'], true),
          rule('spam', 'answers marked as spam', status, [
            'Spam',
            'Possible Spam',
            'Imported Spam',
            '8',
            '12',
            '40',
          ]),
        ]),
    ...(finished === undefined
      ? []
      : [rule('unfinished', 'unfinished answers', finished, ['False', '0', 'No'])]),
  ];
}

function notesOn({ rows, texts }: Header, { top }: TableSample): Note[] {
  const notes: Note[] = [];
  if (rows > 1 && texts)
    notes.push({ tone: 'plain', text: 'Question texts became the labels of the columns.' });
  const zone = top
    .flat()
    .map((cell) => /"timeZone"\s*:\s*"([^"]+)"/.exec(cell.replaceAll('""', '"'))?.[1])
    .find(Boolean);
  if (zone && zone !== 'Z')
    notes.push({ tone: 'plain', text: `Times are those of ${zone.replaceAll('_', ' ')}.` });
  return notes;
}
