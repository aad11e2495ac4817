import { expect, it } from 'vitest';
import { FailedAttempts } from '../../src/main/transport/failed-attempts.ts';

it('lets a few wrong addresses pass, slows down further ones, and forgets them after a minute', () => {
  const attempts = new FailedAttempts();
  const waits = Array.from({ length: 20 }, () => attempts.next(0));
  expect(waits.slice(0, 10)).toEqual(new Array(10).fill(0));
  expect(waits.slice(10)).toEqual([50, 100, 200, 400, 800, 1600, 2000, 2000, 2000, 2000]);
  expect(attempts.next(60_000)).toBe(0);
});

it('does not answer everything that is tried at once', async () => {
  const attempts = new FailedAttempts();
  const answered = Promise.all(Array.from({ length: 200 }, () => attempts.hold()));
  expect((await answered).filter(Boolean)).toHaveLength(60);
});
