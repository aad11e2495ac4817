import { expect, it } from 'vitest';
import type { PhotoRow } from '../../src/shared/photo.ts';
import { noVerdict } from '../../src/shared/verdict.ts';
import { placeLabel, positionLabel } from '../../src/renderer/strings/scroll-label.ts';

const row: PhotoRow = {
  id: 7,
  version: 'v',
  name: 'IMG_7.jpg',
  folder: '',
  root: 1,
  state: 'scored',
  error: null,
  width: 3,
  height: 2,
  captured: Date.UTC(2024, 2, 14, 23, 59),
  thumb: true,
  scores: [62.4],
  earlierModel: null,
  verdict: noVerdict,
};

it('a place is called by what the photos are sorted by', () => {
  expect(placeLabel(row, 'captured', undefined, null)).toBe('14 Mar 2024');
  expect(placeLabel({ ...row, captured: null }, 'captured', undefined, null)).toBe('no date');
  expect(placeLabel(row, 'name', undefined, null)).toBe('IMG_7.jpg');
  expect(placeLabel({ ...row, verdict: { ...noVerdict, stars: 3 } }, 'stars', undefined, null)).toBe(
    '3 stars',
  );
  expect(placeLabel(row, 'overall', { kind: 'overall', label: 'Overall' }, 62.4)).toBe('score 62');
  expect(placeLabel(row, 'light', { kind: 'attribute', label: 'Good light' }, 38.6)).toBe('Good light 39');
  expect(placeLabel(row, 'overall', { kind: 'overall', label: 'Overall' }, null)).toBe('waiting');
  expect(positionLabel(12_344, 100_000)).toBe('12,345 of 100,000');
});
