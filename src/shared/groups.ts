import { z } from 'zod';
import { nothing, photoId, request } from './request.ts';

/** Frames that belong together, and how they are told apart from others. */

export const groupKinds = ['burst', 'duplicates', 'bracket', 'stack', 'panorama'] as const;

/**
 * - `burst`: taken in quick succession
 * - `duplicates`: much the same picture, taken in the same stretch of time
 * - `bracket`: one picture at several exposures
 * - `stack`: one picture focused at several distances
 * - `panorama`: overlapping frames side by side
 */
export type GroupKind = (typeof groupKinds)[number];

/** A photo's place in its group. */
export interface PhotoGroup {
  id: number;
  kind: GroupKind;
  size: number;
  /** 1 for the best; null while unknown, and in groups that have no best. */
  place: number | null;
}

export interface GroupMember {
  photo: number;
  place: number | null;
  /** How it compares with its siblings, e.g. "sharpest of 6; a little darker"; null while unknown. */
  reason: string | null;
}

export interface Group {
  id: number;
  kind: GroupKind;
  /** In the order they were taken. */
  members: GroupMember[];
  /** A person put it together or took it apart. */
  byHand: boolean;
}

/** What counts as a group. Likeness is 0 to 1. */
export const groupThresholds = {
  /** Frames of a burst follow each other within so many seconds, */
  burstSeconds: z.number().min(0).max(60),
  /** and are at least this alike. */
  burstLikeness: z.number().min(0).max(1),
  /** Near-duplicates follow each other within so many minutes; 0 for none, */
  duplicateMinutes: z.number().min(0).max(600),
  /** and are at least this alike. */
  duplicateLikeness: z.number().min(0).max(1),
};
const thresholdsSchema = z.object(groupThresholds);
export type GroupThresholds = z.output<typeof thresholdsSchema>;

export const defaultGroupThresholds: GroupThresholds = {
  burstSeconds: 2,
  burstLikeness: 0.7,
  duplicateMinutes: 10,
  duplicateLikeness: 0.9,
};

export const thresholdsOf = (settings: GroupThresholds): GroupThresholds => ({
  burstSeconds: settings.burstSeconds,
  burstLikeness: settings.burstLikeness,
  duplicateMinutes: settings.duplicateMinutes,
  duplicateLikeness: settings.duplicateLikeness,
});

/** What thresholds would make of the library. */
export interface GroupPreview {
  photos: number;
  /** Photos in groups, and groups, by kind. */
  kinds: Record<GroupKind, { groups: number; photos: number }>;
  largest: number;
}

/** A camera as its files name it, and how far its clock is set right here. */
export interface CameraClock {
  camera: string | null;
  serial: string | null;
  photos: number;
  /** Milliseconds added to its capture times. */
  offset: number;
}

const photos = z.array(photoId).min(1).max(100_000);

export const groupRequests = {
  /** The group of a photo; null where it stands alone. */
  'groups.of': request(z.object({ photo: photoId })).returns<Group | null>(),
  /** Takes photos out of their group, to stand together as one of their own; the rest stays a group. */
  'groups.split': request(z.object({ photos })).returns<void>(),
  /** Makes one group of photos and of the whole groups they are in. */
  'groups.merge': request(z.object({ photos: photos.min(2) })).returns<void>(),
  /** Forgets what was split and merged by hand about these photos. */
  'groups.free': request(z.object({ photos })).returns<void>(),
  'groups.preview': request(thresholdsSchema).returns<GroupPreview>(),

  'cameras.list': request(nothing).returns<CameraClock[]>(),
  /**
   * Sets the clock of a photo's camera by two frames of one moment: the photo then counts as taken when the reference was.
   * Returns the clock as it is then.
   */
  'cameras.align': request(z.object({ photo: photoId, reference: photoId })).returns<CameraClock>(),
  /** Takes the offset of a photo's camera back. */
  'cameras.trust': request(z.object({ photo: photoId })).returns<CameraClock>(),
};
