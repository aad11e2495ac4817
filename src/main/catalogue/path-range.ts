/**
 * Paths of everything inside a folder, '' for the top, lie from the first up to the second: "0" follows "/" in Unicode,
 * and U+10FFFF sorts after every name.
 */
export const rangeOf = (folder: string): [low: string, high: string] =>
  folder === '' ? ['', '\u{10ffff}'] : [`${folder}/`, `${folder}0`];
