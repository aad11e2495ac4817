/** What the grid shows of a snapshot once groups are folded: of each, the first in the view's order stands for all. */
export interface Shown {
  ids: Uint32Array;
  groups: Uint32Array;
  /** How many of the view each folded group's tile stands for, by group. */
  folded: ReadonlyMap<number, number>;
}

/** @param groups of the ids, in the same order; 0 for none. A group of which only one is in the view is no stack. */
export function fold(ids: Uint32Array, groups: Uint32Array, isFolded: (group: number) => boolean): Shown {
  const folded = new Map<number, number>();
  for (const group of groups)
    if (group !== 0 && (folded.has(group) || isFolded(group)))
      folded.set(group, (folded.get(group) ?? 0) + 1);
  for (const [group, count] of folded) if (count < 2) folded.delete(group);
  if (folded.size === 0) return { ids, groups, folded };
  const shown = { ids: new Uint32Array(ids.length), groups: new Uint32Array(ids.length) };
  const met = new Set<number>();
  let count = 0;
  groups.forEach((group, at) => {
    if (folded.has(group)) {
      if (met.has(group)) return;
      met.add(group);
    }
    shown.ids[count] = ids[at] ?? 0;
    shown.groups[count++] = group;
  });
  return { ids: shown.ids.subarray(0, count), groups: shown.groups.subarray(0, count), folded };
}
