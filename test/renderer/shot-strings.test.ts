import { expect, test } from 'vitest';
import { shotStrings } from '../../src/renderer/strings/shots.ts';

test('the badge of a tile names the formats, RAW first, and the film', () => {
  const badge = (format: string | null, companions: string[], motion: 'live' | 'motion' | null = null) =>
    shotStrings.badge({ format, companions, motion });
  expect(badge('jpeg', ['cr2'])).toBe('RAW+JPEG');
  expect(badge('dng', ['heic', 'jpeg'])).toBe('RAW+HEIF+JPEG');
  expect(badge('heic', [], 'live')).toBe('Live');
  expect(badge('jpeg', ['cr3'], 'motion')).toBe('RAW+JPEG Motion');
  expect(badge('jpeg', [])).toBe('');
  expect(badge(null, [])).toBe('');
});
