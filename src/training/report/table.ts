import { type Beyond, reliabilityClass } from '../evaluate.ts';
import { references } from '../tasks.ts';
import type { Trained } from '../train.ts';

const signed = (value: number): string => value.toFixed(2);

/** The evaluation, one line a task and set, as cells. */
export function evaluationRows({ tasks }: Trained): string[][] {
  return [
    ['task', 'set', 'photos', 'SRCC', '95 % interval', 'class', 'reference', 'ceiling'],
    ...tasks.flatMap(({ id, figures }) =>
      figures.map((figure, i) => [
        id,
        figure.set,
        String(figure.photos),
        signed(figure.srcc),
        `${signed(figure.low)} to ${signed(figure.high)}`,
        i === 0 ? reliabilityClass(figure) : '',
        references[`${id}/${figure.set}`]?.toFixed(2) ?? '',
        figure.ceiling?.toFixed(2) ?? '',
      ]),
    ),
  ];
}

/** What each attribute tells beyond an overall score, and where most labels are zero, as cells. */
export function beyondRows({ tasks }: Trained): string[][] {
  const withInterval = (value: number, { low, high }: { low: number; high: number }) =>
    `${signed(value)} (${signed(low)} to ${signed(high)})`;
  return [
    [
      'attribute',
      "given people's overall",
      "given the network's",
      'labels 0',
      'above 0',
      'AUC, above 0 against 0',
    ],
    ...tasks.flatMap(({ id, figures: [figure] }) => {
      if (!figure || figure.beyond.length === 0) return [];
      const given = (whose: Beyond['given']) => {
        const beyond = figure.beyond.find((one) => one.given === whose);
        return beyond ? withInterval(beyond.srcc, beyond) : '';
      };
      const { presence } = figure;
      return [
        [
          id,
          given('people'),
          given('network'),
          presence ? `${presence.zero} (${(100 * presence.zeroShare).toFixed(0)} %)` : '',
          presence ? String(presence.positive) : '',
          presence ? withInterval(presence.auc, presence) : '',
        ],
      ];
    }),
  ];
}

/** How the overall score goes with the attributes, as cells. */
export function contributionRows({ contributions, tasks }: Trained): string[][] {
  return [
    ['attribute', 'coefficient', 'in deviations', 'correlation with the overall score'],
    ...(contributions?.parts ?? []).map(({ task, coefficient, correlation }) => [
      task,
      signed(coefficient),
      ((coefficient * deviationOf(tasks, task)) / deviationOf(tasks, 'overall')).toFixed(2),
      signed(correlation),
    ]),
  ];
}

const deviationOf = (tasks: Trained['tasks'], task: string): number =>
  tasks.find(({ id }) => id === task)?.scale.deviation ?? NaN;

/** Other scorers beside the overall score. */
export function baselineRows({ baselines }: Trained): string[][] {
  return [
    ['scorer', 'set', 'photos', 'SRCC', '95 % interval'],
    ...baselines.map(({ scorer, figure }) => [
      scorer,
      figure.set,
      String(figure.photos),
      signed(figure.srcc),
      `${signed(figure.low)} to ${signed(figure.high)}`,
    ]),
  ];
}

/** For a terminal. */
export function aligned(rows: readonly string[][]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

export function markdown(rows: readonly string[][]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const [head = [], ...body] = rows;
  return [line(head), line(head.map(() => '---')), ...body.map(line)].join('\n');
}
