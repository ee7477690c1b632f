import { clamp, csv, dayOf, isoOf, round } from './csv.mjs';
import { normalScores, stream } from './random.mjs';
import { ACCOUNTS, BUYING, IMPRESSION_AND_STAYING, SEGMENTS } from './truth.mjs';

const FIRST_SIGNING = dayOf('2023-07-03');
const SIGNING_DAYS = 728;
const REGIONS = ['North', 'East', 'South', 'West', 'Central', 'Coast'];
const INDUSTRIES = [
  'Legal',
  'Software',
  'Health',
  'Education',
  'Retail',
  'Logistics',
  'Finance',
  'Public sector',
];
const SUFFIXES = {
  Legal: ['Law', 'Solicitors', 'Notaries'],
  Software: ['Software', 'Systems', 'Labs'],
  Health: ['Clinic', 'Dental', 'Care'],
  Education: ['School', 'College', 'Academy'],
  Retail: ['Stores', 'Outfitters', 'Market'],
  Logistics: ['Freight', 'Haulage', 'Couriers'],
  Finance: ['Accountants', 'Advisers', 'Insurance'],
  'Public sector': ['Council', 'Library', 'Works'],
};
const NAMES =
  'Alder,Ashby,Barrow,Birch,Calder,Corby,Dunmore,Eastwick,Fenwick,Garth,Hale,Hollin,Ingram,Kelby,Larch,Linton,Marlow,Morton,Norwell,Oakley,Penrose,Quill,Rowan,Selby,Thorne,Upton,Varley,Wendle,Yarrow'.split(
    ',',
  );
const PLANS = [
  { name: 'Basic', fee: 49 },
  { name: 'Plus', fee: 95 },
  { name: 'Premium', fee: 180 },
];

/**
 * The accounts, with what nobody sees in a file: how fast each buys, how likely it is to stop after an order, its
 * segment, and its general impression of the company. The rates are independent draws; segment and impression lean on
 * them by rank only, so that the buying truth stays exactly BG/NBD.
 */
export function makeAccounts() {
  const draw = stream('accounts');
  const rates = Array.from({ length: ACCOUNTS }, () => draw.gamma(BUYING.r) / BUYING.alpha);
  const dropouts = Array.from({ length: ACCOUNTS }, () => draw.beta(BUYING.a, BUYING.b));
  const pace = normalScores(rates);
  const staying = normalScores(dropouts.map((p) => 1 - p));
  const ids = uniqueNumbers(draw, ACCOUNTS, 1, 99_999);
  return ids.map((id, i) => {
    const impression =
      IMPRESSION_AND_STAYING * staying[i] + Math.sqrt(1 - IMPRESSION_AND_STAYING ** 2) * draw.normal();
    const hidden = { rate: rates[i], dropout: dropouts[i], impression };
    return { id: String(id).padStart(6, '0'), ...hidden, ...firm(draw), ...behaviour(draw, pace[i]) };
  });
}

function firm(draw) {
  const industry = draw.pick(INDUSTRIES);
  const [one, two] = [draw.pick(NAMES), draw.pick(NAMES)];
  const suffix = draw.pick(SUFFIXES[industry]);
  const joined = draw.uniform();
  const company =
    joined < 0.6 ? `${one} ${suffix}` : joined < 0.9 ? `${one} & ${two} ${suffix}` : `${one}, ${two} & Co`;
  const employees = Math.max(3, Math.round(Math.exp(3.4 + 0.9 * draw.normal())));
  const plan = PLANS[draw.weighted(employees > 60 ? [1, 4, 4] : [5, 4, 1])];
  const channel = draw.weighted([4, 3, 2, 1]);
  return {
    company,
    industry,
    region: draw.pick(REGIONS),
    postCode: String(draw.integer(9_000) * 11 + 17).padStart(5, '0'),
    employees,
    plan: plan.name,
    fee: plan.fee,
    signed: FIRST_SIGNING + draw.integer(SIGNING_DAYS),
    acquiredBy: ['Field sales', 'Website', 'Referral', 'Trade fair'][channel],
    acquisitionCost: Math.round([640, 210, 120, 480][channel] * Math.exp(0.3 * draw.normal())),
  };
}

/** Fast buyers are more often hosts, slow ones more often occasional. */
function behaviour(draw, pace) {
  const lean = [0, 0.1, 0.7, -0.9];
  const segment = draw.weighted(SEGMENTS.map(({ share }, i) => share * Math.exp(lean[i] * pace)));
  const { name, cups, online, visits, products } = SEGMENTS[segment];
  const around = ([mean, spread], low, high) => clamp(mean + spread * draw.normal(), low, high);
  return {
    segment: name,
    cups: round(around(cups, 0.2, 40), 1),
    online: round(around(online, 0, 1), 2),
    visits: round(around(visits, 0, 30), 1),
    products: round(around(products, 1, 30)),
  };
}

function uniqueNumbers(draw, count, low, high) {
  const found = new Set();
  while (found.size < count) found.add(low + draw.integer(high - low + 1));
  return [...found];
}

const HEADER =
  'account_id,company,industry,region,post_code,employees,plan,monthly_fee,signed_on,acquired_by,acquisition_cost,cups_per_head,online_share,visits_per_year,products'.split(
    ',',
  );
export const accountsCsv = (accounts) =>
  csv(
    HEADER,
    accounts.map((account) => [
      account.id,
      account.company,
      account.industry,
      account.region,
      account.postCode,
      account.employees,
      account.plan,
      account.fee,
      isoOf(account.signed),
      account.acquiredBy,
      account.acquisitionCost,
      account.cups,
      account.online,
      account.visits,
      account.products,
    ]),
  );

/** Each account's planted segment: the answer sheet of the segmentation lesson. */
export const segmentsCsv = (accounts) =>
  csv(
    ['account_id', 'true_segment'],
    accounts.map((account) => [account.id, account.segment]),
  );
