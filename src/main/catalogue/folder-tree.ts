import type { LibraryFolder } from '../../shared/library.ts';

/** Folders with photos of their own and those above them, each with the photos in it and below. */
export function withParents(own: Map<string, number>): LibraryFolder[] {
  const totals = new Map<string, number>();
  for (const [path, count] of own) {
    for (let folder = path; folder !== ''; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/')))) {
      totals.set(folder, (totals.get(folder) ?? 0) + count);
    }
  }
  return [...totals].map(([path, photos]) => ({ path, photos })).sort((a, b) => (a.path < b.path ? -1 : 1));
}
