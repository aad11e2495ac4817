import { randomFrom, shuffled } from './random.ts';

/**
 * Deals groups out to folds in random order, each to the fold that is smallest so far, so that photographs of one
 * group stay together and folds are of one size.
 *
 * @param groups the group of each photograph
 * @returns the fold of each photograph, 0 to `folds` - 1
 */
export function groupedFolds(groups: readonly string[], folds: number, seed: number): number[] {
  const members = Map.groupBy(groups, (group) => group);
  const sizes = new Array<number>(folds).fill(0);
  const foldOf = new Map<string, number>();
  for (const group of shuffled([...members.keys()], randomFrom(seed))) {
    const smallest = sizes.indexOf(Math.min(...sizes));
    foldOf.set(group, smallest);
    sizes[smallest] = (sizes[smallest] ?? 0) + (members.get(group)?.length ?? 0);
  }
  return groups.map((group) => foldOf.get(group) ?? 0);
}
