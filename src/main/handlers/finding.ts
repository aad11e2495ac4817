import type { Handlers } from '../../shared/contract.ts';
import type { findingRequests } from '../../shared/finding.ts';
import type { View, ViewQuery } from '../../shared/view.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';

/** Reads the embeddings a slice at a time, so that nobody waits behind the first question. */
export async function readEmbeddings(catalogue: Catalogue): Promise<void> {
  while (await catalogue.readEmbeddings());
}

export async function openView(catalogue: Catalogue, query: ViewQuery): Promise<View> {
  if (query.like !== undefined) await readEmbeddings(catalogue);
  return await catalogue.openView(query);
}

export const findingHandlers = (catalogue: Catalogue): Pick<Handlers, keyof typeof findingRequests> => ({
  'collections.list': () => catalogue.collections(),
  'collections.add': ({ name, query }) => catalogue.addCollection(name, query),
  'collections.change': ({ id, name, query }) => catalogue.changeCollection(id, name, query),
  'collections.remove': ({ id }) => catalogue.removeCollection(id),

  'photos.similar': async ({ id, limit }) => {
    await readEmbeddings(catalogue);
    return await catalogue.similar(id, limit);
  },
  'verdicts.photoHistory': ({ id }) => catalogue.photoHistory(id),
});
