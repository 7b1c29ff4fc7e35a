import type { LinePoints, Marks } from '../../core/view/types';
import type { SeriesView } from './seriesView';

/** Share of the values' span that is left free above and below at least. */
const MARGIN = 0.03;
/** The scale ends at a multiple of 1, 2 or 5 times a power of ten that is at most this share of it. */
const GRAIN = 0.05;

/** The greatest of … 0.1, 0.2, 0.5, 1, 2, 5, 10 … that is not above a number. */
function roundBelow(limit: number): number {
  const power = 10 ** Math.floor(Math.log10(limit));
  const digit = limit / power;
  return (digit >= 5 ? 5 : digit >= 2 ? 2 : 1) * power;
}

/**
 * Ends of the value scale: lowest and highest value in view with some room, out to round numbers, so that the scale stands still while what is
 * shown changes a little. [0, 1] where there is nothing.
 */
export function valueExtent(view: Pick<SeriesView, 'data' | 'layers' | 'range'>): [number, number] {
  const { data, layers, range } = view;
  let low = Infinity;
  let high = -Infinity;
  const include = (times: readonly number[], values: readonly (number | null)[]): void => {
    for (let k = 0; k < values.length; k++) {
      const value = values[k] as number | null;
      const time = (times[k] as number) * 1000;
      if (value === null || !(time >= range.from && time < range.to)) continue;
      if (value < low) low = value;
      if (value > high) high = value;
    }
  };
  const all: [boolean, LinePoints | Marks | undefined][] = [
    [layers.raw, data?.raw],
    [layers.processed, data?.processed],
    [layers.outliers, data?.outliers],
    [layers.outliers, data?.protectedOutliers],
    [layers.filled, data?.filled],
  ];
  for (const [on, points] of all) if (on && points) include(points.timesMs, points.values);
  if (low > high) return [0, 1];
  const span = high > low ? high - low : Math.max(10, Math.abs(low));
  const grain = roundBelow(span * GRAIN);
  const ends: [number, number] = [
    Math.floor((low - span * MARGIN) / grain) * grain,
    Math.ceil((high + span * MARGIN) / grain) * grain,
  ];
  // Values too large or too close together for steps of their span.
  return ends[0] < low && ends[1] > high ? ends : [low - span, high + span];
}
