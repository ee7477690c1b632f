import { describe, expect, it } from 'vitest';
import { detectStructure } from '../../src/formats/structure';
import { findEncoding } from '../../src/formats/structure/encoding';

/** Bytes of a text in an encoding of one or two bytes a character, by asking the decoder what each pair is. */
function encoded(text: string, encoding: string): Uint8Array {
  const bytes = new Map<string, number[]>();
  for (let first = 0; first < 256; first++) {
    const sign = new TextDecoder(encoding).decode(Uint8Array.of(first), { stream: true });
    if (sign !== '') bytes.set(sign, [first]);
    if (first < 0x80) continue;
    for (let second = 0x40; second < 256; second++) {
      const sign = new TextDecoder(encoding).decode(Uint8Array.of(first, second));
      if (sign.length === 1 && sign !== '\ufffd' && !bytes.has(sign)) bytes.set(sign, [first, second]);
    }
  }
  return Uint8Array.from(Array.from(text).flatMap((sign) => bytes.get(sign) ?? [63]));
}

it.each([
  ['shift_jis', '番号,名前,都市,金額\n1,田中太郎,東京都,1200\n2,鈴木花子,大阪府,3400\n3,佐藤,北海道,500\n'],
  ['shift_jis', 'id,コメント\n1,とても良かったです\n2,もう少し早く届くと嬉しい\n'],
  ['euc-jp', 'id,コメント\n1,とても良かったです\n2,もう少し早く届くと嬉しい\n'],
  ['gb18030', '编号,姓名,城市,金额\n1,王小明,北京,1200\n2,李华,上海,3400\n3,张伟,广州,500\n4,赵敏,深圳,20\n'],
  ['big5', '編號,姓名,城市,金額\n1,王小明,臺北,1200\n2,李華,高雄,3400\n3,張偉,臺中,500\n'],
  ['euc-kr', '번호,이름,도시,금액\n1,김철수,서울,1200\n2,이영희,부산,3400\n3,박민수,대구,500\n'],
  ['windows-1251', 'номер;имя;город;сумма\n1;Иванов;Москва;1200\n2;Петров;Казань;3400\n'],
  ['koi8-r', 'номер;имя;город;сумма\n1;Иванов;Москва;1200\n2;Петров;Казань;3400\n'],
  ['windows-1253', 'id;όνομα;πόλη\n1;Γιώργος;Αθήνα\n2;Μαρία;Πάτρα\n'],
  ['windows-1250', 'id;imię;miasto\n1;Łukasz Wiśniewski;Gdańsk\n2;Małgorzata Dąbrowska;Łódź\n'],
  ['windows-1250', 'IMIĘ;MIASTO\nŁUKASZ WIŚNIEWSKI;GDAŃSK\nMAŁGORZATA DĄBROWSKA;ŁÓDŹ\n'],
  ['windows-1250', 'id;jméno;město\n1;Jiří Dvořák;Plzeň\n2;Tomáš Černý;České Budějovice\n'],
  ['windows-1250', 'név;város\nSzabó Gergő;Győr\nKővári Ödön;Székesfehérvár\n'],
  ['windows-1250', 'ime;grad\nIvan Kovačić;Čakovec\nĐurđa Šimić;Križevci\n'],
  ['windows-1250', 'nume;oraş\nIonuţ Bălan;Timişoara\nŞtefan;Constanţa\n'],
  ['iso-8859-2', 'id;imię;miasto\n1;Łukasz Wiśniewski;Gdańsk\n2;Małgorzata Dąbrowska;Łódź\n'],
  ['iso-8859-2', 'id;jméno;město\n1;Jiří Dvořák;Plzeň\n2;Tomáš Černý;České Budějovice\n'],
  ['windows-1254', 'ad;şehir\nIşıl Yıldız;İstanbul\nÇağrı Güneş;Eskişehir\n'],
  ['windows-1257', 'vardas;miestas\nJūratė Šimkutė;Šiauliai\nČesė Žukauskienė;Panevėžys\n'],
  ['windows-1255', 'שם;עיר\nדוד כהן;תל אביב\nשרה לוי;ירושלים\n'],
  ['windows-1256', 'الاسم;المدينة\nمحمد علي;القاهرة\nفاطمة;دبي\n'],
  ['iso-8859-15', 'prix;nom\n5 €;cœur\n10 €;sœur\n'],
  ['windows-1252', 'prix;nom\n5 €;cœur à prendre\n10 €;sœur aînée\n'],
  ['windows-1252', 'price\n5 €\n10 €\n'],
  ['windows-1252', 'name;city\nMuñoz;Málaga\nNúñez;A Coruña\n'],
  ['windows-1252', 'size;part\n20 m²;½\n30 m²;¼\n'],
  ['windows-1252', 'nafn\nGuðrún Þórðardóttir\nÁgúst Þór\n'],
  ['windows-1252', 'nimi\nKõrgepõllu Tõnis\nÜlle Mägi\n'],
  ['windows-1252', 'NAME;ORT\nMÜLLER;KÖLN\nSCHÄFER;DÜREN\n'],
  ['windows-1252', 'id;n\n1;Bjørnson Åse\n2;São João\n3;Øystein, coração\n'],
  ['macintosh', 'id;n\n1;Jörg Müß\n2;Élé Fox\n3;café\n'],
])('%s is told by short texts: %j', (encoding, text) => {
  const bytes = encoded(text, encoding);
  const found = findEncoding(bytes);
  expect(found.encoding).toBe(encoding);
  expect(new TextDecoder(found.encoding).decode(bytes, { stream: true })).toBe(text);
  expect(found.confidence).toBeGreaterThanOrEqual(0.7);
});

