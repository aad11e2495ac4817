import { execFile } from 'node:child_process';
import { appendFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { format } from 'prettier';
import { bars } from '../src/training/evaluation/plots.ts';
import { documentOf, figuresOf, tableOf, type Run } from './support/report.ts';

const main = fileURLToPath(new URL('./main.ts', import.meta.url));
const history = fileURLToPath(new URL('./history.jsonl', import.meta.url));
const docs = new URL('../docs/', import.meta.url);
const plot = 'performance.svg';

/**
 * Every benchmark in a process of its own, one after the other; then one table, a line in the history, and
 * docs/performance.md with its plot.
 */
export async function runAll(names: readonly string[], machine: string, quick: boolean): Promise<void> {
  const run: Run = { at: new Date().toISOString(), machine, quick, results: {} };
  for (const name of names) {
    process.stderr.write(`${name}\n`);
    run.results[name] = await resultOf(name, quick);
  }
  await appendFile(history, `${JSON.stringify(run)}\n`);
  await writeDocument(run);
  console.log(tableOf(run));
}

async function resultOf(name: string, quick: boolean): Promise<Run['results'][string]> {
  try {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [main, name, ...(quick ? ['--quick'] : [])],
      { maxBuffer: 2 ** 24 },
    );
    const printed = JSON.parse(stdout.trim().split('\n').at(-1) ?? '{}') as Record<string, unknown>;
    return Object.fromEntries(
      Object.entries(printed).filter(([key]) => key !== 'bench' && key !== 'machine'),
    );
  } catch (error) {
    // Its own words end with the reason; the command before them is long.
    const lines = String((error as { stderr?: string }).stderr ?? error).split('\n');
    return { failed: lines.find((line) => /Error: /.test(line)) ?? 'it ended without an answer' };
  }
}

async function writeDocument(run: Run): Promise<void> {
  const shares = figuresOf(run).flatMap(({ bench, name, value, target }) =>
    target === null ? [] : [{ name: `${bench}: ${name}`, value: value / target }],
  );
  await writeFile(new URL(plot, docs), await bars(shares, 'value / target'));
  await writeFile(
    new URL('performance.md', docs),
    await format(documentOf(run, plot), { parser: 'markdown' }),
  );
}
