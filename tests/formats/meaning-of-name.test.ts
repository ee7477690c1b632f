import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Meaning } from '../../src/formats/format';
import { meaningOfName, meaningsOf } from '../../src/formats/names/meanings-of';
import { plainName } from '../../src/formats/names/plain-name';

/** Names met in exports, by what they mean; every one checked by a person, not by the bank. */
const MEANT: Readonly<Record<Meaning, readonly string[]>> = {
  customer: [
    ...[
      'customer_id',
      'CustomerID',
      'Customer Number',
      'cust_no',
      'CLIENT_ID',
      'clientCode',
      'Account ID',
      'account_no',
    ],
    ...[
      'member_id',
      'user_id',
      'userId',
      'Kundennummer',
      'Kunden-Nr.',
      'KdNr',
      'Debitorennummer',
      'Mitgliedsnummer',
    ],
    ...[
      'N° client',
      'Numéro client',
      'Code client',
      'ID cliente',
      'Número de cliente',
      'Klantnummer',
      'klant_id',
      'Codice cliente',
    ],
  ],
  date: [
    ...[
      'order_date',
      'OrderDate',
      'Date',
      'Purchase Date',
      'transaction_date',
      'created_at',
      'Created At',
      'invoice date',
      'Timestamp',
      'booked_on',
    ],
    ...[
      'Bestelldatum',
      'Rechnungsdatum',
      'Datum',
      'Erstellt am',
      'Date de commande',
      "Date d'achat",
      'Fecha de pedido',
      'Fecha',
      'Besteldatum',
      'Factuurdatum',
      'Data ordine',
    ],
    ...['response_date', 'SurveyDate'],
  ],
  amount: [
    ...[
      'amount',
      'Amount (EUR)',
      'Order Total',
      'order_value',
      'Revenue',
      'net_sales',
      'Total Price',
      'total_spent',
      'GMV',
      'annual_value',
      'Payment Amount',
    ],
    ...[
      'Betrag',
      'Umsatz',
      'Bestellwert',
      'Rechnungsbetrag',
      'Nettoumsatz 2025',
      'Montant TTC',
      "Chiffre d'affaires",
      'Importe total',
      'Monto',
      'Omzet',
      'Totaalbedrag',
      'Fatturato',
    ],
  ],
  score: [
    ...[
      'NPS',
      'nps_score',
      'Overall satisfaction',
      'overall_rating',
      'CSAT',
      'ces_score',
      'Likelihood to recommend',
      'Star Rating',
      'rating',
    ],
    ...[
      'Gesamtzufriedenheit',
      'Weiterempfehlung',
      'Zufriedenheit mit Lieferung',
      'Satisfaction globale',
      'Note globale',
      'Satisfacción general',
      'Tevredenheid',
      'Rapportcijfer',
    ],
  ],
  stage: [
    'stage',
    'Deal Stage',
    'Sales_Stage',
    'StageName',
    'Lifecycle Stage',
    'Verkaufsphase',
    'Étape',
    'Etapa',
    'Verkoopfase',
  ],
  channel: [
    'channel',
    'Sales Channel',
    'order_channel',
    'Lead Source',
    'utm_source',
    'Kanal',
    'Vertriebskanal',
    'Canal de vente',
    'Canal',
    'Verkoopkanaal',
  ],
  reason: [
    'reason',
    'Contact Reason',
    'churn_reason',
    'Cancellation reason',
    'Topic',
    'Kündigungsgrund',
    'Kontaktgrund',
    'Motif de résiliation',
    'Motivo de baja',
    'Opzegreden',
  ],
  segment: [
    'segment',
    'Customer Segment',
    'customer_type',
    'Tier',
    'Plan',
    'Region',
    'industry',
    'Kundengruppe',
    'Branche',
    'Pays',
    'Sector',
    'Klantsegment',
  ],
  order: [
    'order_id',
    'OrderNumber',
    'Order No.',
    'invoice_no',
    'Transaction ID',
    'Bestellnummer',
    'Auftragsnr',
    'Numéro de commande',
    'Número de pedido',
    'Ordernummer',
  ],
  product: ['product', 'Product Name', 'SKU', 'item', 'Artikelnummer', 'Produit', 'Producto', 'StockCode'],
  quantity: ['quantity', 'Qty', 'units', 'Menge', 'Stückzahl', 'Quantité', 'Cantidad', 'Aantal'],
  comment: [
    'comment',
    'Comments',
    'Customer Feedback',
    'verbatim',
    'Kommentar',
    'Anmerkungen',
    'Commentaire',
    'Comentarios',
    'Opmerkingen',
    'Toelichting',
  ],
  weight: ['weight', 'survey_weight', 'Gewicht', 'Gewichtungsfaktor', 'Pondération', 'Weegfactor'],
  cost: ['cost', 'acquisition_cost', 'Cost to serve', 'COGS', 'Kosten', 'Coût', 'Coste', 'Kostprijs'],
  'start date': [
    'start_date',
    'Contract Start',
    'signup_date',
    'member_since',
    'Vertragsbeginn',
    'Date de début',
    'Fecha de alta',
    'Ingangsdatum',
  ],
  'end date': [
    'end_date',
    'Contract End Date',
    'cancelled_at',
    'churn_date',
    'Vertragsende',
    'Kündigungsdatum',
    'Date de résiliation',
    'Fecha de baja',
    'Einddatum',
  ],
  status: ['status', 'Order Status', 'subscription_status', 'Kundenstatus', 'Statut', 'Estado'],
  administrative: ['ip_address', 'Latitude', 'uuid', 'Permalink', 'session_id'],
};
const MEANINGLESS = [
  ...[
    'a',
    'x1',
    'V12',
    'q7',
    'column_3',
    'Unnamed: 0',
    'foo',
    'id',
    'row',
    'index',
    'flag',
    'temp',
    'notes_id',
    'level',
    'width',
  ],
  ...[
    'first_name',
    'Nachname',
    'city',
    'Straße',
    'PLZ',
    'date_of_birth',
    'Geburtsdatum',
    'last_updated',
    'Update Date',
    'expiry_month',
  ],
  ...[
    'discount_amount',
    'tax amount',
    'VAT amount',
    'shipping_amount',
    'candidate',
    'mandate_type',
    'accountant',
    'customary',
    'usernames',
  ],
  ...[
    'credit_score',
    'lead_score',
    'score_group',
    'premise',
    'orderly',
    'product_weight',
    'account_manager',
    'parent account id',
    'dayofweek',
    'employees',
  ],
];
const pairs = Object.entries(MEANT).flatMap(([meaning, names]) =>
  names.map((name) => [name, meaning] as const),
);

