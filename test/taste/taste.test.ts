import { expect, it } from 'vitest';
import { learn, pairsAmong } from '../../src/main/taste/choose.ts';
import { measure } from '../../src/main/taste/evidence.ts';
import { fit, priorFrom, priorOf, utilitiesOf, type Features } from '../../src/main/taste/fit.ts';
import { pairsOf, preference, type Judged } from '../../src/main/taste/pairs.ts';
import { randomFrom } from '../../src/shared/statistics/random.ts';

const photo = (given: Partial<Judged> = {}): Judged => ({
  shoot: 1,
  burst: null,
  pick: 'none',
  stars: 0,
  weight: 1,
  ...given,
});

it('a decision says which of two photos was preferred, or nothing', () => {
  const picked = photo({ pick: 'pick' });
  const rejected = photo({ pick: 'reject', stars: 4 });
  const starred = photo({ stars: 2 });
  expect(preference(picked, rejected)).toBe(1);
  expect(preference(rejected, starred)).toBe(-1);
  expect(preference(photo({ stars: 3 }), starred)).toBe(1);
  expect(preference(picked, photo())).toBe(0);
  expect(preference(photo({ pick: 'pick', burst: 7 }), photo({ burst: 7 }))).toBe(1);
  expect(preference(photo({ pick: 'pick', burst: 7 }), photo({ burst: 8 }))).toBe(0);
});

it('pairs stay within a shoot, each photo counts once, and a large shoot is capped', () => {
  const photos = [
    ...Array.from({ length: 30 }, (_, i) => photo({ shoot: 1, pick: i % 2 ? 'pick' : 'reject' })),
    ...Array.from({ length: 1000 }, (_, i) => photo({ shoot: 2, pick: i % 5 ? 'reject' : 'pick' })),
    photo({ shoot: 3, pick: 'pick' }),
  ];
  const { better, worse, weights } = pairsOf(photos);
  const sums = new Map<number, number>();
  better.forEach((a, pair) => {
    const shoot = photos[a]?.shoot ?? 0;
    expect(photos[worse[pair] ?? -1]?.shoot).toBe(shoot);
    expect(photos[a]?.pick).toBe('pick');
    sums.set(shoot, (sums.get(shoot) ?? 0) + (weights[pair] ?? 0));
  });
  expect(sums.get(1)).toBeCloseTo(30);
  expect(sums.get(2)).toBeCloseTo(200);
  expect(sums.get(3)).toBeUndefined();
});

/** Shoots of a person who likes the features by `liking`, and keeps the better half of each shoot. */
function person(liking: readonly number[], shoots: number, each: number, noise: number) {
  const random = randomFrom(5);
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const width = liking.length;
  const features: Features = {
    width,
    values: Float32Array.from({ length: shoots * each * width }, normal),
  };
  const likings = utilitiesOf(features, Float64Array.from(liking)).map((value) => value + noise * normal());
  const photos = [...likings.keys()].map((row) => {
    const shoot = Math.floor(row / each);
    const middle = likings.slice(shoot * each, (shoot + 1) * each).sort()[each >> 1] ?? 0;
    return photo({ shoot, pick: (likings[row] ?? 0) >= middle ? 'pick' : 'reject' });
  });
  return { features, photos };
}

it('finds the weights that the pairs were made from, up to their scale', () => {
  const { features, photos } = person([1, 0.8, -0.6, 0], 20, 20, 0.1);
  const [a = 0, b = 0, c = 0, d = 0] = fit(features, pairsOf(photos), priorOf(4, 1));
  expect(b / a).toBeCloseTo(0.8, 0);
  expect(c / a).toBeCloseTo(-0.6, 0);
  expect(Math.abs(d / a)).toBeLessThan(0.15);
});

it('is at the minimum: no small step in any direction is more probable', () => {
  const { features, photos } = person([1, 0.5, -0.5], 8, 12, 1);
  const pairs = pairsOf(photos);
  const prior = priorOf(3, 0.3);
  const posterior = (weights: Float64Array): number => {
    const utilities = utilitiesOf(features, weights);
    let sum = 0;
    pairs.weights.forEach((weight, p) => {
      const margin = (utilities[pairs.better[p] ?? 0] ?? 0) - (utilities[pairs.worse[p] ?? 0] ?? 0);
      sum += weight * Math.log1p(Math.exp(-margin));
    });
    weights.forEach((weight, f) => {
      sum += 0.5 * ((weight - (prior.mean[f] ?? 0)) / (prior.deviation[f] ?? 1)) ** 2;
    });
    return sum;
  };
  const best = fit(features, pairs, prior);
  for (let f = 0; f < 3; f++)
    for (const step of [0.02, -0.02])
      expect(posterior(best.with(f, (best[f] ?? 0) + step))).toBeGreaterThan(posterior(best));
});

it('keeps to the general score where there is nothing else to learn, and strays where there is', () => {
  const alike = person([1, 0, 0, 0, 0, 0], 10, 20, 0.5);
  expect(learn(alike.features, alike.photos).t).toBe(0);
  const own = person([0.3, 1, -0.8, 0, 0, 0], 10, 20, 0.5);
  expect(learn(own.features, own.photos).t).toBeGreaterThan(0);
});

it('comes into force only with enough shoots and decisions, and where it is better for sure', () => {
  const own = person([0.3, 1, -0.8, 0], 10, 40, 0.5);
  const evidence = measure(own.features, own.photos);
  expect(evidence.inForce).toBe(true);
  expect(evidence.taste?.share).toBeGreaterThan((evidence.general?.share ?? 1) + 0.1);
  const alike = person([1, 0, 0, 0], 10, 40, 0.5);
  expect(measure(alike.features, alike.photos)).toMatchObject({ inForce: false });
  const few = person([0.3, 1, -0.8, 0], 10, 15, 0.5);
  expect(measure(few.features, few.photos)).toMatchObject({ decisions: 150, inForce: false });
  const once = person([0.3, 1, -0.8, 0], 2, 200, 0.5);
  expect(measure(once.features, once.photos)).toMatchObject({ shoots: 2, taste: null, inForce: false });
});

it('a collection starts from the taste of the person', () => {
  const own = person([0.3, 1, -0.8, 0], 10, 30, 0.5);
  const learned = learn(own.features, own.photos).weights;
  const few = pairsAmong(own.photos, [0, 1, 2, 3]);
  const collection = fit(own.features, few, priorFrom(learned, 0.05));
  for (const [f, weight] of collection.entries()) {
    if (f > 0) expect(Math.abs(weight - (learned[f] ?? 0))).toBeLessThan(0.1);
  }
});
