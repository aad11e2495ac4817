import { Command } from 'commander';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import writeFileAtomic from 'write-file-atomic';
import { PlainError } from '../../shared/result.ts';
import { readTrunk } from '../trunk/trunk.ts';
import { aligned } from '../report/table.ts';
import { measureRows, variantRows } from './table.ts';
import { readVariants } from './results.ts';
import { tryVariants } from './variants.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const typed = (path: string): string => resolve(process.env['INIT_CWD'] ?? '.', path);

const command = new Command('variants')
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))
  .description(
    'Judges what else could be done with frozen features, as stage one is judged; writes docs/variants.json.',
  )
  .requiredOption('--data <folder>', 'folder with oasis/, sophoappeal/ and avt/')
  .requiredOption('--trunk <file>', 'EfficientNet-Lite1 as safetensors')
  .option('--lite0 <file>', 'EfficientNet-Lite0, made by `npm run trunk`')
  .option('--lite2 <file>', 'EfficientNet-Lite2, made by `npm run trunk`')
  .option('--again', 'judge again what docs/variants.json holds already');

try {
  const options = command.parse().opts<{
    data: string;
    trunk: string;
    lite0?: string;
    lite2?: string;
    again?: true;
  }>();
  const sibling = (file: string | undefined) => {
    if (file === undefined) return undefined;
    if (!existsSync(typed(file))) throw new PlainError(`${file} is missing: make it with npm run trunk.`);
    return readTrunk(typed(file));
  };
  const place = join(root, 'docs/variants.json');
  const results = await tryVariants(
    typed(options.data),
    { lite1: readTrunk(typed(options.trunk)), lite0: sibling(options.lite0), lite2: sibling(options.lite2) },
    options.again ? undefined : readVariants(place),
    (line) => void process.stderr.write(`${line}\n`),
    (results) => {
      writeFileAtomic.sync(place, `${JSON.stringify(results, null, 1)}\n`);
    },
  );
  process.stdout.write(`${aligned(variantRows(results))}\n\n${aligned(measureRows(results))}\n`);
} catch (error) {
  if (!(error instanceof PlainError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
