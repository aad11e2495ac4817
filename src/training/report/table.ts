import { reliabilityClass } from '../evaluate.ts';
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
