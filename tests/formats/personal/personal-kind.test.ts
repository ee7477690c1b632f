import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { personalKind } from '../../../src/formats/personal';
import type { PersonalKind } from '../../../src/formats/personal/personal';

type Columns = Record<string, [values: string[], kind: PersonalKind | null]>;

const people = ['Anna Meyer', 'Juan García López', "Mary O'Brien", 'Jan van der Berg', 'Li Wei'];
const firsts = ['Anna', 'Juan', 'Mary', 'Jean-Luc', 'Zoë'];
const lasts = ['Meyer', 'García', "O'Brien", 'Nguyen', 'Li'];
const mails = ['anna@example.com', 'j.garcia@example.org', 'x@y.co', ''];
const phones = ['+49 170 1234567', '(030) 123 456', '555-123-4567'];
const streets = ['12 Main Street', 'Hauptstraße 5', '5 rue de la Paix', 'Calle Mayor 12'];
const remarks = [
  'The delivery was late and nobody called me back.',
  'great service, thank you',
  'I would like to see more choice in the shop, please.',
  'It never works when I need it',
];
const ids = ['0011x00000AbCdE', '0011x00000FgHiJ', '0011x00000KlMnO'];
const scores = ['9', '10', '7', '3'];
const times = ['2026-04-03 10:00:00', '2026-04-04 11:30:00'];
const flags = ['yes', 'no', 'yes'];
const titles = [
  'Stainless Steel Water Bottle 500ml Blue',
  'Organic Cotton T-Shirt Size M',
  'Coffee Beans House Blend 1kg',
];

const exports: Record<string, Columns> = {
  Qualtrics: {
    StartDate: [times, null],
    EndDate: [times, null],
    Status: [['IP Address', 'Survey Preview', 'IP Address'], null],
    IPAddress: [['198.51.100.7', '203.0.113.80'], 'ip'],
    Progress: [['100', '50'], null],
    'Duration (in seconds)': [['120', '95'], null],
    ResponseId: [['R_1abc', 'R_2def'], null],
    RecipientLastName: [lasts, 'name'],
    RecipientFirstName: [firsts, 'name'],
    RecipientEmail: [mails, 'email'],
    ExternalReference: [['C100', 'C101'], null],
    LocationLatitude: [['52.5200', '48.1351'], 'address'],
    LocationLongitude: [['13.4050', '11.5820'], 'address'],
    DistributionChannel: [['anonymous', 'email', 'email'], null],
    UserLanguage: [['EN', 'DE'], null],
    Q1: [scores, null],
    Q1_NPS_GROUP: [['Promoter', 'Detractor', 'Passive'], null],
    Q2_1: [
      [
        'Very satisfied',
        'Neither satisfied nor dissatisfied',
        'Very satisfied',
        'Somewhat satisfied',
        'Very satisfied',
      ],
      null,
    ],
    Q3_5_TEXT: [remarks, 'free text'],
    Q4: [remarks, 'free text'],
  },
  Salesforce: {
    'Account ID': [ids, null],
    'Account Name': [['Alder & Marlow Systems', 'Calder Advisers', 'Acme Corp'], null],
    'Opportunity Name': [['Acme Corp - Renewal', 'Globex - 200 seats'], null],
    'Opportunity Owner': [people, 'name'],
    'Contact Name': [people, 'name'],
    'First Name': [firsts, 'name'],
    'Last Name': [lasts, 'name'],
    'Mailing Street': [streets, 'address'],
    'Mailing City': [['Berlin', 'Paris'], null],
    'Mailing Zip/Postal Code': [['10115', '75001'], null],
    Phone: [phones, 'phone'],
    Email: [mails, 'email'],
    'Email Opt Out': [['0', '1', '0'], null],
    'Do Not Call': [['0', '1'], null],
    Stage: [['Closed Won', 'Closed Lost', 'Closed Won'], null],
    Amount: [['12000', '3400.50'], null],
    'Close Date': [['2026-04-03', '2026-05-01'], null],
  },
  HubSpot: {
    'Record ID': [['51', '101'], null],
    'First Name': [firsts, 'name'],
    'Last Name': [lasts, 'name'],
    Email: [mails, 'email'],
    'Phone Number': [phones, 'phone'],
    'Contact owner': [people, 'name'],
    'Lead Status': [['New', 'Open deal'], null],
    'Deal Name': [['Big Deal', 'Small Deal'], null],
    'Associated Company': [['Acme Corp', 'Globex Inc'], null],
    'Unsubscribed from all email': [['true', 'false'], null],
    'Marketing contact status': [['Marketing contact', 'Non-marketing contact'], null],
    'Last Activity Date': [times, null],
    'Create Date': [times, null],
  },
  Zendesk: {
    Id: [['101', '102'], null],
    Requester: [people, 'name'],
    'Requester email': [mails, 'email'],
    'Requester id': [['360001', '360002'], null],
    Assignee: [people, 'name'],
    Group: [['Support', 'Sales Team'], null],
    Subject: [remarks, 'free text'],
    Status: [['open', 'solved'], null],
    Priority: [['High', 'Low'], null],
    Via: [['Mail', 'Web Widget'], null],
    Tags: [['refund vip', 'late'], null],
    'Satisfaction Score': [['Good', 'Bad'], null],
    'Satisfaction comment': [remarks, 'free text'],
    'First reply time in minutes': [['5', '12'], null],
  },
  Shopify: {
    Name: [['#1001', '#1002'], null],
    Email: [mails, 'email'],
    'Financial Status': [['paid', 'refunded'], null],
    'Accepts Marketing': [flags, null],
    Currency: [['EUR', 'EUR'], null],
    'Lineitem name': [titles, null],
    'Lineitem sku': [['ABC-1', 'ABC-2'], null],
    'Billing Name': [people, 'name'],
    'Billing Street': [streets, 'address'],
    'Billing Address1': [streets, 'address'],
    'Billing Company': [['Acme', ''], null],
    'Billing City': [['Berlin', 'Lyon'], null],
    'Billing Phone': [phones, 'phone'],
    Notes: [remarks, 'free text'],
    Vendor: [['Acme Corp', 'Globex'], null],
    'Payment Method': [['Visa', 'Paypal'], null],
    Id: [['4500123', '4500124'], null],
  },
  'surveys in other languages': {
    Vorname: [firsts, 'name'],
    Nachname: [lasts, 'name'],
    'E-Mail': [mails, 'email'],
    Mobilnummer: [['0170 1234567', '0151 7654321'], 'phone'],
    Straße: [streets, 'address'],
    Anschrift: [streets, 'address'],
    Kommentar: [['Alles gut, danke', 'Zu langsam beim Versand', ''], 'free text'],
    'Kunden-Nr.': [['10023', '10024'], null],
    prénom: [firsts, 'name'],
    nom: [people, 'name'],
    courriel: [mails, 'email'],
    téléphone: [['06 12 34 56 78', '01 23 45 67 89'], 'phone'],
    apellidos: [['García López', 'Ruiz'], 'name'],
    'correo electrónico': [mails, 'email'],
    IBAN: [['DE89 3704 0044 0532 0130 00', 'GB82WEST12345698765432'], 'account'],
    produit: [titles, null],
  },
  'columns named badly': {
    column1: [mails, 'email'],
    column2: [['2001:db8::1', '198.51.100.23'], 'ip'],
    column3: [['DE89370400440532013000', 'FR1420041010050500013M02606'], 'account'],
    column4: [streets, 'address'],
    column5: [remarks, 'free text'],
    column6: [['+44 20 7946 0958', '+1 555 123 4567'], 'phone'],
    column7: [people, null],
    column8: [['2026-04-03', '2026-05-01'], null],
    column9: [['1.234.567', '12.345'], null],
    version: [['1.2.3', '1.10.0'], null],
    amount: [['1 234 567', '12 345'], null],
    product: [titles, null],
    'phone model': [['iPhone 15', 'Pixel 9'], null],
    'preferred channel': [['phone', 'email'], null],
    has_phone: [flags, null],
    email_opens: [['3', '12'], null],
    comment_count: [['3', '12'], null],
    customer_id: [['C1', 'C2'], null],
    campaign_name: [
      ['Spring sale for all of our best customers', 'Autumn offer for those who left us last year'],
      null,
    ],
  },
};

