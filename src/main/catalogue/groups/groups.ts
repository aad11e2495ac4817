import {
  defaultGroupThresholds,
  groupKinds,
  type GroupKind,
  type GroupPreview,
  type GroupThresholds,
} from '../../../shared/groups.ts';
import { compareFrames, type Frame, type FrameLink } from './frames.ts';
import { groupSequence, type FoundGroup } from './grouping.ts';

export interface StandingGroup {
  /** The least id of its photos. */
  id: number;
  kind: GroupKind;
  /** In the order they were taken. */
  photos: number[];
  byHand: boolean;
}

interface Sequence {
  frames: Frame[];
  /** Of these frames those that are not in it any more. */
  gone: Set<Frame>;
  groups: StandingGroup[];
}

/**
 * The groups of all photos, kept in memory. A change only marks the sequence it is in; who asks next has the marked ones
 * put in order, each frame compared with a new neighbour, and grouped again. A score or a verdict changes nothing here.
 */
export class Groups {
  /** Compares a photo with the one before it, and keeps the result; null where that cannot be yet. */
  readonly #compare: (before: number, after: number) => FrameLink | null;
  readonly #frames = new Map<number, Frame>();
  readonly #sequences = new Map<string, Sequence>();
  /** Frames put together by hand, wherever they are from. */
  readonly #hands = new Map<string, Set<Frame>>();
  readonly #marked = new Set<string>();
  /** Photos whose picture is another one, so that whatever was compared with it is to be compared again. */
  readonly #renewed = new Set<number>();
  #handsMarked = false;
  #handGroups: StandingGroup[] = [];
  readonly #byId = new Map<number, StandingGroup>();
  /** The group's id by the photo's; ids are given in order, so that an array holds them. */
  #groupIds = new Uint32Array(1024);
  #thresholds: GroupThresholds = defaultGroupThresholds;

  constructor(compare: (before: number, after: number) => FrameLink | null) {
    this.#compare = compare;
  }

