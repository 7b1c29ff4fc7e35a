import { at, last } from '../../list';
import { meanOf, median, sumOf } from '../../statistics';
import { day, monday, week } from '../signal/clock';
import { fTail } from './statistics';

/** Significance level: what chance explains with less than this probability is taken as real. */
export const CHANCE = 0.01;

/**
 * Probability that days (or weeks) resemble each other as much as they do though there is no rhythm. `values` must be free of trend and of
 * the other rhythm. An analysis of variance with repeated measures: F = (J·Σ m² / (K − 1)) / (Σ (x − m)² / ((K − 1)(J − 1))) over J periods of K
 * cells, each cell a median, each period around its own mean, m the mean over periods. Cells near each other are alike, so both degrees of
 * freedom are reduced by Greenhouse and Geisser's ε (1959), from the spectrum of what the periods do not share. 1 where fewer than two
 * periods have three quarters of their cells, or there are fewer than two cells.
 */
export function rhythmChance(
  times: Float64Array,
  values: Float64Array,
  period: 'day' | 'week',
  cells: number,
): number {
  const length = period === 'day' ? day : week;
  const offset = period === 'day' ? 0 : monday;
  const rows = periodsOf(times, values, length, offset, cells);
  const periods = rows.length;
  if (periods < 2 || cells < 2) return 1;
  const shared = Float64Array.from(
    { length: cells },
    (_, k) => rows.reduce((sum, row) => sum + (row[k] as number), 0) / periods,
  );
  const own = rows.map((row) => row.map((value, k) => value - (shared[k] as number)));
  const squares = (list: Float64Array): number => sumOf(list, (value) => value * value);
  const between = periods * squares(shared);
  const within = own.reduce((sum, row) => sum + squares(row), 0);
  if (between === 0) return 1;
  if (within <= 1e-18 * between) return 0;
  const d1 = freedom(own, cells);
  return fTail((between / within) * (periods - 1), d1, d1 * (periods - 1));
}

/** Periods that have three quarters of their cells, each around its mean; a missing cell is at the mean. */
function periodsOf(
  times: Float64Array,
  values: Float64Array,
  length: number,
  offset: number,
  cells: number,
): Float64Array[] {
  const rows: Float64Array[] = [];
  let row = new Float64Array(cells).fill(NaN);
  let from = 0;
  let now = NaN;
  const close = (): void => {
    const here = row.filter((value) => !Number.isNaN(value));
    if (here.length >= 0.75 * cells) {
      const mean = sumOf(here) / here.length;
      rows.push(row.map((value) => (Number.isNaN(value) ? 0 : value - mean)));
    }
    row = new Float64Array(cells).fill(NaN);
  };
  for (let i = 0; i <= times.length; i++) {
    const cell = i < times.length ? Math.floor((((times[i] as number) - offset) * cells) / length) : Infinity;
    if (cell === now) continue;
    if (i > from) row[now - Math.floor(now / cells) * cells] = median(values.subarray(from, i));
    if (i > from && Math.floor(cell / cells) !== Math.floor(now / cells)) close();
    now = cell;
    from = i;
  }
  return rows;
}

/** ε(K − 1) = (Σ λ)² / Σ λ², λ the mean power of the rows at each frequency: the variances of a process that is alike at all times of day. */
function freedom(rows: readonly Float64Array[], cells: number): number {
  let sum = 0;
  let squares = 0;
  for (let f = 1; f < cells; f++) {
    let power = 0;
    for (const row of rows) {
      let re = 0;
      let im = 0;
      for (let k = 0; k < cells; k++) {
        const angle = (2 * Math.PI * ((f * k) % cells)) / cells;
        re += (row[k] as number) * Math.cos(angle);
        im += (row[k] as number) * Math.sin(angle);
      }
      power += re * re + im * im;
    }
    sum += power;
    squares += power * power;
  }
  return (sum * sum) / squares;
}

/**
 * Probability that a series without a trend has a slope as large, either way. `values` must be free of rhythms. Least squares over medians of
 * `blocks` equal stretches of time; the number of blocks counts as m·(1 − r)/(1 + r), r the correlation of neighbouring residuals (Santer et al.
 * 2000), raised by its bias (1 + 3r)/m (Kendall 1954). 1 where that leaves three or fewer.
 */
export function trendChance(times: Float64Array, values: Float64Array, blocks: number): number {
  if (times.length === 0) return 1;
  const start = at(times, 0);
  const reach = last(times) - start;
  if (!(reach > 0)) return 1;
  const points: { x: number; y: number }[] = [];
  let from = 0;
  for (let block = 0; block < blocks; block++) {
    const end = block + 1 === blocks ? Infinity : start + (reach * (block + 1)) / blocks;
    let to = from;
    while (to < times.length && (times[to] as number) < end) to++;
    if (to > from) {
      points.push({ x: block, y: median(values.subarray(from, to)) });
    }
    from = to;
  }
  const m = points.length;
  const mx = meanOf(points.map(({ x }) => x));
  const my = meanOf(points.map(({ y }) => y));
  let sxx = 0;
  let sxy = 0;
  for (const { x, y } of points) {
    sxx += (x - mx) ** 2;
    sxy += (x - mx) * (y - my);
  }
  const slope = sxy / sxx;
  if (m < 4 || !(slope !== 0)) return 1;
  const residuals = points.map(({ x, y }) => y - my - slope * (x - mx));
  const errors = sumOf(residuals, (value) => value * value);
  if (errors <= 1e-18 * slope * slope * sxx) return 0;
  const lagged = residuals.slice(1).reduce((sum, value, i) => sum + value * at(residuals, i), 0);
  const raw = lagged / errors;
  const r = Math.min(0.99, Math.max(0, raw + (1 + 3 * raw) / m));
  const effective = (m * (1 - r)) / (1 + r);
  if (effective <= 3) return 1;
  return fTail((slope * slope * sxx * (effective - 2)) / errors, 1, effective - 2);
}
