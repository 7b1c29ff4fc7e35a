import { formatTimeTick } from './format';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const even = [
  [1, [1, 2, 5, 10, 20, 50, 100, 200, 500]],
  [SECOND, [1, 2, 5, 10, 15, 30]],
  [MINUTE, [1, 2, 5, 10, 15, 30]],
  [HOUR, [1, 2, 3, 6, 12]],
  [DAY, [1, 2, 7, 14]],
].flatMap(([unit, counts]) => (counts as number[]).map((count) => count * (unit as number)));
const months = [1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200];
/** The epoch was a Thursday; weeks begin on Mondays. */
const MONDAY = 4 * DAY;

function evenTicks(from: number, to: number, step: number): number[] {
  const origin = step >= 7 * DAY ? MONDAY : 0;
  const ticks: number[] = [];
  for (let at = Math.ceil((from - origin) / step) * step + origin; at <= to; at += step) ticks.push(at);
  return ticks;
}

function monthTicks(from: number, to: number, step: number): number[] {
  const start = new Date(from);
  const ticks: number[] = [];
  const first = start.getUTCFullYear() * 12 + start.getUTCMonth();
  for (let month = Math.floor(first / step) * step; ; month += step) {
    const at = new Date(0).setUTCFullYear(Math.floor(month / 12), month % 12, 1);
    if (!(at <= to)) return ticks;
    if (at >= from) ticks.push(at);
  }
}

/** Round moments in UTC, evenly spread, at most `most` of them; milliseconds, both ends included. */
export function timeTicks(from: number, to: number, most: number): number[] {
  const wanted = (to - from) / Math.max(1, most);
  const step = even.find((each) => each >= wanted);
  if (step !== undefined) return evenTicks(from, to, step);
  const month = 30.5 * DAY;
  return monthTicks(from, to, months.find((each) => each * month >= wanted) ?? 12_000);
}

/** What stands under each tick: the day, or the year, that a tick leaves out is told by the first and wherever it changes. */
export function tickLabels(ticks: readonly number[], visible: number): Map<number, string> {
  const labels = new Map<number, string>();
  let told = '';
  for (const at of ticks) {
    const [short = '', context = ''] = formatTimeTick(at, visible, true).split('\n');
    const known = context === '' || ` ${told}`.endsWith(` ${context}`);
    labels.set(at, known ? short : `${short}\n${context}`);
    told = short.includes(':') || short.includes('.') ? context : `${short} ${context}`.trim();
  }
  return labels;
}
