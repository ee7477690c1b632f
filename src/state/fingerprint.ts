/**
 * A short hash of texts (cyrb53, 53 bits, public domain): equal for equal texts, and the chance of a clash among the
 * few thousand results of a session is negligible. Not for secrets.
 */
export function fingerprint(...parts: readonly string[]): string {
  let h1 = 0xdeadbeef;
  let h2 = 0x41c6ce57;
  for (const part of parts)
    for (let i = 0; i <= part.length; i++) {
      // A part's end counts as a character, so that ('ab', 'c') and ('a', 'bc') differ.
      const code = i < part.length ? part.charCodeAt(i) : 0x10ffff;
      h1 = Math.imul(h1 ^ code, 2654435761);
      h2 = Math.imul(h2 ^ code, 1597334677);
    }
  h1 = Math.imul(h1 ^ (h1 >>> 16), 2246822507) ^ Math.imul(h2 ^ (h2 >>> 13), 3266489909);
  h2 = Math.imul(h2 ^ (h2 >>> 16), 2246822507) ^ Math.imul(h1 ^ (h1 >>> 13), 3266489909);
  return (4294967296 * (2097151 & h2) + (h1 >>> 0)).toString(36);
}
