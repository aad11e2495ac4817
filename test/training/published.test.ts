import { execFile } from 'node:child_process';
import { appendFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { loadModel } from '../../src/main/model/load-model.ts';
import { PlainError } from '../../src/shared/result.ts';
import { aadbColumns } from '../../src/training/data/photograph.ts';
import { readPublished } from '../../src/training/data/published.ts';
import { randomFrom } from '../../src/shared/statistics/random.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { trunkAbsent, trunkFile } from './shared-files.ts';

const jpeg = (brightness: number): Promise<Buffer> =>
  sharp({
    create: { width: 64, height: 48, channels: 3, background: { r: brightness, g: 90, b: 255 - brightness } },
  })
    .jpeg()
    .toBuffer();

const aadbParts = [
  { name: 'Train', images: 'datasetImages_originalSize', count: 10 },
  { name: 'Validation', images: 'datasetImages_originalSize', count: 4 },
  { name: 'TestNew', images: 'AADB_newtest_originalSize', count: 6 },
];

/** AADB's layout, with pictures whose redness is their score. */
async function madeAadb(data = temporaryFolder()): Promise<string> {
  const random = randomFrom(3);
  mkdirSync(join(data, 'imgListFiles_label'));
  for (const { name, images, count } of aadbParts) {
    mkdirSync(join(data, images), { recursive: true });
    const photographs = Array.from({ length: count }, (_, i) => ({
      file: `farm1_${name} ${i}_b.jpg`,
      score: Math.round(random() * 100) / 100,
    }));
    for (const { file, score } of photographs) {
      writeFileSync(join(data, images, file), await jpeg(Math.round(250 * score)));
    }
    for (const column of ['score', ...Object.values(aadbColumns)]) {
      const value = (score: number) => (column === 'score' ? score : (2 * score - 1).toFixed(2));
      writeFileSync(
        join(data, 'imgListFiles_label', `imgList${name}Regression_${column}.txt`),
        photographs.map(({ file, score }) => `${file} ${value(score)}\n`).join(''),
      );
    }
  }
  return data;
}

const voters = 30;
const evaHeader =
  'image_id=user_id=score=difficulty=visual=composition=quality=semantic=vote_time=1=2=3=4'.replaceAll(
    /[^=]+/g,
    '"$&"',
  );

async function madeEva(data = temporaryFolder(), photographs = 12): Promise<string> {
  const [votes, images] = [join(data, 'data'), join(data, 'images/EVA_together')];
  mkdirSync(votes);
  mkdirSync(images, { recursive: true });
  const lines = [evaHeader];
  for (let i = 0; i < photographs; i++) {
    writeFileSync(join(images, `${100 + i}.jpg`), await jpeg(20 * i));
    for (let voter = 0; voter < voters; voter++) {
      const grade = 1 + (i % 4);
      lines.push(
        [
          100 + i,
          `u${voter}`,
          i % 2 === 0 ? i % 11 : (voter % 2) + 4,
          2,
          grade,
          5 - grade,
          1,
          4,
          9,
          1,
          0,
          0,
          1,
        ].join('='),
      );
    }
  }
  writeFileSync(join(votes, 'votes_filtered.csv'), `${lines.join('\n')}\n`);
  return data;
}

const read = (data: string) => readPublished(data, temporaryFolder());

describe('AADB as published', () => {
  test('is read with its own split, twelve labels a photograph', async () => {
    const [photographs = []] = read(await madeAadb());
    expect(Map.groupBy(photographs, ({ split }) => split).get('test')).toHaveLength(6);
    expect(photographs.map(({ split }) => split)).toEqual([
      ...Array.from({ length: 10 }, () => 'train'),
      ...Array.from({ length: 4 }, () => 'validation'),
      ...Array.from({ length: 6 }, () => 'test'),
    ]);
    const last = photographs.at(-1);
    const score = last?.labels.get('overall') ?? NaN;
    expect(last).toMatchObject({ set: 'aadb', name: 'farm1_TestNew 5_b.jpg', judgesOverall: score });
    expect(last?.file).toContain('AADB_newtest_originalSize');
    expect([...(last?.labels.keys() ?? [])]).toEqual(['overall', ...Object.keys(aadbColumns)]);
    expect(last?.labels.get('balancing_elements')).toBeCloseTo(2 * score - 1, 10);
  });

  const list = 'imgListFiles_label/imgListValidationRegression_DoF.txt';
  test.each([
    [
      'a label out of range',
      (file: string) => {
        appendFileSync(file, 'farm1_x.jpg 1.2\n');
      },
      /DoF\.txt, line 5: 1\.2 is not a number from -1 to 1/,
    ],
    [
      'a label that is no number',
      (file: string) => {
        appendFileSync(file, 'farm1_x.jpg much\n');
      },
      /DoF\.txt, line 5: much is not a number/,
    ],
    [
      'a line that is cut off',
      (file: string) => {
        appendFileSync(file, 'farm1_x.jpg');
      },
      /DoF\.txt, line 5: not a file name, a blank and a number/,
    ],
    [
      'a photograph listed twice',
      (file: string) => {
        appendFileSync(file, 'farm1_Validation 0_b.jpg 0.5\n');
      },
      /DoF\.txt, line 5: farm1_Validation 0_b\.jpg is listed twice/,
    ],
    [
      'a photograph without a score',
      (file: string) => {
        appendFileSync(file, 'farm1_x.jpg 0.5\n');
      },
      /DoF\.txt, line 5: farm1_x\.jpg is not in the list of scores/,
    ],
    [
      'a list that is missing',
      (file: string) => {
        rmSync(file);
      },
      /DoF\.txt is missing/,
    ],
    [
      'a list without one of the photographs',
      (file: string) => {
        writeFileSync(file, '');
      },
      /DoF\.txt: there is no line for farm1_Validation 0_b\.jpg/,
    ],
    [
      'a photograph that is missing',
      (_: string, data: string) => {
        rmSync(join(data, 'datasetImages_originalSize/farm1_Train 3_b.jpg'));
      },
      /TrainRegression_score\.txt, line 4: .*farm1_Train 3_b\.jpg is missing/,
    ],
  ])('names file and line of %s', async (_, change, message) => {
    const data = await madeAadb();
    change(join(data, list), data);
    expect(() => read(data)).toThrow(PlainError);
    expect(() => read(data)).toThrow(message);
  });
});

describe('EVA as published', () => {
  test('is read with the means of the votes as labels', async () => {
    const [photographs = []] = read(await madeEva());
    expect(photographs).toHaveLength(12);
    expect(Object.fromEntries(photographs[3]?.labels ?? [])).toEqual({
      overall: 4.5,
      visual: 4,
      composition: 1,
      quality: 1,
      semantic: 4,
    });
    expect(photographs[3]?.errorVariance).toBeCloseTo(0.25 / 29, 12);
  });

  test('leaves out what fewer than 30 people judged', async () => {
    const data = await madeEva();
    appendFileSync(join(data, 'data/votes_filtered.csv'), '7=u=5=1=1=1=1=1=1=0=0=0=1\n');
    expect(read(data)[0]?.map(({ name }) => name)).not.toContain('7');
  });

  test('keeps its split as a list of ids, which is drawn once', async () => {
    const [data, kept] = [await madeEva(), temporaryFolder()];
    const splits = () => readPublished(data, kept)[0]?.map(({ name, split }) => `${name} ${split ?? ''}`);
    const first = splits();
    const file = join(kept, 'eva-split.json');
    const list = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string[]>;
    expect([...(list['train'] ?? []), ...(list['validation'] ?? []), ...(list['test'] ?? [])].sort()).toEqual(
      Array.from({ length: 12 }, (_, i) => String(100 + i)),
    );
    expect(list['test']).toHaveLength(2);
    expect(splits()).toEqual(first);
    writeFileSync(file, JSON.stringify({ ...list, test: list['train'], train: list['test'] }));
    expect(splits()).not.toEqual(first);
    writeFileSync(file, JSON.stringify({ ...list, test: ['999'] }));
    expect(splits).toThrow(/eva-split\.json does not list the photographs/);
  });

  const vote = (change: string) => `100=u=5=1=1=1=1=1=1=0=0=0=1\n`.replace('=5=1=1=', change);
  test.each([
    [
      'a score out of range',
      vote('=10.5=1=1='),
      /votes_filtered\.csv, line 362: score is not a number from 0 to 10/,
    ],
    [
      'a grade out of range',
      vote('=5=1=0='),
      /votes_filtered\.csv, line 362: visual is not a number from 1 to 4/,
    ],
    [
      'a line that is cut off',
      '100=u=5\n',
      /votes_filtered\.csv, line 362: the line does not have the columns/,
    ],
    [
      'a photograph that is missing',
      Array.from({ length: 30 }, () => '7=u=5=1=1=1=1=1=1=0=0=0=1\n').join(''),
      /line 362: .*7\.jpg is missing/,
    ],
  ])('names file and line of %s', async (_, line, message) => {
    const data = await madeEva();
    appendFileSync(join(data, 'data/votes_filtered.csv'), line);
    expect(() => read(data)).toThrow(PlainError);
    expect(() => read(data)).toThrow(message);
  });
});

describe.skipIf(trunkAbsent)('one command', () => {
  const train = (data: string, out: string) =>
    promisify(execFile)(process.execPath, [
      'src/training/main.ts',
      '--data',
      data,
      '--trunk',
      trunkFile,
      '--out',
      out,
    ]);

  test('trains on AADB and writes a model that the application loads', async () => {
    const out = temporaryFolder();
    const { stdout } = await train(await madeAadb(), out);
    expect(stdout).toMatch(/overall +aadb +6 /);
    const { manifest } = await loadModel(out);
    expect(manifest.tasks.map(({ id }) => id)).toEqual(['overall', ...Object.keys(aadbColumns)]);
    expect(manifest.trainedOn.map(({ set, photos }) => [set, photos])).toContainEqual(['AADB', 10]);
    // Redness is easy to see.
    expect(manifest.tasks[0]?.reliability.measured[0]?.srcc).toBeGreaterThan(0.5);
  });

  test('trains on EVA, whose four attributes the manifest then names; and on both at once', async () => {
    const [data, out] = [temporaryFolder(), temporaryFolder()];
    mkdirSync(join(data, 'eva'));
    await madeEva(join(data, 'eva'));
    await train(data, out);
    const eva = ['overall', 'visual', 'composition', 'quality', 'semantic'];
    expect((await loadModel(out)).manifest.tasks.map(({ id }) => id)).toEqual(eva);
    await madeAadb(data);
    await train(data, out);
    const { manifest } = await loadModel(out);
    expect(manifest.tasks.map(({ id }) => id)).toEqual([
      'overall',
      ...Object.keys(aadbColumns),
      ...eva.slice(1),
    ]);
    expect(manifest.tasks[0]?.reliability.measured.map(({ set }) => set)).toEqual(['aadb', 'eva']);
  });
});
