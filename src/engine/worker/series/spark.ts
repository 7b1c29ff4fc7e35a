import { sparklineOf } from '../../../core/view/sparkline';
import { isGrid, type Column, type TimeGrid } from './rowStore';

/** Rows that a sparkline is drawn from, at most; longer series are sampled evenly. */
const SPARK_ROWS = 20_000;
/** Stretches of which the lowest and the highest value are looked for: those that the sparkline has. */
const STRETCHES = 30;

/** The sparkline of a series whose times lie between `first` and `last`, microseconds; empty where it has no finite value. */
export function sparkOf(
  times: TimeGrid | Column,
  values: Column,
  { rows, first, last }: { rows: number; first: number; last: number },
): (number | null)[] {
  const every = Math.max(1, Math.floor(rows / SPARK_ROWS));
  const lows = new Float64Array(STRETCHES).fill(Infinity);
  const highs = new Float64Array(STRETCHES).fill(-Infinity);
  const lowTimes = new Float64Array(STRETCHES);
  const highTimes = new Float64Array(STRETCHES);
  for (let row = 0; row < rows; row += every) {
    const value = values.at(row);
    if (!Number.isFinite(value)) continue;
    const time = isGrid(times) ? times.start + row * times.step : times.at(row);
    const stretch = Math.floor(((time - first) * STRETCHES) / (last - first + 1));
    if (value < (lows[stretch] as number)) {
      lows[stretch] = value;
      lowTimes[stretch] = time;
    }
    if (value > (highs[stretch] as number)) {
      highs[stretch] = value;
      highTimes[stretch] = time;
    }
  }
  const points: [time: number, value: number][] = [];
  for (let i = 0; i < STRETCHES; i++) {
    if (lows[i] === Infinity) continue;
    points.push([lowTimes[i] as number, lows[i] as number], [highTimes[i] as number, highs[i] as number]);
  }
  return sparklineOf(points, first, last);
}
