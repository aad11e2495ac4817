import { expect, it } from 'vitest';
import { badInput } from '../../bench/support/bad-input.ts';
import { temporaryFolder } from '../support/temporary.ts';

it('a spoiled file of any format is scored or has a sentence of its own, and everything else is done', async () => {
  const figures = await badInput(temporaryFolder(), 120, 7);
  expect(figures).toMatchObject({ left: 0, good_is_scored: true });
  expect(figures.failed).toBeGreaterThan(20);
});
