import { availableParallelism, cpus, totalmem } from 'node:os';
import { Command } from 'commander';

/**
 * `npm run --silent bench -- NAME [--quick]`: runs one benchmark and ends with one line of JSON, figures with their unit
 * in the key and targets beside them. A benchmark is a file of its own, loaded when it is asked for.
 */
const benchmarks: Record<string, () => Promise<{ default: Benchmark }>> = {
  ingest: () => import('./ingest.ts'),
  inference: () => import('./inference.ts'),
  loupe: () => import('./loupe.ts'),
  catalogue: () => import('./catalogue.ts'),
  rescan: () => import('./rescan.ts'),
  grid: () => import('./grid.ts'),
  start: () => import('./start.ts'),
  storm: () => import('./storm.ts'),
  crash: () => import('./crash.ts'),
  'bad-input': () => import('./bad-input.ts'),
  similar: () => import('./similar.ts'),
  taste: () => import('./taste.ts'),
};

export type Benchmark = (options: { quick: boolean }) => Promise<Record<string, unknown>>;

const program = new Command('bench')
  .description('Measures Proofsheet on this machine.')
  .argument('<name>', `one of: ${Object.keys(benchmarks).join(', ')}`)
  .option('--quick', 'a smaller run, under 45 seconds on 2 cores', false)
  .action(async (name: string, options: { quick: boolean }) => {
    const load = benchmarks[name];
    if (!load)
      return program.error(
        `There is no benchmark "${name}"; there are: ${Object.keys(benchmarks).join(', ')}.`,
        { exitCode: 2 },
      );
    const { default: run } = await load();
    const figures = await run(options);
    const machine = `${cpus()[0]?.model ?? 'unknown processor'}, ${availableParallelism()} cores, ${Math.round(totalmem() / 2 ** 30)} GiB`;
    console.log(JSON.stringify({ bench: name, ...figures, machine }));
  });

await program.parseAsync();