it('is told by letters that come late', () => {
  const text = `${'1;Ulm\n'.repeat(20_000)}2;Łódź\n3;Wrocław\n4;Świdnica\n`;
  expect(findEncoding(encoded(text, 'windows-1250')).encoding).toBe('windows-1250');
});

it('is in doubt where two encodings would do', () => {
  expect(findEncoding(encoded('id,name\n1,王芳\n2,李娜\n', 'gb18030')).confidence).toBeLessThan(0.7);
});

describe('letters that two regions of Europe would write', () => {
  it.each([
    ['windows-1250', 'city\nPlzeň\n'],
    ['windows-1250', 'city\nGdańsk\n'],
    ['windows-1252', 'name\nMichèle\n'],
    ['iso-8859-15', 'price\n5 €\n'],
  ])('%s are asked about where one word is all there is: %j', (encoding, text) => {
    const bytes = encoded(text, encoding);
    const found = findEncoding(bytes);
    const read = [found.encoding, found.second].map((each) =>
      new TextDecoder(each).decode(bytes, { stream: true }),
    );
    expect(found.confidence).toBeLessThan(0.7);
    expect(read).toContain(text);
  });

  it('are shown in the second reading', () => {
    const found = detectStructure({
      bytes: encoded('id;city\n1;Gdańsk\n2;Ulm\n', 'windows-1250'),
      whole: true,
    });
    expect(found).toMatchObject({ isDoubtful: true, structure: { encoding: 'windows-1250' } });
    expect(found.second).toMatchObject({
      choices: { encoding: 'windows-1252' },
      differs: 'the text is windows-1252: “Gdañsk” instead of “Gdańsk”',
    });
    const told = detectStructure(
      { bytes: encoded('id;city\n1;Gdańsk\n2;Ulm\n', 'windows-1250'), whole: true },
      { encoding: 'windows-1250' },
    );
    expect(told.isDoubtful).toBe(false);
  });

  it('are read in the same way by two encodings: then there is no doubt', () => {
    expect(findEncoding(encoded('name\nMüller\n', 'windows-1252'))).toMatchObject({ confidence: 0.95 });
  });
});