describe('a column’s name', () => {
  it.each(pairs)('%s means %s', (name, meaning) => {
    expect(meaningOfName(name)).toBe(meaning);
  });

  it.each(MEANINGLESS)('%s means nothing', (name) => {
    expect(meaningOfName(name)).toBeNull();
  });

  it('is the same name in any case and with any mark between its words', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...pairs.map(([name]) => name)),
        fc.constantFrom('_', ' ', '-', '.'),
        fc.boolean(),
        (name, mark, upper) => {
          const words = plainName(name).replaceAll(' ', mark);
          expect(meaningOfName(upper ? words.toUpperCase() : words)).toBe(meaningOfName(name));
        },
      ),
    );
  });

  it('is words in lower case without accents', () => {
    expect(plainName('Kündigungsgrund (1)')).toBe('kundigungsgrund 1');
    expect(plainName('Associated Company IDs')).toBe('associated company ids');
    expect(plainName('NPSScore')).toBe('nps score');
    expect(plainName('Adress1')).toBe('adress 1');
    expect(plainName('œuvre Straße')).toBe('oeuvre strasse');
    expect(plainName('***')).toBe('');
  });
});

describe('the columns of a table', () => {
  const meanings = (columns: Record<string, string[]>): Record<string, Meaning> =>
    meaningsOf({ names: Object.keys(columns), columns: Object.values(columns) });

  it('have one customer, one date and one amount, by the best name, whatever their order', () => {
    const columns = {
      'Delivery date': ['2026-01-03'],
      'Invoice date': ['2026-01-02'],
      'Order date': ['2026-01-01'],
      Total: ['10'],
      Amount: ['9'],
      'Account name': ['Ada'],
      'Customer ID': ['C1'],
    };
    const expected = { 'Order date': 'date', Amount: 'amount', 'Customer ID': 'customer' };
    expect(meanings(columns)).toEqual(expected);
    expect(meanings(Object.fromEntries(Object.entries(columns).reverse()))).toEqual(expected);
  });

  it('mean nothing that their values speak against', () => {
    expect(meanings({ amount: ['high', 'low', 'high'] })).toEqual({});
    expect(meanings({ date: ['soon', 'later'] })).toEqual({});
    expect(meanings({ rating: ['1200', '900', '1100'] })).toEqual({});
    expect(meanings({ comment: ['1', '2', '3'] })).toEqual({});
    expect(meanings({ amount: ['1.200,50 €', '(12,00)', '', '-3'], rating: ['4,5', '3', ''] })).toEqual({
      amount: 'amount',
      rating: 'score',
    });
  });

  it('take an e-mail address for the customer only where nothing else is', () => {
    expect(meanings({ 'E-Mail': ['a@example.com'], Betrag: ['1'] })).toEqual({
      'E-Mail': 'customer',
      Betrag: 'amount',
    });
    expect(meanings({ email: ['a@example.com'], customer_id: ['1'] })).toEqual({ customer_id: 'customer' });
  });

  it('may be empty or missing, and may be called anything', () => {
    expect(meaningsOf({ names: [], columns: [] })).toEqual({});
    expect(meanings({ amount: [] })).toEqual({ amount: 'amount' });
    fc.assert(
      fc.property(fc.array(fc.string()), (names) => {
        const found = meaningsOf({ names, columns: names.map(() => []) });
        expect(Object.keys(found).every((name) => names.includes(name))).toBe(true);
      }),
    );
  });
});
