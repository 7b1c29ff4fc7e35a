import { calendarClock, day, onClock, week } from '../clock';
import type { BaseOptions } from '../../../recipe/types';
import type { Grid, Part } from '../types';

/**
 * A value for each equal part of the day or week in UTC. As steps it holds throughout its part; joined by straight lines it
 * stands in the part's middle, and the last is joined to the first.
 */
export function profile(grid: Grid, options: BaseOptions['profile']): Part {
  const period = options.period === '1w' ? week : day;
  const { amplitude = 1, interpolate } = options;
  const values = Float64Array.from(options.values, (value) => value * amplitude);
  const n = values.length;
  return onClock(calendarClock(grid, period), ({ within }, count, out, at) => {
    for (let i = 0; i < count; i++) {
      const place = ((within[i] ?? 0) * n) / period;
      let value: number;
      if (interpolate === 'step') {
        value = values[Math.min(Math.floor(place), n - 1)] ?? 0;
      } else {
        const middle = place - 0.5;
        const left = Math.floor(middle);
        const from = values[(left + n) % n] ?? 0;
        value = from + (middle - left) * ((values[(left + 1) % n] ?? 0) - from);
      }
      out[at + i] = (out[at + i] ?? 0) + value;
    }
  });
}
