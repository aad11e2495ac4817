import type { Catalogue } from '../../catalogue/catalogue.ts';
import { discardUnfinished } from '../../disk/verified-copy.ts';

const cleaned = new WeakSet<Catalogue>();

/**
 * Takes away what copies of an earlier run of the program left half done. Only once: what is unfinished later is under
 * way, and only one process at a time has a catalogue.
 */
export async function discardLeftovers(catalogue: Catalogue): Promise<void> {
  if (cleaned.has(catalogue)) return;
  cleaned.add(catalogue);
  const unfinished = await catalogue.unfinishedCopies();
  await discardUnfinished(unfinished);
  await catalogue.endCopies(unfinished, []);
}
