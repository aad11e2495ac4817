import { availableParallelism, cpus, totalmem } from 'node:os';
import { Command } from 'commander';

/**
 * `npm run --silent bench -- NAME [--quick]`: runs one benchmark and ends with one line of JSON, figures with their unit
 * in the key and targets beside them (`NAME_target`). Without a name it runs them all, and prints one table. A benchmark
 * is a file of its own, loaded when it is asked for.
 */
const benchmarks: Record<string, () => Promise<{ default: Benchmark }>> = {
  ingest: () => import('./ingest.ts'),
  inference: () => import('./inference.ts'),
  catalogue: () => import('./catalogue.ts'),
  rescan: () => import('./rescan.ts'),
  grid: () => import('./grid.ts'),
  start: () => import('./start.ts'),
  storm: () => import('./storm.ts'),
  taste: () => import('./taste.ts'),
};

export type Benchmark = (options: { quick: boolean }) => Promise<Record<string, unknown>>;

const machine = `${cpus()[0]?.model ?? 'unknown processor'}, ${availableParallelism()} cores, ${Math.round(totalmem() / 2 ** 30)} GiB`;

const program = new Command('bench')
  .description('Measures Proofsheet on this machine.')
  .argument('[names...]', `any of: ${Object.keys(benchmarks).join(', ')}; all if none is named`)
  .option('--quick', 'a smaller run, under 45 seconds each on 2 cores', false)
  .action(async (names: string[], options: { quick: boolean }) => {
    const unknown = names.find((name) => !benchmarks[name]);
    if (unknown !== undefined)
      return program.error(
        `There is no benchmark "${unknown}"; there are: ${Object.keys(benchmarks).join(', ')}.`,
        { exitCode: 2 },
      );
    const load = names.length === 1 ? benchmarks[names[0] ?? ''] : undefined;
    if (!load) {
      const { runAll } = await import('./all.ts');
      return await runAll(names.length > 0 ? names : Object.keys(benchmarks), machine, options.quick);
    }
    const { default: run } = await load();
    console.log(JSON.stringify({ bench: names[0], ...(await run(options)), machine }));
  });

await program.parseAsync();
