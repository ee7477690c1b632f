import type { ConventionColumn, Format, TableSample } from './format';
import { ownValue } from '../values/own-value';
import type { KnownColumns } from './names/known-columns';
import { plainName } from './names/plain-name';
import { plainText, questionLabels } from './names/question-text';
import { describeAnswers } from './names/survey-columns';
import { uniqueNames } from './names/unique-names';

/*
 * Layout: help article "Exporting Responses" (all responses data, CSV and XLS, expanded columns). The first row has the
 * questions, each over the first of its columns only; the second has what a column is of the question: "Response",
 * "Open-Ended Response", or the text of a choice or of a matrix' row.
 */

const SYSTEM: KnownColumns = {
  'respondent id': { label: 'Respondent', type: 'VARCHAR', meaning: 'administrative' },
  'collector id': { label: 'Collector', type: 'VARCHAR', meaning: 'administrative' },
  'start date': { label: 'Start', meaning: 'administrative' },
  'end date': { label: 'End', meaning: 'date' },
  'date created': { label: 'Start' },
  'date modified': { label: 'End', meaning: 'date' },
  'ip address': { label: 'IP address', personal: 'ip', meaning: 'administrative' },
  'email address': { label: 'E-mail', personal: 'email' },
  'first name': { label: 'First name', personal: 'name' },
  'last name': { label: 'Last name', personal: 'name' },
  'custom data': { label: 'Custom data', meaning: 'administrative' },
  'custom data 1': { label: 'Custom data', meaning: 'customer' },
  'custom value': { label: 'Custom data', meaning: 'administrative' },
};
/** What the second row says over the only column of a question. */
const WHOLE = /^(response|open[- ]ended response|)$/i;

const surveyMonkey: Format = {
  id: 'surveymonkey',
  label: 'SurveyMonkey survey',
  recognises({ top }) {
    const [first = [], second = []] = top;
    const names = new Set(first.map(plainName));
    if (!names.has('respondent id') || !names.has('collector id')) return 0;
    return isSecondRow(first, second) ? 0.99 : 0.9;
  },
  read(table) {
    const [first = [], second = []] = table.top;
    const rows = isSecondRow(first, second) ? 2 : 1;
    const parts = partsOf(first, rows === 2 ? second : []);
    const names = uniqueNames(parts.map(({ name }) => name));
    return {
      headerRows: rows,
      names,
      columns: describe(names, parts, answersBelow(table, rows)),
      rows: [],
      notes:
        rows === 2
          ? [
              {
                tone: 'plain',
                text: 'Questions and their choices were joined to one name a column.',
              },
            ]
          : [],
    };
  },
};
export default surveyMonkey;

/** A second row has nothing below the first columns, and below some question "Response" or a choice. */
function isSecondRow(first: readonly string[], second: readonly string[]): boolean {
  const under = (name: string): string | undefined =>
    second[first.findIndex((each) => plainName(each) === name)];
  return under('respondent id')?.trim() === '' && second.some((cell) => cell.trim() !== '');
}

/** A column's question and what it is of it. */
interface Part {
  name: string;
  /** Question and choice as one text. */
  text: string;
  /** Columns of one question share it. */
  group: string;
  own: ConventionColumn | null;
  /** A choice that was ticked or not, in a column of its own. */
  choice: string;
}

function partsOf(first: readonly string[], second: readonly string[]): Part[] {
  let question = '';
  let own: ConventionColumn | null = null;
  return Array.from({ length: Math.max(first.length, second.length) }, (_, index) => {
    const given = plainText(first[index] ?? '');
    if (given !== '') {
      question = given;
      own = ownValue(SYSTEM, plainName(given)) ?? null;
    }
    const choice = plainText(second[index] ?? '');
    const text = WHOLE.test(choice) ? question : question === '' ? choice : `${question} - ${choice}`;
    return { name: text, text, group: own ? '' : question, own, choice: WHOLE.test(choice) ? '' : choice };
  });
}

function describe(
  names: readonly string[],
  parts: readonly Part[],
  values: readonly (readonly string[])[],
): Record<string, ConventionColumn> {
  const labels = questionLabels(
    parts.map(({ text }) => text),
    parts.map(({ group }) => group),
  );
  return Object.fromEntries(
    parts.map(({ own, text, choice }, index): [string, ConventionColumn] => {
      const name = names[index] ?? text;
      const answers = values[index] ?? [];
      if (own) return [name, emptied(own, answers)];
      if (isTick(choice, answers)) return [name, { ...labels[index] }];
      return [name, { ...describeAnswers({ text, values: answers }), ...labels[index] }];
    }),
  );
}

/** Nothing but the choice's own text, or 1. */
const isTick = (choice: string, values: readonly string[]): boolean =>
  choice !== '' && values.every((value) => ['', '1', choice].includes(plainText(value)));

/** A column of the program that nobody filled tells nothing of a customer or a day. */
function emptied(column: ConventionColumn, values: readonly string[]): ConventionColumn {
  const isFilled = values.length === 0 || values.some((value) => value.trim() !== '');
  return column.meaning === undefined || isFilled ? column : { ...column, meaning: 'administrative' };
}

const answersBelow = ({ columns, top }: TableSample, rows: number): string[][] => {
  const header = top.slice(0, rows);
  return columns.map((values, index) =>
    values.filter((value, row) => row >= rows || !header.some((line) => line[index] === value)),
  );
};
