import { measurePasses, type VariantFigure, type Variants } from './results.ts';

const signed = (value: number): string => `${value < 0 ? '' : '+'}${value.toFixed(3)}`;

const told = (figure: VariantFigure | undefined): string =>
  figure
    ? `${figure.srcc.toFixed(3)} (${signed(figure.gain)}, ${figure.wins} of ${figure.splits.length})`
    : '';

/** Each variant's SRCC, what it gains and on how many splits it is ahead, as cells; attributes as their mean. */
export function variantRows({ variants }: Variants): string[][] {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  return [
    ['variant', 'what', 'against', 'OASIS', 'sophoappeal', 'simplicity', 'attributes, mean', 'passes'],
    ...variants.map(({ id, what, against, figures }) => {
      const of = (task: string, set: string) => figures.find((one) => one.task === task && one.set === set);
      const attributes = figures.filter(({ set }) => set === 'aadb');
      const average = `${mean(attributes.map(({ srcc }) => srcc)).toFixed(3)} (${signed(mean(attributes.map(({ gain }) => gain)))})`;
      return [
        id,
        what,
        id === against ? '' : against,
        told(of('overall', 'oasis')),
        told(of('overall', 'sophoappeal')),
        told(of('simplicity', 'avt')),
        attributes.length > 0 ? average : '',
        figures
          .filter((figure) => figure.passes)
          .map(({ task, set }) => (task === 'overall' ? set : task))
          .join(', '),
      ];
    }),
  ];
}

/** The measures beside the heads, as cells. */
export function measureRows({ measures }: Pick<Variants, 'measures'>): string[][] {
  return [
    ['attribute', 'measure chosen most often', 'SRCC', "head's SRCC", 'ahead on', 'permutation', 'passes'],
    ...measures.map((figure) => {
      const { task, chosen, measure, head, wins, permutation } = figure;
      return [
        task,
        chosen,
        measure.toFixed(3),
        head.toFixed(3),
        `${wins} of 10`,
        permutation.toFixed(3),
        measurePasses(figure) ? 'yes' : 'no',
      ];
    }),
  ];
}
