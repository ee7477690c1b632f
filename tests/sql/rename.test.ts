import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findRelationUses } from '../../src/sql/relation-walk';
import { findReferences } from '../../src/sql/references';
import { renameRelation, renameVariable } from '../../src/sql/rename';

describe('renaming survey to answers', () => {
  it.each([
    ['SELECT survey.nps, nps AS survey FROM survey', 'SELECT answers.nps, nps AS survey FROM answers'],
    ['SELECT survey.* FROM SURVEY -- survey', 'SELECT answers.* FROM answers -- survey'],
    ['SELECT "survey".a FROM "survey"', 'SELECT "answers".a FROM "answers"'],
    ['SELECT survey.a FROM survey AS survey', 'SELECT survey.a FROM answers AS survey'],
    ['SELECT survey.a FROM survey s, s.survey', 'SELECT survey.a FROM answers s, s.survey'],
    ['SELECT survey.a FROM orders survey', 'SELECT survey.a FROM orders survey'],
    [
      'WITH survey AS (FROM survey) SELECT survey.a FROM survey',
      'WITH survey AS (FROM answers) SELECT survey.a FROM survey',
    ],
    ["SELECT 'survey', survey FROM main.survey", "SELECT 'survey', survey FROM main.answers"],
    ['SELECT main.survey.a, t.survey.a FROM survey', 'SELECT main.answers.a, t.survey.a FROM answers'],
    [
      'FROM survey WHERE EXISTS (FROM orders WHERE orders.a = survey.a)',
      'FROM answers WHERE EXISTS (FROM orders WHERE orders.a = answers.a)',
    ],
    [
      'FROM survey WHERE EXISTS (FROM orders survey WHERE survey.a = 1)',
      'FROM answers WHERE EXISTS (FROM orders survey WHERE survey.a = 1)',
    ],
    [
      'SELECT survey.a FROM survey UNION SELECT survey.a FROM orders survey',
      'SELECT answers.a FROM answers UNION SELECT survey.a FROM orders survey',
    ],
    [
      'FROM survey JOIN orders ON survey.a = orders.a ORDER BY survey.b',
      'FROM answers JOIN orders ON answers.a = orders.a ORDER BY answers.b',
    ],
    ["FROM 'survey'", "FROM 'answers'"],
    [
      'WITH answers AS (SELECT 1 AS a) SELECT survey.a FROM survey, answers',
      'WITH answers AS (SELECT 1 AS a) SELECT survey.a FROM main."answers" AS survey, answers',
    ],
    ['SELECT s.a FROM survey s, orders answers', 'SELECT s.a FROM main."answers" s, orders answers'],
  ])('%s', (sql, expected) => expect(renameRelation(sql, 'survey', 'answers')).toBe(expected));

  it('leaves a text without references as it is, and there and back gives the text again', () => {
    const piece = fc.constantFrom(
      'FROM ',
      'JOIN ',
      'survey',
      'x',
      '.',
      ', ',
      '(',
      ')',
      ' AS ',
      "'survey'",
      ' SELECT ',
      '"survey"',
      ' WITH ',
      ' ON ',
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const sql = pieces.join('');
        // A name that the text gives to something else is written differently; the cases above hold those.
        fc.pre(!findRelationUses(sql).local.has('survey'));
        const renamed = renameRelation(sql, 'survey', 'answers');
        expect(renameRelation(renamed, 'answers', 'survey')).toBe(sql);
        expect(findReferences(renamed, new Set(['survey']))).toEqual([]);
        if (findReferences(sql, new Set(['survey'])).length === 0) expect(renamed).toBe(sql);
      }),
      { numRuns: 1000 },
    );
  });

  it('a variable changes outside strings and comments only', () => {
    expect(renameVariable("SELECT $low, $lower, '$low', $LOW -- $low", 'low', 'least')).toBe(
      "SELECT $least, $lower, '$low', $least -- $low",
    );
  });
});
