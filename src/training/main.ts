import { Command } from 'commander';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PlainError } from '../shared/result.ts';
import { readPublished } from './data/published.ts';
import { FeatureReader } from './features.ts';
import { exportTrunk, networkGraph } from './onnx/export.ts';
import { networkFiles, networkNames } from './onnx/network-files.ts';
import { trainPublished } from './published.ts';
import { manifestOf } from './report/manifest.ts';
import { modelCard } from './report/model-card.ts';
import { aligned, baselineRows, beyondRows, contributionRows, evaluationRows } from './report/table.ts';
import { writeRun } from './runs.ts';
import { train } from './train.ts';
import { readTrunk, trunkParameters } from './trunk/trunk.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** npm changes to the project's root; what the person typed is relative to where they stood. */
const typed = (path: string): string => resolve(process.env['INIT_CWD'] ?? '.', path);
const log = (line: string): void => void process.stderr.write(`${line}\n`);

const command = new Command('train')
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))
  .description(
    'Trains the network on folders of rated photographs, measures it and writes it to resources/model.',
  )
  .requiredOption(
    '--data <folder>',
    'folder with AADB or EVA as they were published, or else with oasis/, sophoappeal/ and avt/',
  )
  .requiredOption('--trunk <file>', 'EfficientNet-Lite0, 1 or 2 as safetensors')
  .option('--out <folder>', 'where model and manifest go', join(root, 'resources/model'));

try {
  const options = command.parse().opts<{ data: string; trunk: string; out: string }>();
  const [data, out] = [typed(options.data), typed(options.out)];
  mkdirSync(out, { recursive: true });
  const trunk = readTrunk(typed(options.trunk));
  const reader = new FeatureReader(exportTrunk(trunk), log);
  const start = performance.now();
  const published = readPublished(data, out);
  const trained =
    published.length > 0
      ? await trainPublished(published, trunk, reader, log)
      : await train(data, trunk, reader, log);
  const seconds = (performance.now() - start) / 1000;
  const system = published.length > 0 ? 'published' : 'stage-one';
  writeRun({ system, seconds, choices: {}, ...trained.outOfFold });
  const { means, weights, bias, projection, colour } = trained.heads;
  const headParameters = [...means, ...weights, bias, ...projection].reduce(
    (sum, part) => sum + part.length,
    colour ? colour.weights.filter((weight) => weight !== 0).length + 1 : 0,
  );
  const files = networkFiles(networkGraph(trunk, trained.heads));
  const manifest = manifestOf(trained, files, trunkParameters(trunk) + headParameters);
  for (const part of ['onnx', 'graphModel', 'weights'] as const) {
    writeFileSync(join(out, networkNames[part]), files[part]);
  }
  writeFileSync(join(out, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  if (published.length === 0) {
    const bytes = Object.values(files).reduce((sum, file) => sum + file.length, 0);
    writeFileSync(join(root, 'docs/model-card.md'), modelCard(trained, manifest, bytes));
  }
  const tables = [evaluationRows, beyondRows, contributionRows, baselineRows].map((rows) =>
    aligned(rows(trained)),
  );
  process.stdout.write(`${tables.join('\n\n')}\n`);
} catch (error) {
  if (!(error instanceof PlainError)) throw error;
  log(error.message);
  process.exitCode = 2;
}
