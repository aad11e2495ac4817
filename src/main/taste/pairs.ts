import type { PickState } from '../../shared/verdict.ts';
import { randomFrom } from '../../shared/statistics/random.ts';

/** A photo that the person has decided about, as the taste learns from it. */
export interface Judged {
  /** Pairs are made within one shoot only: between two, light and subject decide more than taste. */
  shoot: number;
  /** The burst it belongs to, or null. */
  burst: number | null;
  pick: PickState;
  /** 0 to 5; 0 says nothing. */
  stars: number;
  /** How much the decision counts, 0 to 1: less where it is old and old decisions fade. */
  weight: number;
}

/** That one photo was preferred to another: indices into the photos judged. */
export interface Pairs {
  better: Uint32Array;
  worse: Uint32Array;
  weights: Float64Array;
}

/** Every photo meets at most about twice as many others: a shoot of 1,000 has half a million pairs, which say little more. */
const opponents = 5;
/** A shoot counts for at most so many decisions, so that one wedding does not outweigh a year. */
const mostPerShoot = 200;

/**
 * How two photos of one shoot compare: 1 where the first was preferred, -1 where the second was, 0 where nothing says.
 * A reject is below whatever was picked or starred, more stars are above fewer, and the frame picked out of a burst is
 * above those passed over.
 */
export function preference(a: Judged, b: Judged): -1 | 0 | 1 {
  const kept = (photo: Judged): boolean =>
    photo.pick === 'pick' || (photo.pick === 'none' && photo.stars > 0);
  const rejected = (photo: Judged): boolean => photo.pick === 'reject';
  if (kept(a) && rejected(b)) return 1;
  if (rejected(a) && kept(b)) return -1;
  if (rejected(a) || rejected(b)) return 0;
  if (a.stars > 0 && b.stars > 0 && a.stars !== b.stars) return a.stars > b.stars ? 1 : -1;
  if (a.burst !== null && a.burst === b.burst) {
    if (a.pick === 'pick' && b.pick === 'none') return 1;
    if (a.pick === 'none' && b.pick === 'pick') return -1;
  }
  return 0;
}

/**
 * The pairs that the decisions imply, within shoots. Weighted so that each photo counts as its decision's weight says,
 * however many others it was compared with, and a large shoot as much as 200 decisions.
 */
export function pairsOf(photos: readonly Judged[], seed = 1): Pairs {
  const random = randomFrom(seed);
  const better: number[] = [];
  const worse: number[] = [];
  const shoots: number[] = [];
  const met = new Float64Array(photos.length);
  for (const [shoot, members] of Map.groupBy(photos.keys(), (index) => photos[index]?.shoot ?? 0)) {
    for (const [a, b] of meetings(members, photos, random)) {
      const order = preference(photos[a] as Judged, photos[b] as Judged);
      if (order === 0) continue;
      better.push(order > 0 ? a : b);
      worse.push(order > 0 ? b : a);
      shoots.push(shoot);
      met[a] = (met[a] ?? 0) + 1;
      met[b] = (met[b] ?? 0) + 1;
    }
  }
  const share = (index: number): number => (photos[index]?.weight ?? 0) / (met[index] ?? 1);
  const weights = Float64Array.from(better, (a, pair) => share(a) + share(worse[pair] ?? 0));
  const sums = new Map<number, number>();
  weights.forEach((weight, pair) => {
    const shoot = shoots[pair] ?? 0;
    sums.set(shoot, (sums.get(shoot) ?? 0) + weight);
  });
  return {
    better: Uint32Array.from(better),
    worse: Uint32Array.from(worse),
    weights: weights.map((weight, pair) => {
      const sum = sums.get(shoots[pair] ?? 0) ?? 0;
      return sum > mostPerShoot ? (weight * mostPerShoot) / sum : weight;
    }),
  };
}

/** Which photos of a shoot are compared: all within a burst, and each with some of the others, drawn at random. */
function* meetings(
  members: readonly number[],
  photos: readonly Judged[],
  random: () => number,
): Generator<[number, number]> {
  const few = members.length <= 2 * opponents;
  for (let i = 0; i < members.length; i++) {
    const a = members[i] as number;
    const burst = photos[a]?.burst ?? null;
    for (let j = i + 1; j < members.length; j++) {
      const b = members[j] as number;
      if (few || (burst !== null && photos[b]?.burst === burst)) yield [a, b];
      // Members of one burst stand beside each other.
      else if (burst === null || photos[b]?.burst !== burst) break;
    }
    if (few) continue;
    let found = 0;
    for (let tries = 0; tries < 4 * opponents && found < opponents; tries++) {
      const b = members[Math.floor(random() * members.length)] as number;
      const together = burst !== null && photos[b]?.burst === burst;
      if (a === b || together || preference(photos[a] as Judged, photos[b] as Judged) === 0) continue;
      found++;
      yield [a, b];
    }
  }
}
