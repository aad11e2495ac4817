import type { Box } from '../state/fit.ts';

export interface Cells {
  columns: number;
  rows: number;
}

/**
 * How many columns and rows show a few photos largest, all of them in cells of one size: landscape photos may stand
 * above each other where portraits stand side by side.
 *
 * @param shapes width by height of each photo
 */
export function cellsFor(shapes: readonly number[], room: Box, gap: number, caption: number): Cells {
  let best: Cells = { columns: Math.max(1, shapes.length), rows: 1 };
  let most = -1;
  for (let columns = 1; columns <= shapes.length; columns++) {
    const rows = Math.ceil(shapes.length / columns);
    const width = (room.width - gap * (columns - 1)) / columns;
    const height = (room.height - gap * (rows - 1)) / rows - caption;
    if (width <= 0 || height <= 0) continue;
    const areas = shapes.map((shape) => {
      const across = Math.min(width, height * shape);
      return across * (across / shape);
    });
    // The smallest counts as well: one photo is not to be large at the cost of another.
    const area = areas.reduce((sum, value) => sum + value, 0) + shapes.length * Math.min(...areas);
    if (area > most) {
      most = area;
      best = { columns, rows };
    }
  }
  return best;
}
