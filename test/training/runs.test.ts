import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { predictionOf, readRun, type Run, writeRun } from '../../src/training/runs.ts';
import { temporaryFolder } from '../support/temporary.ts';

const run: Run = {
  system: 'single-task/overall',
  seconds: 12.5,
  choices: { rate: 1e-4, loss: 'squares' },
  sets: [{ set: 'made', names: ['a.jpg', 'b.jpg', 'c.jpg'] }],
  splits: [{ seed: 3, predictions: [predictionOf('made', 'overall', 3, [2, 0], [0.1, -2])] }],
};

test('a run comes back as it was kept, null for photographs that stood in no test fold', () => {
  const folder = temporaryFolder();
  expect(readRun(run.system, folder)).toBeUndefined();
  writeRun({ ...run, seconds: 1 }, folder);
  writeRun(run, folder);
  expect(readRun(run.system, folder)).toEqual(run);
  expect(readRun(run.system, folder)?.splits[0]?.predictions[0]?.scores).toEqual([-2, null, 0.1]);
});

test('a run that is cut off, or whose scores do not belong to its photographs, is named', () => {
  const folder = temporaryFolder();
  writeRun(run, folder);
  const file = join(folder, 'single-task/overall.json');
  const text = readFileSync(file, 'utf8');
  for (const damaged of [text.slice(0, -9), text.replace('"a.jpg",', '')]) {
    writeFileSync(file, damaged);
    expect(() => readRun(run.system, folder)).toThrow(`${file} is damaged: delete it and train again.`);
  }
});