  /** Adds a photo or replaces what is known of it. */
  put(frame: Frame): void {
    const known = this.#frames.get(frame.photo);
    if (known && isSame(known, frame)) return;
    if (frame.link === null) this.#renewed.add(frame.photo);
    if (known?.sequence === frame.sequence && known.hand === frame.hand) {
      Object.assign(known, frame);
      this.#mark(known);
      return;
    }
    if (known) this.#takeOut(known);
    this.#frames.set(frame.photo, frame);
    if (frame.hand === null) {
      const sequence = this.#sequences.get(frame.sequence) ?? { frames: [], gone: new Set(), groups: [] };
      sequence.frames.push(frame);
      this.#sequences.set(frame.sequence, sequence);
    } else {
      const hand = this.#hands.get(frame.hand) ?? new Set();
      this.#hands.set(frame.hand, hand.add(frame));
    }
    this.#mark(frame);
    if (frame.photo >= this.#groupIds.length) this.#grow(frame.photo);
  }

  remove(photo: number): void {
    const frame = this.#frames.get(photo);
    if (!frame) return;
    this.#takeOut(frame);
    this.#frames.delete(photo);
  }

  setThresholds(thresholds: GroupThresholds): void {
    this.#thresholds = thresholds;
    for (const name of this.#sequences.keys()) this.#marked.add(name);
  }

  /** Photos have changed since `refresh`: what is asked of the groups is not up to them. */
  get isMarked(): boolean {
    return this.#marked.size > 0 || this.#handsMarked;
  }

  of(photo: number): StandingGroup | null {
    return this.#byId.get(this.#groupIds[photo] ?? 0) ?? null;
  }

  /** Group ids of photos, in their order; 0 where a photo stands alone. */
  idsOf(photos: Uint32Array): Uint32Array {
    return photos.map((photo) => this.#groupIds[photo] ?? 0);
  }

  preview(thresholds: GroupThresholds): GroupPreview {
    const preview: GroupPreview = {
      photos: this.#frames.size,
      kinds: Object.fromEntries(
        groupKinds.map((kind) => [kind, { groups: 0, photos: 0 }]),
      ) as GroupPreview['kinds'],
      largest: 0,
    };
    const count = (kind: GroupKind, photos: number): void => {
      preview.kinds[kind].groups++;
      preview.kinds[kind].photos += photos;
      preview.largest = Math.max(preview.largest, photos);
    };
    for (const { frames } of this.#sequences.values())
      for (const { kind, frames: members } of groupSequence(frames, thresholds)) count(kind, members.length);
    for (const { kind, photos } of this.#handGroups) count(kind, photos.length);
    return preview;
  }

  /** Brings the groups up to the photos. */
  refresh(): void {
    const marked = [...this.#marked].flatMap((name) => this.#sequences.get(name) ?? []);
    // A group may go on elsewhere under its id: so all that may have changed end before any begins.
    for (const sequence of marked) this.#dissolve(sequence.groups);
    if (this.#handsMarked) this.#dissolve(this.#handGroups);
    for (const sequence of marked) this.#regroup(sequence);
    if (this.#handsMarked) this.#regroupHands();
    for (const name of this.#marked)
      if (this.#sequences.get(name)?.frames.length === 0) this.#sequences.delete(name);
    this.#marked.clear();
    this.#renewed.clear();
    this.#handsMarked = false;
  }

  #regroup(sequence: Sequence): void {
    const frames = sequence.frames.filter((frame) => !sequence.gone.has(frame)).sort(compareFrames);
    sequence.gone.clear();
    sequence.frames = frames;
    frames.forEach((frame, i) => {
      const before = frames[i - 1];
      if (!before) return;
      if (!before.isComparable || !frame.isComparable) frame.link = null;
      else if (frame.link?.before !== before.photo || this.#renewed.has(before.photo))
        frame.link = this.#compare(before.photo, frame.photo);
    });
    sequence.groups = groupSequence(frames, this.#thresholds).map((found) => standing(found, false));
    this.#announce(sequence.groups);
  }

  #regroupHands(): void {
    this.#handGroups = [...this.#hands.values()]
      .filter((frames) => frames.size > 1)
      .map((frames) => standing({ kind: 'burst', frames: [...frames].sort(compareFrames) }, true));
    this.#announce(this.#handGroups);
  }

  #dissolve(groups: readonly StandingGroup[]): void {
    for (const { id, photos } of groups) {
      this.#byId.delete(id);
      for (const photo of photos) if (this.#groupIds[photo] === id) this.#groupIds[photo] = 0;
    }
  }

  #announce(groups: readonly StandingGroup[]): void {
    for (const group of groups) {
      this.#byId.set(group.id, group);
      for (const photo of group.photos) this.#groupIds[photo] = group.id;
    }
  }

  #takeOut(frame: Frame): void {
    this.#mark(frame);
    if (frame.hand === null) {
      this.#sequences.get(frame.sequence)?.gone.add(frame);
      return;
    }
    this.#hands.get(frame.hand)?.delete(frame);
    if (this.#hands.get(frame.hand)?.size === 0) this.#hands.delete(frame.hand);
  }

  #mark(frame: Frame): void {
    if (frame.hand === null) this.#marked.add(frame.sequence);
    else this.#handsMarked = true;
  }

  #grow(photo: number): void {
    const bigger = new Uint32Array(Math.max(photo + 1, this.#groupIds.length * 2));
    bigger.set(this.#groupIds);
    this.#groupIds = bigger;
  }
}

const standing = ({ kind, frames }: FoundGroup, byHand: boolean): StandingGroup => {
  const photos = frames.map(({ photo }) => photo);
  return { id: Math.min(...photos), kind, photos, byHand };
};

/** Its link is found anew where it stands; but one that is not there any more was forgotten on purpose. */
function isSame(known: Frame, frame: Frame): boolean {
  const { link: knownLink, ...before } = known;
  const { link, ...now } = frame;
  if (link === null && knownLink !== null) return false;
  return (Object.keys(now) as (keyof typeof now)[]).every((key) => Object.is(before[key], now[key]));
}
