import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Pixels } from '../../src/main/imaging/network-input.ts';
import { loadManifest, loadModel } from '../../src/main/model/load-model.ts';
import { openEngine } from '../../src/main/model/engines.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { writeTinyModel } from './tiny-model.ts';

function modelFolder(change?: { damage: boolean }): string {
  const folder = temporaryFolder();
  writeTinyModel(folder, change);
  return folder;
}

/** Left half red, right half green and blue. */
function halves(width: number, height: number): Pixels {
  const data = new Uint8Array(width * height * 3);
  for (let pixel = 0; pixel < width * height; pixel++) {
    data.set(pixel % width < width / 2 ? [200, 0, 0] : [0, 100, 40], pixel * 3);
  }
  return { data, width, height };
}

describe('ONNX Runtime', () => {
  test('scores RGB as it stands, and maps add up to the score', async () => {
    const runtime = await openEngine('onnx-cpu', await loadModel(modelFolder()), 1);
    const { raw, embedding } = await runtime.score(halves(64, 32));
    expect([...raw]).toEqual([100, 20]);
    expect(embedding).toHaveLength(4);
    const maps = await runtime.maps(halves(64, 32));
    expect([maps.width, maps.height, maps.values.length]).toEqual([8, 4, 64]);
    expect(maps.values[0]).toBe(200);
    expect(maps.values[7]).toBe(0);
    const mean = maps.values.subarray(0, 32).reduce((sum, value) => sum + value, 0) / 32;
    expect(mean).toBeCloseTo(maps.raw[0] ?? NaN, 4);
    await runtime.dispose();
  });

  test('takes every size, also many at once, and gives each its own answer', async () => {
    const runtime = await openEngine('onnx-cpu', await loadModel(modelFolder()), 1);
    const sizes = [32, 64, 96, 128, 256];
    const results = await Promise.all(sizes.map((side) => runtime.score(halves(side, 64))));
    for (const { raw } of results) expect([...raw]).toEqual([100, 20]);
    await runtime.dispose();
  });
});

describe('a model', () => {
  test('has a version that follows its weights, its manifest and nothing else', async () => {
    const folder = modelFolder();
    const { version } = await loadModel(folder);
    expect((await loadModel(modelFolder())).version).toBe(version);
    expect((await loadManifest(folder)).version).toBe(version);
    const file = join(folder, 'manifest.json');
    writeFileSync(file, readFileSync(file, 'utf8').replace('"bias":0', '"bias":1'));
    expect((await loadModel(folder)).version).not.toBe(version);
  });

  test('that is damaged is not loaded', async () => {
    await expect(loadModel(modelFolder({ damage: true }))).rejects.toThrow(
      /weights\.bin is damaged: install/,
    );
    const folder = modelFolder();
    writeFileSync(join(folder, 'manifest.json'), '{"format":1}');
    await expect(loadModel(folder)).rejects.toThrow(/description of the model is damaged/);
    rmSync(join(folder, 'manifest.json'));
    await expect(loadModel(folder)).rejects.toThrow(/manifest\.json cannot be read/);
  });

  test('names no file outside its folder', async () => {
    const folder = modelFolder();
    const file = join(folder, 'manifest.json');
    writeFileSync(file, readFileSync(file, 'utf8').replace('"model.onnx"', '"../model.onnx"'));
    await expect(loadModel(folder)).rejects.toThrow(/outside its folder/);
  });
});
