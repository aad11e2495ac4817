import { defaultModelDir } from '../main/application.ts';
import { type EngineId, engineIds, standardEngine } from '../shared/engines.ts';
import { forkHelper } from '../main/model/fork-helper.ts';
import { recommendedSetup } from '../main/model/helper-setup.ts';
import { type Difference, differenceOf, isWithinParity, type Trial } from '../main/model/trial.ts';
import { tryEngine } from '../main/model/try-engine.ts';
import { sentenceOf } from '../shared/result.ts';

const headings = ['engine', 'available', 'ms, 1 photo', 'ms, of 8', 'raw differs by', 'maps differ by'];

/** Prints the table of engines. They are tried one after the other, so that none takes another's time. */
export async function engines(): Promise<void> {
  const reference = await tryOne(standardEngine);
  const rows = [headings];
  for (const id of engineIds) {
    rows.push(rowOf(id, id === standardEngine ? reference : await tryOne(id), reference));
  }
  process.stdout.write(`${aligned(rows)}\n`);
}

/** The sentence where it does not work. */
const tryOne = (id: EngineId): Promise<Trial | string> =>
  tryEngine(recommendedSetup(defaultModelDir, id), forkHelper, true).catch(sentenceOf);

function rowOf(id: EngineId, tried: Trial | string, reference: Trial | string): string[] {
  if (typeof tried === 'string') return [id, `no: ${tried}`, '-', '-', '-', '-'];
  const { alone = NaN, ofEight = NaN } = tried.milliseconds ?? {};
  const times = [alone.toFixed(1), ofEight.toFixed(1)];
  if (typeof reference === 'string') return [id, 'yes', ...times, '-', '-'];
  const difference = differenceOf(reference, tried);
  return [id, availability(difference), ...times, figure(difference.raw), figure(difference.maps)];
}

const availability = (difference: Difference): string =>
  isWithinParity(difference) ? 'yes' : 'yes, with scores of its own';

const figure = (difference: number): string => (difference === 0 ? '0' : difference.toExponential(1));

/** Columns are at least two blanks apart, which no cell holds. */
function aligned(rows: string[][]): string {
  const widths = headings.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) =>
          column < 2 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
        )
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