describe('personal data', () => {
  for (const [program, columns] of Object.entries(exports))
    it(`is marked in ${program}, and nothing else is`, () => {
      const found = Object.entries(columns).map(([name, [values]]) => [name, personalKind(name, values)]);
      expect(Object.fromEntries(found)).toEqual(
        Object.fromEntries(Object.entries(columns).map(([name, [, kind]]) => [name, kind])),
      );
    });

  it('is only the comments in the sample', () => {
    const marked = ['accounts', 'orders', 'survey', 'tickets', 'deals'].flatMap((table) => {
      const file = readFileSync(
        path.resolve(import.meta.dirname, `../../../sample-data/${table}.csv`),
        'utf8',
      );
      const rows = file.trim().split('\n').map(fields);
      const [names = [], ...data] = rows;
      return names.flatMap((name, i) => {
        const kind = personalKind(
          name,
          data.map((row) => row[i] ?? ''),
        );
        return kind ? [`${table}.${name}: ${kind}`] : [];
      });
    });
    expect(marked).toEqual(['survey.comment: free text']);
  });

  it('is never seen in days and times, which are written as some telephone numbers are', () => {
    for (const days of [['01/04/2026', '02/06/2026'], ['01-04-2026'], ['03/04/26 14:05'], ['2026-04-01']])
      expect(personalKind('Datum', days)).toBeNull();
    for (const times of [['23:59:59', '00:00:01'], ['1:02:03.5'], ['14:05']])
      expect(personalKind('clock', times)).toBeNull();
    expect(personalKind('x', ['fe80::1', '2001:db8:0:1:2:3:4:5'])).toBe('ip');
    expect(personalKind('x', ['030/1234567', '089-123456'])).toBe('phone');
  });

  it('is marked by its name where a column has no values', () => {
    expect(personalKind('Email Address', [])).toBe('email');
    expect(personalKind('last_name', ['', ' '])).toBe('name');
    expect(personalKind('owner', [])).toBeNull();
  });

  it('is never seen in answers to closed questions', () => {
    for (let question = 1; question <= 10; question++) {
      expect(personalKind(`q${question}`, scores)).toBeNull();
      expect(
        personalKind(`q${question}`, [
          'Strongly agree',
          'Agree',
          'Neither agree nor disagree',
          'Agree',
          'Agree',
        ]),
      ).toBeNull();
    }
    expect(personalKind('How likely are you to recommend us to a friend?', scores)).toBeNull();
  });
});

const fields = (line: string): string[] =>
  [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(,|$)/g)].map(([, field = '']) => field.replace(/^"|"$/g, ''));
