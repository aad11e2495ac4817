import { Command } from 'commander';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadTfjs } from '../../main/model/tfjs-library.ts';
import { PlainError } from '../../shared/result.ts';
import { readExamples } from '../examples.ts';
import { FeatureReader } from '../features.ts';
import { exportTrunk } from '../onnx/export.ts';
import { openSets, tasksOf } from '../tasks.ts';
import { readTrunk, tapsOf } from '../trunk/trunk.ts';
import { aligned } from '../report/table.ts';
import { readViews } from './maps.ts';
import { comparisonRows } from '../evaluation/report.ts';
import type { Run } from '../runs.ts';
import { comparisonsOf } from './comparisons.ts';
import type { StageTwoResults } from './results.ts';
import { firstTrained, judgeStageTwo, type System } from './stage-two.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
/** npm changes to the project's root; what the person typed is relative to where they stood. */
const typed = (path: string): string => resolve(process.env['INIT_CWD'] ?? '.', path);
const log = (line: string): void => void process.stderr.write(`${line}\n`);

/** The paper's comparison: all tasks together, and some of them each alone. */
const systems: readonly System[] = [
  { name: 'stage-two', learns: tasksOf(openSets).map(({ id }) => id) },
  ...['overall', 'simplicity'].map((task) => ({ name: `single-task/${task}`, learns: [task] })),
];

const command = new Command('stage-two')
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))
  .description(
    'Trains the last stages of the trunk with the heads, on ten splits, and compares them with the heads alone.',
  )
  .requiredOption('--data <folder>', 'folder with oasis/, sophoappeal/ and avt/')
  .requiredOption('--trunk <file>', 'EfficientNet-Lite1 as safetensors');

try {
  const { data, trunk: file } = command.parse().opts<{ data: string; trunk: string }>();
  const tf = loadTfjs('@tensorflow/tfjs-node', 2);
  const trunk = readTrunk(typed(file));
  const reader = new FeatureReader(exportTrunk(trunk), log);
  const { standard, ...sets } = await readExamples(typed(data), reader, tapsOf(trunk));
  const read = [sets.oasis, sets.sophoappeal, sets.avt].map(({ photographs }) => photographs);
  const views = [];
  for (const photographs of read) views.push(...(await readViews(tf, trunk, firstTrained, photographs, log)));
  const runs = new Map<string, Run>();
  for (const system of systems) {
    const { start, tuned } = await judgeStageTwo(tf, trunk, { sets, views, standard }, system, log);
    for (const run of [start, tuned]) runs.set(run.system, run);
  }
  const results: StageTwoResults = { command: 'npm run stage-two', comparisons: comparisonsOf(runs, read) };
  writeFileSync(join(root, 'docs/stage-two.json'), `${JSON.stringify(results, null, 2)}\n`);
  for (const { title, rows } of results.comparisons) {
    process.stdout.write(`${title}\n${aligned(comparisonRows(rows))}\n\n`);
  }
} catch (error) {
  if (!(error instanceof PlainError)) throw error;
  log(error.message);
  process.exitCode = 2;
}
