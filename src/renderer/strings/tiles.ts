import { strings } from './strings.ts';

export const tileStrings = {
  /** Of a tile that stands for a whole group. */
  stack: (photos: number) => `${strings.grid.count(photos, photos)} folded together`,
};
