import { setRange } from '../../../state/view/view';
import { gridOf } from '../actions';
import { around } from './around';

/** Moves the chart to an interval of a series (microseconds), with room on either side. */
export function showInterval(series: string, start: number, end: number): void {
  const grid = gridOf(series);
  if (grid) setRange(around(start, end, grid));
}
