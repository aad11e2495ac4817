/** What benchmarks printed, as one table and as docs/performance.md. */

export interface Run {
  /** ISO 8601. */
  at: string;
  machine: string;
  quick: boolean;
  /** By benchmark: its figures, or why there are none. */
  results: Record<string, Record<string, unknown> | { failed: string }>;
}

interface Figure {
  bench: string;
  name: string;
  value: number;
  target: number | null;
  /** null without a target. */
  met: boolean | null;
}

/** Everything else is better where it is less. */
const betterWhereMore = /(_share|_per_s|_recall|_srcc|_accuracy)$/;

/** Numbers of all benchmarks, those with a target first. */
export function figuresOf({ results }: Run): Figure[] {
  return Object.entries(results).flatMap(([bench, figures]) =>
    Object.entries(figures)
      .flatMap(([name, value]): Figure[] => {
        if (typeof value !== 'number' || name.endsWith('_target')) return [];
        const given = (figures as Record<string, unknown>)[`${name}_target`];
        const target = typeof given === 'number' ? given : null;
        const met = target === null ? null : betterWhereMore.test(name) ? value >= target : value <= target;
        return [{ bench, name, value, target, met }];
      })
      .sort((a, b) => Number(a.target === null) - Number(b.target === null)),
  );
}

const wordFor = ({ met }: Figure): string => (met === null ? '' : met ? 'met' : 'missed');

export function tableOf(run: Run): string {
  const rows = figuresOf(run).map((figure) => [
    figure.bench,
    figure.name,
    String(figure.value),
    figure.target === null ? '' : String(figure.target),
    wordFor(figure),
  ]);
  const all = [['benchmark', 'figure', 'value', 'target', ''], ...rows];
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  const line = (row: string[]): string =>
    row
      .map((cell, at) =>
        at === 2 || at === 3 ? cell.padStart(widths[at] ?? 0) : cell.padEnd(widths[at] ?? 0),
      )
      .join('  ')
      .trimEnd();
  return all.map(line).join('\n');
}

/** @param plot the picture's file name, beside the document */
export function documentOf(run: Run, plot: string): string {
  const figures = figuresOf(run);
  const missed = figures.filter(({ met }) => met === false);
  const failed = Object.entries(run.results).flatMap(([bench, result]) =>
    'failed' in result ? [`- \`${bench}\` gave no figures: ${String(result.failed)}`] : [],
  );
  const loads = Object.values(run.results).flatMap((result) =>
    'load_average' in result && typeof result['load_average'] === 'number' ? [result['load_average']] : [],
  );
  const load = loads.length === 0 ? '' : ` Load average while it ran: up to ${String(Math.max(...loads))}.`;
  return [
    '# Performance',
    '',
    `Written by \`npm run bench\`${run.quick ? ' with `--quick`' : ''} on ${run.at.slice(0, 10)}: ${run.machine}.${load}`,
    'Times of the clock grow with whatever else the machine does; ratios and processor times hardly do.',
    '',
    `![Figures as a share of their targets](${plot})`,
    '',
    '## Targets missed',
    '',
    ...(missed.length + failed.length === 0
      ? ['None.']
      : [
          ...missed.map(
            ({ bench, name, value, target }) =>
              `- \`${bench}\`: \`${name}\` was ${String(value)} where ${String(target)} is the target.`,
          ),
          ...failed,
        ]),
    '',
    '## All figures',
    '',
    '| Benchmark | Figure | Value | Target | |',
    '| --- | --- | ---: | ---: | --- |',
    ...figures.map(
      (figure) =>
        `| ${figure.bench} | \`${figure.name}\` | ${String(figure.value)} | ${figure.target === null ? '' : String(figure.target)} | ${wordFor(figure)} |`,
    ),
    '',
  ].join('\n');
}
