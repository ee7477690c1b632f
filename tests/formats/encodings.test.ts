import { expect, it } from 'vitest';
import { findEncoding } from '../../src/formats/structure/encoding';

/** Bytes of a text in an encoding of one or two bytes a character, by asking the decoder what each pair is. */
function encoded(text: string, encoding: string): Uint8Array {
  const decoder = new TextDecoder(encoding);
  const bytes = new Map<string, number[]>();
  for (let first = 0; first < 256; first++) {
    bytes.set(decoder.decode(Uint8Array.of(first)), [first]);
    if (first < 0x80) continue;
    for (let second = 0x40; second < 256; second++) {
      const sign = decoder.decode(Uint8Array.of(first, second));
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
  ['windows-1252', 'NAME;ORT\nMÜLLER;KÖLN\nSCHÄFER;DÜREN\n'],
  ['windows-1252', 'id;n\n1;Bjørnson Åse\n2;São João\n3;Øystein, coração\n'],
  ['macintosh', 'id;n\n1;Jörg Müß\n2;Élé Fox\n3;café\n'],
])('%s is told by short texts: %j', (encoding, text) => {
  const bytes = encoded(text, encoding);
  const found = findEncoding(bytes);
  expect(found.encoding).toBe(encoding);
  expect(new TextDecoder(found.encoding).decode(bytes)).toBe(text);
});

it('is in doubt where two encodings would do', () => {
  expect(findEncoding(encoded('id,name\n1,王芳\n2,李娜\n', 'gb18030')).confidence).toBeLessThan(0.7);
});
