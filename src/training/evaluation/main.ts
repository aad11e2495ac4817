import { Command } from 'commander';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadModel } from '../../main/model/load-model.ts';
import { PlainError } from '../../shared/result.ts';
import { readNima } from '../data/sets.ts';
import { readExamples } from '../examples.ts';
import { FeatureReader } from '../features.ts';
import { readStageTwo } from '../joint/results.ts';
import { exportTrunk } from '../onnx/export.ts';
import { readRun } from '../runs.ts';
import { openSets, dataSets } from '../tasks.ts';
import { readTrunk, tapsOf } from '../trunk/trunk.ts';
import { readVariants } from '../variants/results.ts';
import { regressTables } from './aadb-table.ts';
import { acrossSets } from './across.ts';
import { deletionTest } from './deletion.ts';
import { gradCam } from './grad-cam.ts';
import { multiplyAdds } from './operations.ts';
import { bars, intervals } from './plots.ts';
import { evaluationReport } from './report.ts';
import { pairsWithinThemes, subgroupsOf } from './subgroups.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
/** npm changes to the project's root; what the person typed is relative to where they stood. */
const typed = (path: string): string => resolve(process.env['INIT_CWD'] ?? '.', path);
const log = (line: string): void => void process.stderr.write(`${line}\n`);
const docs = (name: string): string => join(root, 'docs', name);

const command = new Command('evaluate')
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))
  .description(
    'Measures the shipped model beyond the model card, and writes docs/evaluation.md with its plots.',
  )
  .requiredOption('--data <folder>', 'folder with oasis/, sophoappeal/ and avt/')
  .requiredOption('--trunk <file>', 'the trunk that the model was trained on, as safetensors')
  .option('--model <folder>', 'folder of the model', join(root, 'resources/model'));

try {
  const options = command.parse().opts<{ data: string; trunk: string; model: string }>();
  const data = typed(options.data);
  const model = await loadModel(typed(options.model));
  const trunk = readTrunk(typed(options.trunk));
  const examples = await readExamples(data, new FeatureReader(exportTrunk(trunk), log), tapsOf(trunk));
  const [oasis, sophoappeal] = [examples.oasis.photographs, examples.sophoappeal.photographs];
  const stageOne = readRun('stage-one');
  if (!stageOne)
    throw new PlainError('There are no scores out of fold yet: train first, with npm run train.');

  const oneATheme = [...Map.groupBy(oasis, ({ group }) => group).values()].flatMap(([one]) =>
    one ? [one] : [],
  );
  const others = new Map([['Grad-CAM', await gradCam(trunk, model)]]);
  const tables = regressTables(data);
  const evaluation = {
    manifest: model.manifest,
    bytes: [model.onnx, model.weights, model.graphModel].reduce((sum, file) => sum + (file?.length ?? 0), 0),
    operations: multiplyAdds(trunk, 288, 224),
    subgroups: [oasis, sophoappeal].flatMap((photographs) => subgroupsOf(stageOne, photographs)),
    pairs: [oasis].flatMap((photographs) => pairsWithinThemes(stageOne, photographs) ?? []),
    stageTwo: readStageTwo(docs('stage-two.json')),
    across: acrossSets(examples, readNima(data), log),
    variants: readVariants(docs('variants.json')),
    deletion: await deletionTest(model, oneATheme, others, log),
    tables,
  };
  writeFileSync(docs('evaluation.md'), evaluationReport(evaluation));
  const tasks = model.manifest.tasks.flatMap(({ label, reliability }) =>
    reliability.measured.map(({ set, srcc, low, high }) => ({
      name: `${label}, ${set}`,
      value: srcc,
      low,
      high,
      group: set,
    })),
  );
  writeFileSync(docs('evaluation-tasks.svg'), await intervals(tasks, 'SRCC with people, 95 % interval'));
  if (tables) {
    const rows = tables.parts.map(({ task, coefficient }) => ({ name: labelOf(task), value: coefficient }));
    writeFileSync(docs('evaluation-attributes.svg'), await bars(rows, 'coefficient, in deviations'));
  }
  log('Written: docs/evaluation.md.');
} catch (error) {
  if (!(error instanceof PlainError)) throw error;
  log(error.message);
  process.exitCode = 2;
}

function labelOf(task: string): string {
  const tasks = openSets.flatMap((set) => dataSets[set].tasks);
  return tasks.find(({ id }) => id === task)?.label ?? task;
}
