/**
 * How well a command's words fit what was typed: the higher the better, null where they do not. The whole beginning
 * beats the beginning of a word, that beats a part of a word, that beats letters in order; short labels win ties.
 */
export function fitOf(typed: string, label: string): number | null {
  const wanted = plain(typed);
  const text = plain(label);
  if (wanted === '') return 0;
  const short = -Math.min(text.length, 200) / 1000;
  if (text.startsWith(wanted)) return 5 + short;
  const at = text.indexOf(wanted);
  if (at >= 0) return (/[\p{L}\p{N}]/u.test(text[at - 1] ?? ' ') ? 3 : 4) + short;
  const words = wanted.split(' ');
  if (words.length > 1 && words.every((word) => text.includes(word))) return 2.5 + short;
  const gaps = gapsOf(wanted.replaceAll(' ', ''), text);
  return gaps === null ? null : 1 + 1 / (1 + gaps) + short;
}

/** Letters left out between the first and the last that are found in order; null where they are not all there. */
function gapsOf(letters: string, text: string): number | null {
  let gaps = 0;
  let from = 0;
  for (const [i, letter] of [...letters].entries()) {
    const at = text.indexOf(letter, from);
    if (at < 0) return null;
    if (i > 0) gaps += at - from;
    from = at + letter.length;
  }
  // Letters strewn over a long label are chance.
  return gaps <= 3 * letters.length ? gaps : null;
}

/** Lower case, without accents, white space as one blank. */
const plain = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[\s_]+/g, ' ')
    .trim();
