import { clamp, csv, dayOf, isoOf } from './csv.mjs';
import { stream } from './random.mjs';
import { ANSWER_SPREAD, ATTRIBUTES, HALO, OVERALL } from './truth.mjs';

const FIELDED = dayOf('2026-05-04');
const MISSING = [0.02, 0.03, 0.01, 0.06, 0.03, 0.05, 0.04, 0.06];
const COMMENTS = {
  q1: ['The machine was down again, twice this month.', 'Please fix the machine for good, not for a week.'],
  q2: ['The delivery came late, and nobody told us.', 'We ran out of beans because the van did not come.'],
  q3: ['Coffee tastes burnt lately.', 'The new blend is not as good as the old one.'],
  q4: ['We waited four days for the engineer.', 'Repair takes too long.'],
  q5: ['Getting expensive for what it is.', 'The price went up, the service did not.'],
  q6: ['Our contact changes every few months.', 'Nobody calls back.'],
  q7: ['The invoice never matches the order.', 'I cannot tell what we are paying for.'],
  q8: ['The app forgets my basket.', 'Ordering on the phone is easier than on the website.'],
};
const PRAISE = [
  'Great coffee, friendly people.',
  'All good, thank you.',
  'The team loves it.',
  'Never a problem in two years.',
];

/** How every account feels, whether it answers or not: each attribute in standard deviations, and overall. */
export function feel(accounts) {
  const draw = stream('feelings');
  for (const account of accounts) {
    account.attributes = ATTRIBUTES.map(
      () => Math.sqrt(HALO) * account.impression + Math.sqrt(1 - HALO) * draw.normal(),
    );
    const explained = ATTRIBUTES.reduce((sum, { weight }, k) => sum + weight * account.attributes[k], 0);
    account.feeling = explained + OVERALL.noise * draw.normal();
  }
}

/** About 1,900 answers: those who still buy answer more, those with a Basic plan less. */
export function makeSurvey(accounts) {
  const draw = stream('survey');
  const answers = [];
  for (const account of accounts) {
    const chance =
      0.37 + (account.stopped === null ? 0.08 : -0.08) + (account.plan === 'Basic' ? -0.05 : 0.05);
    if (draw.uniform() < chance) answers.push(answer(draw, account));
  }
  return answers.sort((one, two) => one.day - two.day || (one.account.id < two.account.id ? -1 : 1));
}

const rating = (value) => clamp(Math.round(value), 0, 10);

function answer(draw, account) {
  const day = FIELDED + Math.floor(26 * draw.uniform() ** 1.8);
  const overall = rating(OVERALL.mean + OVERALL.spread * account.feeling);
  const recommend = rating(7.4 + 1.8 * account.feeling + 1.1 * draw.normal());
  const ratings = ATTRIBUTES.map(({ mean }, k) =>
    draw.uniform() < MISSING[k] ? null : rating(mean + ANSWER_SPREAD * account.attributes[k]),
  );
  return { account, day, overall, recommend, ratings, comment: comment(draw, account, ratings) };
}

/** A third write something: about what is worst, or praise. */
function comment(draw, account, ratings) {
  if (draw.uniform() > 0.33) return null;
  if (account.feeling > 0.5) return draw.pick(PRAISE);
  const known = ratings.map((value) => value ?? 10);
  return draw.pick(COMMENTS[ATTRIBUTES[known.indexOf(Math.min(...known))].column]);
}

export const surveyCsv = (answers) =>
  csv(
    [
      'response_id',
      'account_id',
      'answered_on',
      'overall',
      'recommend',
      ...ATTRIBUTES.map(({ column }) => column),
      'comment',
    ],
    answers.map(({ account, day, overall, recommend, ratings, comment: text }, i) => [
      `R${String(i + 1).padStart(4, '0')}`,
      account.id,
      isoOf(day),
      overall,
      recommend,
      ...ratings,
      text,
    ]),
  );
