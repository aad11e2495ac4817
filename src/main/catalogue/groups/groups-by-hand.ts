import type { Group } from '../../../shared/groups.ts';
import type { PhotoChanges } from '../files.ts';
import type { GroupActs } from './group-acts.ts';
import type { Groups } from './groups.ts';

/** Groups as a person sees and changes them. What was done by hand stays, whatever is grouped anew. */
export class GroupsByHand {
  readonly #groups: Groups;
  readonly #photos: PhotoChanges;
  readonly #acts: GroupActs;

  constructor(acts: GroupActs, groups: Groups, photos: PhotoChanges) {
    this.#groups = groups;
    this.#photos = photos;
    this.#acts = acts;
  }

  of(photo: number): Group | null {
    const group = this.#groups.of(photo);
    if (!group) return null;
    const { id, kind, photos, byHand } = group;
    const members = photos.map((member) => ({ photo: member, place: null, reason: null }));
    return { id, kind, members, byHand };
  }

  /** Photos of several groups leave each of them; those of one group stay together. */
  split(photos: readonly number[]): void {
    const chosen = new Set(photos);
    const groups = new Map(
      photos.flatMap((photo) => {
        const group = this.#groups.of(photo);
        return group ? [[group.id, group.photos] as const] : [];
      }),
    );
    const parts = [...groups.values()].flatMap((members) => [
      members.filter((member) => chosen.has(member)),
      members.filter((member) => !chosen.has(member)),
    ]);
    this.#record('split', parts);
  }

  merge(photos: readonly number[]): void {
    const all = photos.flatMap((photo) => this.#groups.of(photo)?.photos ?? [photo]);
    this.#record('merge', [[...new Set(all)]]);
  }

  /** With the rest of their groups: a part alone would be left over. */
  free(photos: readonly number[]): void {
    const all = photos.flatMap((photo) => this.#groups.of(photo)?.photos ?? [photo]);
    this.#record('free', [[...new Set(all)]]);
  }

  #record(kind: 'split' | 'merge' | 'free', parts: number[][]): void {
    if (parts.every((part) => part.length === 0)) return;
    this.#acts.record(kind, parts);
    for (const photo of parts.flat()) this.#photos.touch(photo);
  }
}
