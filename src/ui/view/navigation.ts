/** What the centre shows: one series or all, and which part of time. */
import { create } from 'zustand';
import { chooseSeries, setRange, useView } from '../../state/view/view';

interface Navigation {
  /** All series at a glance in the place of the chosen one. */
  allSeries: boolean;
  /** Whether they all show the same range as the chosen one. */
  linked: boolean;
}

export const useNavigation = create<Navigation>()(() => ({ allSeries: false, linked: false }));

export const toggleAllSeries = (): void =>
  useNavigation.setState(({ allSeries }) => ({ allSeries: !allSeries }));
export const toggleLinked = (): void => useNavigation.setState(({ linked }) => ({ linked: !linked }));

/** What is shown on either side of a point: two hours, in microseconds. */
const MIN_MARGIN = 7_200_000_000;

/** Shows an interval (microseconds) in the chart with some of what is around it. */
export function jumpTo(series: string, start: number, end: number): void {
  if (useView.getState().chosen !== series) chooseSeries(series);
  const margin = Math.max(2 * (end - start), MIN_MARGIN);
  setRange({ from: start - margin, to: end + margin });
}
