import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { PlainError } from '../../src/shared/result.ts';
import { readAvt, readNima, readOasis, readSophoappeal } from '../../src/training/data/sets.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { dataAbsent, dataFolder } from './shared-files.ts';

function made(files: Record<string, string>): string {
  const folder = temporaryFolder();
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(folder, dirname(path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

const oasisHeader = 'file,theme,category,source,beauty_mean_1_7,beauty_sd,n,valence_mean,arousal_mean';
const oasis = (...lines: string[]) =>
  made({
    'oasis/labels.csv': [oasisHeader, ...lines].join('\n'),
    'oasis/images/a.jpg': '',
    'oasis/images/b.jpg': '',
  });
const good = 'a.jpg,Acorns,Object,"Pixabay, 2016",4.86,1.5,100,4,2';

describe('readers of labels', () => {
  test('read a photograph, its group and its label', () => {
    const [photograph] = readOasis(oasis(good));
    expect(photograph).toMatchObject({ set: 'oasis', name: 'a.jpg', group: 'Acorns' });
    expect(photograph?.labels).toEqual(new Map([['overall', 4.86]]));
    expect(photograph?.errorVariance).toBeCloseTo(0.0225, 12);
  });

  test.each([
    ['a label out of range', 'b.jpg,Acorns,Object,x,7.5,1.5,100,4,2', /labels\.csv, line 3: beauty_mean_1_7/],
    [
      'a label that is no number',
      'b.jpg,Acorns,Object,x,,1.5,100,4,2',
      /labels\.csv, line 3: beauty_mean_1_7/,
    ],
    ['a line that is cut off', 'b.jpg,Acorns', /labels\.csv, line 3/],
    [
      'a photograph that is missing',
      'c.jpg,Acorns,Object,x,5,1.5,100,4,2',
      /labels\.csv, line 3: .*c\.jpg is missing/,
    ],
  ])('name file and line of %s', (_, line, message) => {
    const folder = oasis(good, line);
    expect(() => readOasis(folder)).toThrow(PlainError);
    expect(() => readOasis(folder)).toThrow(message);
  });

  test('name the table that is missing', () => {
    expect(() => readAvt(temporaryFolder())).toThrow(/labels\.csv is missing/);
  });

  test('give attributes to the crops that have them, and name one that is not there', () => {
    const header =
      'tile,aadb_file,split,BalacingElements,ColorHarmony,Content,DoF,Light,MotionBlur,Object,Repetition,RuleOfThirds,Symmetry,VividColor,score';
    const folder = (tile: string) =>
      made({
        'sophoappeal/labels.csv':
          'tile,source_name,mos,n,c1,c2,c3,c4,c5\n1.jpg,own/x.jpg,3,4,1,0,2,0,1\n2.jpg,own/y.jpg,2,2,0,2,0,0,0',
        'sophoappeal/tiles/1.jpg': '',
        'sophoappeal/tiles/2.jpg': '',
        'sophoappeal/aadb_attributes.csv': `${header}\n${tile},f,Train,-0.2,0,0.4,0,0,0,1,0,0,0,0,0.5`,
      });
    const [first, second] = readSophoappeal(folder('1.jpg'));
    expect(first?.labels.size).toBe(12);
    expect(first?.labels.get('balancing_elements')).toBe(-0.2);
    expect(first?.labels.get('object_emphasis')).toBe(1);
    expect(first?.errorVariance).toBeCloseTo(8 / 3 / 4, 12);
    expect(second?.labels).toEqual(new Map([['overall', 2]]));
    expect(() => readSophoappeal(folder('9.jpg'))).toThrow(/aadb_attributes\.csv, line 2: 9\.jpg/);
  });
});

describe.skipIf(dataAbsent)('the sets beside the project', () => {
  test('are read whole', () => {
    expect(readOasis(dataFolder).length).toBe(540);
    const appeal = readSophoappeal(dataFolder);
    expect(appeal.length).toBe(833);
    expect(appeal.filter(({ labels }) => labels.has('content')).length).toBe(135);
    expect(readAvt(dataFolder).length).toBe(894);
    expect(readNima(dataFolder)?.size).toBe(1373);
  });
});
