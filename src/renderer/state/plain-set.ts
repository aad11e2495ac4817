/**
 * A set without a signal for each member, to be replaced as a whole: a reactive one of 100,000 photos would be made anew
 * with every change of the selection.
 */
export const plainSet = (ids: Iterable<number> = []): Set<number> => new Set(ids);
