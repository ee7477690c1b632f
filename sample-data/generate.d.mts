/** Every file of the sample by its name: the text that generate.mjs writes. */
export function makeSample(): Record<string, string>;
