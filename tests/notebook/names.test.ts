import { describe, expect, it } from 'vitest';
import { cellLabel, relationNameOfFile } from '../../src/notebook/names';
import { cellsOf, parseNotebook } from '../../src/notebook/parse';
import { freshName } from '../../src/notebook/rename';

describe('the relation of a dropped file', () => {
  it.each([
    ['customer-survey.csv', 'customer_survey'],
    ['Orders 2024.CSV', 'orders_2024'],
    ['2024.csv', '_2024'],
    ['a.b.csv.gz', 'a_b'],
    ['exports/Deals.tsv', 'deals'],
    ['Größe.csv', 'gr__e'],
    ['???.csv', 'data'],
    ['.csv', '_csv'],
    ['order.csv', 'order_2'],
    ['survey.csv', 'survey_3'],
  ])('%s is %s', (file, name) =>
    expect(relationNameOfFile(file, new Set(['survey', 'survey_2']))).toBe(name),
  );
});

describe('names in a notebook', () => {
  const document = parseNotebook(
    '---\nsoundings: 1\n---\nPlain.\n\n<!-- cell -->\n```py\n# no heading\n```\n## The **big** `one` ##\n```rfm name=v title="T"\nfrom: a\n```\n```sql name=a\n```\n',
  );

  it('a fresh name is free with all the tables that the kind publishes', () => {
    expect(freshName(document, 'new one')).toBe('new_one');
    expect(freshName(document, 'a')).toBe('a_2');
    expect(freshName(document, 'select')).toBe('select_2');
  });

  it('a text cell is called by its first heading, else by its number', () => {
    const cells = cellsOf(document);
    expect(cells.map((cell) => cellLabel(cell, cells))).toEqual(['Text 1', 'The big one', 'T', 'a']);
  });
});
