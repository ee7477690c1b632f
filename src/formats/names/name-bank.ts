import type { Meaning } from '../format';

/**
 * Names of columns by what they mean, as plain names (`plainName`), in English, German, French, Spanish, Dutch, Italian
 * and Portuguese. `*` stands for any words or letters; a name without one is surer. Within a list earlier names are the
 * better ones where a table has several. `not` takes a name out again.
 */
interface BankEntry {
  names: readonly string[];
  not?: readonly string[];
}

const list = (text: string): string[] =>
  text
    .split(/[,\n]/)
    .map((name) => name.trim())
    .filter((name) => name !== '');

/** Words that make a date or an amount one of something else. */
const OTHER_DATES = list(
  '*birth*, *geburt*, *naissance*, *nacimiento*, *geboorte*, *nascita*, *update*, *modified*, *geandert*, *expir*, *due date*, *import*',
);
const OTHER_AMOUNTS = list(
  '*discount*, *tax*, *vat*, *mwst*, *steuer*, *btw*, *iva*, *tva*, *refund*, *shipping*, *freight*, *rabatt*, *remise*, *descuento*, *korting*, *sconto*, *tip *, *fee*, *budget*, *limit*, *cost*',
);

export const bank: Readonly<Record<Meaning, BankEntry>> = {
  customer: {
    names: list(`
      customer id, customer no, customer nr, customer number, customer key, customer code, customer ref, customer, cust id, cust no,
      cust, client id, client no, client number, client code, client, account id, account no, account number, acct id, acct no,
      account, member id, member no, member number, membership number, member, subscriber id, subscriber, user id, userid, user, buyer id,
      buyer, shopper id, contact id, household id, policyholder, company id, organisation id, organization id,
      kunde, kunden, kunden id, kunden nr, kunden nummer, kundennummer, kundennr, kundenid, kundenkennung, kundenkonto, kd nr, kdnr, knr, debitor, debitor nr,
      debitorennummer, debitoren nr, mitgliedsnummer, mitglied, versicherungsnehmer, mandant, nutzer id, vertragspartner,
      id client, numero client, no client, num client, code client, identifiant client, reference client, n client, compte client, adherent, abonne,
      id cliente, numero de cliente, numero cliente, codigo cliente, codigo de cliente, cod cliente, cliente, cliente id, cuenta, socio, abonado,
      klant, klant id, klant nr, klantnummer, klantnr, klantid, klantcode, lidnummer, relatienummer, debiteur, debiteurnummer, debiteur nr, gebruiker id,
      codice cliente, codigo do cliente, numero do cliente, customer name, client name, account name, company, company name, kundenname, klantnaam, nom client,
      nombre cliente, * customer id, * account id, * client id
    `),
    not: list('*type*, *segment*, *status*, *since*, *manager*, *owner*, parent account id, *bank*'),
  },
  date: {
    names: list(`
      order date, orderdate, ordered on, ordered at, date ordered, date of order, purchase date, purchased at, purchased on, date of purchase, transaction date,
      trans date, txn date, transaction time, invoice date, sale date, sales date, booking date, booked on, posting date, payment date, paid at, paid on, response date, survey date, recorded date,
      date, datetime, timestamp, date time, day, created at, created on, created date, date created, creation date, created, opened at, opened on, answered on, answered at, submitted at, submitted on, submit date, visit date, close date, closed on, closed at,
      bestelldatum, kaufdatum, rechnungsdatum, buchungsdatum, auftragsdatum, transaktionsdatum, belegdatum, umsatzdatum, erstelldatum, erstellt am, bestellt am, gekauft am, datum, tag, zeitpunkt, zeitstempel,
      date de commande, date commande, date d achat, date achat, date de facture, date facture, date de transaction, date de creation, date reponse, jour,
      fecha de pedido, fecha pedido, fecha de compra, fecha compra, fecha de factura, fecha factura, fecha, fecha de creacion, fecha de transaccion, dia,
      besteldatum, orderdatum, aankoopdatum, factuurdatum, transactiedatum, aangemaakt op, aanmaakdatum, dag,
      data ordine, data acquisto, data fattura, data, data do pedido, data da compra, data pedido, ymd, yyyymmdd,
      * date, * timestamp, date of *, *datum, date de *, fecha de *, fecha *, data do *, data de *, * created at
    `),
    not: [
      ...OTHER_DATES,
      ...list(
        '*start*, *end date*, *begin*, *deliver*, *liefer*, *ship*, *valid*, data source, data type, *fin*, * day, *cancel*, *kundigung*, *signup*, *sign up*, *joined*, *renewal*, *resolved*',
      ),
    ],
  },
  amount: {
    names: list(`
      amount, order amount, order value, order total, total amount, total price, grand total, net amount, gross amount, amount net, amount gross, transaction amount, invoice amount, purchase amount, sales amount, sale amount, payment amount,
      revenue, net revenue, gross revenue, sales, net sales, gross sales, turnover, spend, total spend, total spent, total, line total, subtotal, annual value, contract value, deal value, deal amount, basket value, gmv, arr, mrr, value, price, amount usd, amount eur, amount gbp, amount paid,
      betrag, umsatz, bestellwert, auftragswert, warenwert, rechnungsbetrag, gesamtbetrag, nettobetrag, bruttobetrag, summe, gesamtsumme, nettoumsatz, bruttoumsatz, erlos, erlose, kaufbetrag, gesamtpreis, preis, jahresumsatz, auftragsvolumen, warenkorbwert, betrag eur,
      montant, montant total, montant ttc, montant ht, total ttc, total ht, chiffre d affaires, chiffre affaires, ca, ca ht, ca ttc, valeur commande, prix, prix total, depense,
      importe, importe total, importe neto, monto, monto total, ingresos, ventas, facturacion, valor pedido, valor del pedido, precio total, precio, gasto,
      bedrag, totaalbedrag, orderbedrag, omzet, orderwaarde, bestelwaarde, factuurbedrag, netto bedrag, bruto bedrag, netto omzet, totaal, totaalprijs, prijs,
      importo, fatturato, ricavi, prezzo, totale, valor, valor total, receita, vendas,
      * amount, * revenue, * spend, *betrag, *umsatz, *omzet, *bedrag, montant *, importe *, monto *, revenue *, sales amount *, *umsatz *, *omzet *
    `),
    not: OTHER_AMOUNTS,
  },
  score: {
    names: list(`
      overall, overall satisfaction, overall rating, overall score, satisfaction, customer satisfaction, satisfaction score, satisfaction rating, nps, nps score, net promoter score, likelihood to recommend, recommend, recommendation, would recommend, ltr, csat, csat score, ces, ces score,
      customer effort score, effort, effort score, osat, rating, star rating, stars, score, survey score, sentiment score,
      zufriedenheit, gesamtzufriedenheit, kundenzufriedenheit, weiterempfehlung, weiterempfehlungsbereitschaft, bewertung, gesamtbewertung, gesamtnote, note globale, note, sterne, punkte,
      satisfaction globale, satisfaction generale, recommandation, evaluation, score nps, notation,
      satisfaccion, satisfaccion general, satisfaccion global, recomendacion, puntuacion, valoracion, calificacion, nota,
      tevredenheid, algemene tevredenheid, aanbeveling, aanbevelingsscore, beoordeling, cijfer, rapportcijfer,
      soddisfazione, valutazione, punteggio, satisfacao, avaliacao, * rating, * score, satisfaction *, * satisfaction, *zufriedenheit, *tevredenheid, zufriedenheit *, tevredenheid *, rating *, nps *, csat *, note *
    `),
    not: list(
      '*credit*, *lead*, *risk*, *fraud*, *group*, *category*, *date*, *comment*, *reason*, *health*, *propensity*, *id, *segment*, *type*, *text*, *churn*, * score at*, *note to*',
    ),
  },
  stage: {
    names: list(`
      stage, deal stage, stage name, sales stage, pipeline stage, lifecycle stage, life cycle stage, journey stage, funnel stage, phase, opportunity stage, pipeline,
      verkaufsphase, vertriebsphase, lebenszyklusphase, angebotsphase, etape, etape de vente, phase de vente, etapa, etapa de venta, fase, verkoopfase, klantfase, fase vendita, estagio,
      * stage, * phase, *phase
    `),
    not: list('*date*, *time*, *entered*, *exited*'),
  },
  channel: {
    names: list(`
      channel, sales channel, order channel, contact channel, support channel, distribution channel, marketing channel, channel name, acquisition channel, acquired by, source channel, lead source, utm source, source medium, medium, via, touchpoint, device category,
      kanal, vertriebskanal, kontaktkanal, bestellkanal, verkaufskanal, absatzkanal, bestellweg, canal, canal de vente, canal d achat, canal de contact, canal de venta, canal de ventas, canal de contacto, canal de compra, kanaal, verkoopkanaal, bestelkanaal, contactkanaal, canale, canale di vendita, canal de vendas,
      * channel, *kanal, *kanaal, canal *
    `),
    not: list('*id'),
  },
  reason: {
    names: list(`
      reason, contact reason, reason for contact, call reason, reason code, churn reason, cancellation reason, cancel reason, return reason, refund reason, lost reason, closed lost reason, loss reason, topic, category, ticket category, issue, issue type, case reason, subject category, complaint category, reason for leaving,
      grund, kontaktgrund, kundigungsgrund, anrufgrund, reklamationsgrund, retourengrund, anliegen, thema, kategorie, beschwerdegrund,
      motif, motif de contact, motif d appel, raison, motif de resiliation, motif de retour, categorie, sujet, motivo, motivo de contacto, motivo de baja, motivo de cancelacion, razon, categoria, tema,
      reden, contactreden, opzegreden, reden van contact, retourreden, onderwerp, categorie contact, motivo contatto, causale, motivo do contato,
      * reason, reason for *, *grund, *reden, motif *, motivo *
    `),
    not: list('*id, product category, *hintergrund*, *tevreden*, *zufrieden*'),
  },
  segment: {
    names: list(`
      segment, customer segment, customer type, client type, account type, tier, customer tier, loyalty tier, plan, subscription plan, plan name, contract type, customer group, cohort, industry, region, market, country, territory, gender, age group,
      kundensegment, kundengruppe, kundentyp, kundenart, branche, land, tarif, geschlecht, altersgruppe, markt, gebiet,
      segment client, type de client, type client, secteur, secteur d activite, pays, region client, genre, sexe, formule, segmento, tipo de cliente, tipo cliente, sector, industria, pais, genero, sexo, regio, klantsegment, klanttype, klantgroep, branche klant, geslacht, leeftijdsgroep, abonnement, settore, regione, paese, regiao,
      * segment, segment *, * tier, *segment
    `),
    not: list('*id, *code, *count'),
  },
  order: {
    names: list(`
      order id, order no, order nr, order number, orderid, order ref, order reference, order name, order, transaction id, trans id, txn id, invoice id, invoice no, invoice number, invoice, receipt number, receipt no, basket id, sales order, purchase id, booking id, booking reference, deal id, opportunity id,
      bestellnummer, bestell nr, bestellnr, bestell id, auftragsnummer, auftrags nr, auftragsnr, auftrag, rechnungsnummer, rechnungs nr, belegnummer, beleg nr, transaktions id, buchungsnummer,
      numero de commande, numero commande, no commande, commande, id commande, ref commande, numero de facture, numero facture, numero de pedido, numero pedido, pedido, id pedido, numero de factura, numero factura, bestelnummer, bestel nr, ordernummer, order nummer, factuurnummer, factuur nr, transactie id,
      numero ordine, ordine, id ordine, numero do pedido
    `),
  },
  product: {
    names: list(`
      product, product name, product id, product code, product sku, sku, item, item name, item id, item code, article, article number, service name, product category, product line, product family, stock code, description of product,
      produkt, produktname, produkt id, produktnummer, artikel, artikelnummer, artikel nr, artikelnr, artikelname, artikelbezeichnung, warengruppe, produktgruppe, produit, nom du produit, nom produit, code produit, reference produit, article code, producto, nombre del producto, nombre producto, codigo producto, articulo,
      productnaam, productcode, artikelcode, artikelnaam, prodotto, codice prodotto, produto, nome do produto
    `),
  },
  quantity: {
    names: list(`
      quantity, qty, units, unit count, quantity ordered, qty ordered, order quantity, items count, number of items, items, pieces, units sold, volume,
      menge, anzahl, stuck, stuckzahl, bestellmenge, absatzmenge, quantite, qte, nombre d articles, cantidad, unidades, cant, aantal, hoeveelheid, stuks, quantita, qta, quantidade, qtd, * quantity, * qty
    `),
  },
  comment: {
    names: list(`
      comment, comments, customer comment, feedback, verbatim, verbatims, open text, free text, review, review text, remarks, remark, open ended response, open feedback, answer text, message, notes, description, survey comment, additional comments, body,
      kommentar, kommentare, anmerkung, anmerkungen, bemerkung, bemerkungen, freitext, kundenkommentar, ruckmeldung, nachricht,
      commentaire, commentaires, remarque, remarques, avis, verbatim client, texte libre, comentario, comentarios, observaciones, opinion, texto libre, opmerking, opmerkingen, toelichting, commentaar, reactie,
      commento, commenti, comentarios do cliente, * comment, * comments, * verbatim, * feedback, *kommentar, commentaire *, comentario *, * text
    `),
    not: list('*id, *date*, *count*, *score*, *at'),
  },
  weight: {
    names: list(`
      weight, survey weight, sample weight, sampling weight, case weight, wt, wgt, weighting, weight factor, weighting factor, gewicht, gewichtung, gewichtungsfaktor, fallgewicht, poids, ponderation, poids de sondage, coefficient de ponderation, peso muestral, ponderacion, factor de ponderacion, factor de expansion, weging, weegfactor, weging factor, peso campionario, * weight
    `),
    not: list('*kg*, *gram*, *body*, *shipping*, *product*, *item*, *gross*, *net *, *lineitem*, *parcel*'),
  },
  cost: {
    names: list(`
      cost, costs, cost of goods, cost of goods sold, cogs, unit cost, acquisition cost, cost to acquire, cac, cost to serve, service cost, ad cost, cost price, total cost, fee, fees,
      kosten, einkaufspreis, wareneinsatz, servicekosten, akquisitionskosten, selbstkosten, cout, couts, cout d acquisition, cout de revient, prix de revient, coste, costes, costo, costos, coste de adquisicion, kostprijs, inkoopprijs, kosten klant, acquisitiekosten, costi, custo, custos, * cost, * costs, *kosten, cout *, coste *
    `),
    not: list('*shipping*, *center*, *centre*, monthly fee'),
  },
  'start date': {
    names: list(`
      start date, started at, start, contract start, contract start date, subscription start, subscription start date, subscribed on, subscribed at, signup date, sign up date, signed up at, signed on, joined, join date, joined on, member since, customer since, activation date, activated at, effective date, begin date, enrollment date, registration date, registered at,
      startdatum, vertragsbeginn, vertragsstart, beginn, beginndatum, beginn datum, eintrittsdatum, abschlussdatum, anmeldedatum, kunde seit, registrierungsdatum, date de debut, date debut, debut, debut contrat, date de souscription, date souscription, date d inscription, date inscription, fecha de inicio, fecha inicio, inicio, fecha de alta, fecha alta, alta, fecha inicio contrato, begindatum, ingangsdatum, startdatum contract, inschrijfdatum, aanmelddatum, klant sinds, data inizio, data di inizio, data de inicio,
      * start date, *startdatum, *beginn
    `),
  },
  'end date': {
    names: list(`
      end date, ended at, end, contract end, contract end date, subscription end, subscription end date, cancelled at, canceled at, cancelled on, canceled on, cancellation date, cancel date, churn date, churned at, churned on, termination date, terminated on, expiry date, expiration date, left on, ended on, date cancelled,
      enddatum, vertragsende, ende, endedatum, kundigungsdatum, kuendigungsdatum, gekundigt am, austrittsdatum, ablaufdatum, date de fin, date fin, fin, fin contrat, date de resiliation, date resiliation, fecha de fin, fecha fin, fin de contrato, fecha de baja, fecha baja, baja, fecha de cancelacion, einddatum, opzegdatum, opgezegd op, uitschrijfdatum, data fine, data di fine, data disdetta, data de fim, data de termino,
      * end date, *enddatum, * cancellation date
    `),
  },
  status: {
    names: list(`
      status, order status, ticket status, subscription status, contract status, customer status, account status, payment status, deal status, case status, survey status, state of order, churned, is active, active, auftragsstatus, bestellstatus, kundenstatus, vertragsstatus, statut, statut commande, etat, estado, estado del pedido, estado pedido, orderstatus, klantstatus, contractstatus, stato, situacao, *status, statut *, estado *
    `),
    not: list('*id, *code, *marital*, *date*'),
  },
  administrative: {
    names: list(`
      ip address, ip, user agent, latitude, longitude, location latitude, location longitude, permalink, url, link, uuid, guid, response id, record id, survey id, session id, ticket id, row id, event id,
      ip adresse, breitengrad, langengrad, adresse ip, direccion ip, antwort id, latitud, longitud
    `),
  },
};
