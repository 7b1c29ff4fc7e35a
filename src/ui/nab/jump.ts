import { chooseSeries, setRange, useView } from '../../state/view/view';

/** Twenty minutes: what a point alone is shown within, at least. */
const LEAST_US = 1_200_000_000;

/** Shows an interval in the chart with some of what is around it. */
export function jumpTo(series: string, start: number, end: number): void {
  if (useView.getState().chosen !== series) chooseSeries(series);
  const around = Math.max(2 * (end - start), LEAST_US * 6);
  setRange({ from: start - around, to: end + around });
}
