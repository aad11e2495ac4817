import { describe, expect, it } from 'vitest';
import { deviations, enlarge, fullStrength, paintMap } from '../../src/renderer/state/score-map.ts';
import type { ScoreMap } from '../../src/shared/photo.ts';

const mapOf = (width: number, height: number, at: (x: number, y: number) => number): ScoreMap => ({
  task: 'light',
  width,
  height,
  values: Float32Array.from({ length: width * height }, (_, i) => at(i % width, Math.floor(i / width))),
  bias: 0.5,
  raw: 0,
});
const scale = { mean: 1.5, deviation: 2 };

describe('the map of a score', () => {
  it('adds up to the distance of the score from neutral', () => {
    const map = mapOf(4, 3, (x, y) => x - y);
    const raw = map.values.reduce((sum, value) => sum + value, 0) / 12 + map.bias;
    const mean = deviations(map, scale).reduce((sum, value) => sum + value, 0) / 12;
    expect(mean).toBeCloseTo((raw - scale.mean) / scale.deviation, 5);
  });

  it('is enlarged smoothly, and not at all where nothing changes', () => {
    expect([...enlarge(new Float32Array(6).fill(3), 3, 2, 30, 20)].every((v) => Math.abs(v - 3) < 1e-5)).toBe(
      true,
    );
    const ramp = enlarge(
      Float32Array.from({ length: 8 }, (_, x) => x),
      8,
      1,
      80,
      1,
    );
    // The outermost samples bend the curve.
    for (let x = 15; x < 65; x++) expect(ramp[x]).toBeCloseTo((x + 0.5) / 10 - 0.5, 4);
  });

  it('does not let one odd place fade the rest', () => {
    const values = new Float32Array(100).fill(1);
    values[0] = 1000;
    expect(fullStrength(values)).toBe(1);
    expect(fullStrength(new Float32Array(100))).toBeGreaterThan(0);
  });

  it('is orange where it raises, blue where it lowers, and clear in between', () => {
    const width = 90;
    // Lowers on the left, says nothing in the middle, raises on the right.
    const map = mapOf(9, 3, (x) => 1 + 4 * Math.sign(Math.trunc((x - 4) / 2)));
    const pixels = paintMap(map, scale, width, 30);
    const pixel = (x: number) => [...pixels.subarray((15 * width + x) * 4, (15 * width + x) * 4 + 4)];
    const [left, middle, right] = [pixel(4), pixel(45), pixel(86)];
    expect(left[2]).toBeGreaterThan(left[0] ?? 0);
    expect(right[0]).toBeGreaterThan(right[2] ?? 0);
    expect(left[3]).toBeGreaterThan(100);
    expect(right[3]).toBeGreaterThan(100);
    expect(middle[3]).toBe(0);
  });

  it('differs without colour: lowering is hatched, raising is even', () => {
    const alphas = (value: number) => {
      const pixels = paintMap(
        mapOf(4, 4, () => value),
        scale,
        40,
        40,
      );
      return new Set(pixels.filter((_, i) => i % 4 === 3));
    };
    expect(alphas(-5).size).toBe(2);
    expect(alphas(+7).size).toBe(1);
  });
});
