import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PlainError } from '../../shared/result.ts';
import { aadbColumns, type Photograph, type Split } from './photograph.ts';
import { imageAt, type Line, numberFrom } from './table.ts';

const parts: readonly { split: Split; name: string; images: string }[] = [
  { split: 'train', name: 'Train', images: 'datasetImages_originalSize' },
  { split: 'validation', name: 'Validation', images: 'datasetImages_originalSize' },
  { split: 'test', name: 'TestNew', images: 'AADB_newtest_originalSize' },
];

const labelFolder = 'imgListFiles_label';

/** Where AADB lies under a folder of data sets: in it, or in a folder of its own; undefined where it is not. */
export const aadbFolder = (data: string): string | undefined =>
  [data, join(data, 'aadb'), join(data, 'AADB')].find((folder) => existsSync(join(folder, labelFolder)));

/**
 * AADB (Kong et al. 2016) as it was published: twelve lists of labels for each part of its own split, the score from 0
 * to 1 and attributes from -1 to 1, as means of five people.
 *
 * @throws PlainError naming file and line of what is missing, malformed or out of range
 */
export function readAadb(folder: string): Photograph[] {
  return parts.flatMap(({ split, name, images }) => {
    const list = (column: string): string =>
      join(folder, labelFolder, `imgList${name}Regression_${column}.txt`);
    const scores = readList(list('score'), 0, 1);
    const photographs = new Map(
      [...scores].map(([image, { row: score, place }]): [string, Photograph] => [
        image,
        {
          set: 'aadb',
          name: image,
          file: imageAt(join(folder, images), image, place),
          group: image,
          labels: new Map([['overall', score]]),
          judgesOverall: score,
          split,
        },
      ]),
    );
    for (const [task, column] of Object.entries(aadbColumns)) addLabels(photographs, task, list(column));
    return [...photographs.values()];
  });
}

function addLabels(photographs: ReadonlyMap<string, Photograph>, task: string, file: string): void {
  const labels = readList(file, -1, 1);
  for (const [image, { row: label, place }] of labels) {
    const photograph = photographs.get(image);
    if (!photograph) throw new PlainError(`${place}: ${image} is not in the list of scores of its part.`);
    photograph.labels.set(task, label);
  }
  for (const image of photographs.keys()) {
    if (!labels.has(image)) throw new PlainError(`${file}: there is no line for ${image}.`);
  }
}

/** A list of labels: on each line a file name, a blank and a number. */
function readList(file: string, low: number, high: number): Map<string, Line<number>> {
  if (!existsSync(file))
    throw new PlainError(`${file} is missing: AADB has twelve lists for each part of its split.`);
  const schema = numberFrom(low, high);
  const lines = new Map<string, Line<number>>();
  for (const [index, line] of readFileSync(file, 'utf8').split('\n').entries()) {
    if (line.trim() === '') continue;
    const place = `${file}, line ${index + 1}`;
    const [, image, written] = /^(\S.*?)\s+(\S+)\s*$/.exec(line) ?? [];
    if (image === undefined) throw new PlainError(`${place}: not a file name, a blank and a number.`);
    const label = schema.safeParse(written);
    if (!label.success) throw new PlainError(`${place}: ${written} is not a number from ${low} to ${high}.`);
    if (lines.has(image)) throw new PlainError(`${place}: ${image} is listed twice.`);
    lines.set(image, { row: label.data, place });
  }
  return lines;
}
