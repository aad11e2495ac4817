import { join } from 'node:path';
import { aadbFolder, readAadb } from './aadb.ts';
import { evaFolder, evaSplitFile, readEva, splitEva } from './eva.ts';
import type { Photograph } from './photograph.ts';

/**
 * The data sets under a folder that are split once and for all: AADB, EVA, both, or none.
 *
 * @param kept folder that keeps the list of EVA's split
 * @throws PlainError naming the file (and line) that is wrong
 */
export function readPublished(data: string, kept: string): Photograph[][] {
  const [aadb, eva] = [aadbFolder(data), evaFolder(data)];
  return [
    ...(aadb === undefined ? [] : [readAadb(aadb)]),
    ...(eva === undefined ? [] : [splitEva(readEva(eva), join(kept, evaSplitFile))]),
  ];
}
