/** Where a time axis has its ticks, and what stands under them. Times are milliseconds UTC. */
import { at } from '../../core/list';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const units: readonly [unit: number, counts: readonly number[]][] = [
  [1, [1, 2, 5, 10, 20, 50, 100, 200, 500]],
  [SECOND, [1, 2, 5, 10, 15, 30]],
  [MINUTE, [1, 2, 5, 10, 15, 30]],
  [HOUR, [1, 2, 3, 6, 12]],
  [DAY, [1, 2, 7, 14]],
];
const evenSteps = units.flatMap(([unit, counts]) => counts.map((each) => each * unit));
const monthSteps = [1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200];
/** The epoch was a Thursday; weeks begin on Mondays. */
const MONDAY = 4 * DAY;

function evenTicks(from: number, to: number, step: number): number[] {
  const origin = step >= 7 * DAY ? MONDAY : 0;
  const ticks: number[] = [];
  for (let tick = Math.ceil((from - origin) / step) * step + origin; tick <= to; tick += step)
    ticks.push(tick);
  return ticks;
}

function monthTicks(from: number, to: number, step: number): number[] {
  const start = new Date(from);
  const ticks: number[] = [];
  const first = start.getUTCFullYear() * 12 + start.getUTCMonth();
  for (let month = Math.floor(first / step) * step; ; month += step) {
    const tick = new Date(0).setUTCFullYear(Math.floor(month / 12), month % 12, 1);
    if (!(tick <= to)) return ticks;
    if (tick >= from) ticks.push(tick);
  }
}

/** Round moments in UTC, evenly spread, about `limit` of them; both ends included. */
export function timeTicks(from: number, to: number, limit: number): number[] {
  const wanted = (to - from) / Math.max(1, limit);
  const step = evenSteps.find((each) => each >= wanted);
  if (step !== undefined) return evenTicks(from, to, step);
  const month = 30.5 * DAY;
  return monthTicks(from, to, monthSteps.find((each) => each * month >= wanted) ?? 12_000);
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** A moment as short as the visible length allows, and the day or year that this leaves out. */
export interface TickText {
  short: string;
  /** Empty where nothing is left out. */
  context: string;
}

/** A moment on a time axis, in UTC. Both empty for a time that no date can hold. */
export function tickText(ms: number, visible: number): TickText {
  const date = new Date(ms);
  if (Number.isNaN(date.getTime())) return { short: '', context: '' };
  const iso = date.toISOString();
  const month = at(months, date.getUTCMonth());
  const day = `${date.getUTCDate()} ${month}`;
  const year = `${date.getUTCFullYear()}`;
  if (ms % DAY === 0) {
    if (date.getUTCDate() > 1 || visible < 60 * DAY) return { short: day, context: year };
    return date.getUTCMonth() > 0 ? { short: month, context: year } : { short: year, context: '' };
  }
  const clock =
    ms % MINUTE === 0 ? iso.slice(11, 16) : ms % SECOND === 0 ? iso.slice(11, 19) : iso.slice(17, 23);
  return { short: clock, context: `${day} ${year}` };
}

/** What stands under each tick: the day, or the year, that a tick leaves out stands on a second line under the first and wherever it changes. */
export function tickLabels(ticks: readonly number[], visible: number): Map<number, string> {
  const labels = new Map<number, string>();
  let shown = '';
  for (const tick of ticks) {
    const { short, context } = tickText(tick, visible);
    const known = context === '' || ` ${shown}`.endsWith(` ${context}`);
    labels.set(tick, known ? short : `${short}\n${context}`);
    shown = short.includes(':') || short.includes('.') ? context : `${short} ${context}`.trim();
  }
  return labels;
}
