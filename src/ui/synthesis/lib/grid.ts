import { formatDuration, parseDuration, parseInstant } from '../../../core/recipe';
import type { Duration, GeneratedSource } from '../../../core/recipe/types';

/** Where a series starts and ends (microseconds, the end excluded) and how far apart its rows are. */
export interface SeriesGrid {
  start: number;
  end: number;
  step: number;
  /** A distance to keep between anomalies that are drawn: 60 rows. */
  apart: Duration;
}

const grid = (start: number, end: number, step: number): SeriesGrid => ({
  start,
  end,
  step,
  apart: formatDuration(Math.max(1000, Math.round((step * 60) / 1000) * 1000)),
});

/** Of a synthetic source from its own words; of any other series from what was read, as if its rows stood evenly. */
export function seriesGrid(
  source: GeneratedSource | undefined,
  info: { rows: number; first: number; last: number } | undefined,
): SeriesGrid | undefined {
  if (source && 'synthetic' in source) {
    const start = parseInstant(source.start);
    const step = parseDuration(source.step);
    if (start === undefined || step === undefined) return undefined;
    return grid(start, start + source.rows * step, step);
  }
  if (!info) return undefined;
  const step = info.rows > 1 ? Math.max(1000, (info.last - info.first) / (info.rows - 1)) : 1e6;
  const even = Math.round(step / 1000) * 1000;
  return grid(info.first, info.last + even, even);
}
