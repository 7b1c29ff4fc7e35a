import type { RowAxis } from '../charts';
import { gridOf } from '../synth/actions';

let shown: { series: string; rows: RowAxis } | undefined;

/** Tells what the chart knows of the rows of a series. */
export function setChartAxis(series: string, rows: RowAxis): void {
  shown = { series, rows };
}

/** The rows of a series: as the chart knows them, else as if they stood evenly. */
export function axisOf(series: string): RowAxis {
  if (shown?.series === series) return shown.rows;
  const grid = gridOf(series);
  return grid
    ? { first: grid.start, last: grid.end - grid.step, step: grid.step }
    : { first: 0, last: Number.MAX_SAFE_INTEGER, step: 1e6 };
}
