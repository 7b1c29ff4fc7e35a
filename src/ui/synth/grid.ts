import { defaultShape, kinds } from '../../core/synth/inject/kinds';
import { formatDuration, parseDuration, parseInstant } from '../../core/recipe';
import type { AnomalyKind, AnomalyShape, Duration, GeneratedSource } from '../../core/recipe/types';

/** Where a series starts and ends (microseconds, the end excluded), how many rows it has and how far apart they are. */
export interface SeriesGrid {
  start: number;
  end: number;
  step: number;
  rows: number;
  /** A distance to keep between anomalies that are drawn: 60 rows, fewer where the series is short. */
  apart: Duration;
}

/** A round length of time near another: whole seconds from a minute on, else whole milliseconds. */
const round = (us: number): number => {
  const unit = us >= 6e7 ? 1e6 : 1e3;
  return Math.max(1, Math.round(us / unit)) * unit;
};

const grid = (start: number, end: number, step: number, rows: number): SeriesGrid => ({
  start,
  end,
  step,
  rows,
  apart: formatDuration(step * Math.max(1, Math.min(60, Math.floor(rows / 100)))),
});

/**
 * Of a synthetic source from the recipe; of any other series from what was read, as if its rows were regular. `usual`: a distance that was measured between
 * rows, taken where it is shorter than the mean one, which gaps make longer.
 */
export function seriesGrid(
  source: GeneratedSource | undefined,
  info: { rows: number; first: number; last: number } | undefined,
  usual = Infinity,
): SeriesGrid | undefined {
  if (source && 'synthetic' in source) {
    const start = parseInstant(source.start);
    const step = parseDuration(source.step);
    if (start === undefined || step === undefined) return undefined;
    return grid(start, start + source.rows * step, step, source.rows);
  }
  if (!info) return undefined;
  const mean = info.rows > 1 ? (info.last - info.first) / (info.rows - 1) : 1e6;
  const step = round(Math.min(mean, usual));
  return grid(info.first, info.last + step, step, info.rows);
}

/** A shape to start from: as long as is usual for its kind, but at most a hundredth of the series. */
export function startingShape(kind: AnomalyKind, { step, rows }: SeriesGrid): AnomalyShape {
  const { minRows, usualRows } = kinds[kind];
  const long = Math.max(minRows, Math.min(usualRows, Math.floor(rows / 100)));
  return { ...defaultShape(kind, step), length: formatDuration(step * long) };
}

/** How many anomalies to draw at first: one for 20,000 rows, at least five where there is room, at most 500. */
export const startingCount = (rows: number): number =>
  Math.min(500, Math.max(1, Math.min(5, Math.floor(rows / 100)), Math.floor(rows / 20_000)));

/** What to look at with an interval in its middle: five times as long, at least 200 rows, within the series; null for the whole series. All whole microseconds. */
export function around(
  start: number,
  end: number,
  series: { start: number; end: number; step: number },
): { from: number; to: number } | null {
  const width = Math.ceil(Math.max(5 * (end - start), 200 * series.step));
  if (width >= series.end - series.start) return null;
  const centred = Math.floor((start + end - width) / 2);
  const from = Math.min(Math.max(series.start, centred), series.end - width);
  return { from, to: from + width };
}
