import { parse, View } from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';

/** One quiet hue and greys, which tell apart without colour. */
const config: NonNullable<TopLevelSpec['config']> = {
  background: '#ffffff',
  font: 'system-ui, sans-serif',
  axis: { grid: false, labelFontSize: 12, labelLimit: 300, titleFontSize: 12, titleFontWeight: 'normal' },
  view: { stroke: null },
};

/** A dot with its interval for each name, in the order given. @returns SVG */
export async function intervals(
  rows: readonly { name: string; value: number; low: number; high: number; group: string }[],
  title: string,
): Promise<string> {
  const y = { field: 'name', type: 'nominal', sort: null, title: null } as const;
  const x = (field: string) => ({ field, type: 'quantitative', title, scale: { zero: false } }) as const;
  return await svgOf({
    data: { values: rows.map((row) => ({ ...row })) },
    width: 420,
    height: { step: 22 },
    layer: [
      {
        mark: { type: 'rule', color: '#8a8a8a', strokeWidth: 2 },
        encoding: { y, x: x('low'), x2: { field: 'high' } },
      },
      {
        mark: { type: 'point', filled: true, size: 70, opacity: 1, color: '#a8651a' },
        encoding: { y, x: x('value'), shape: { field: 'group', type: 'nominal', title: null } },
      },
    ],
    config,
  });
}

/** A bar for each name, in the order given. @returns SVG */
export const bars = (rows: readonly { name: string; value: number }[], title: string): Promise<string> =>
  svgOf({
    data: { values: rows.map((row) => ({ ...row })) },
    width: 420,
    height: { step: 20 },
    mark: { type: 'bar', color: '#8a8a8a' },
    encoding: {
      y: { field: 'name', type: 'nominal', sort: null, title: null },
      x: { field: 'value', type: 'quantitative', title },
    },
    config,
  });

const svgOf = (spec: TopLevelSpec): Promise<string> =>
  new View(parse(compile(spec).spec), { renderer: 'none' }).toSVG();
