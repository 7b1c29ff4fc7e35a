import { block, calendarClock, createClock, day, week } from '../clock';
import type { Grid, Part } from '../types';
import { prepare } from './evaluate';
import type { Program } from './language';
import { parseFormula } from './parse';

/** Values beyond this count as none, so that sums of several stay finite. */
const greatest = 1e150;

/** A formula's base, or why the text is none. A row for which the result is not a number up to ±1e150 has no value (NaN). */
export function formula(grid: Grid, text: string): { ok: true; part: Part } | { ok: false; message: string } {
  const parsed = parseFormula(text);
  return parsed.ok ? { ok: true, part: formulaPart(grid, parsed.program) } : parsed;
}

const buffer = (): Float64Array => new Float64Array(block);

function formulaPart(grid: Grid, program: Program): Part {
  const { step, lag } = grid;
  const calculate = prepare(program, block);
  const inputs = { t: buffer(), d: buffer(), i: buffer(), tod: buffer(), dow: buffer() };
  const used = new Set(program.flatMap((node) => (node.kind === 'variable' ? [node.name] : [])));
  const days = calendarClock(grid, day);
  const weeks = calendarClock(grid, week);
  const elapsed = createClock(grid, day, -lag);

  /** Sets the variables from what the clocks show. */
  const result = (n: number, show: (clock: typeof days) => void): Float64Array => {
    const { t, d, i, tod, dow } = inputs;
    if (used.has('t') || used.has('d') || used.has('i')) {
      show(elapsed);
      for (let k = 0; k < n; k++) {
        const time = (elapsed.turn[k] as number) * day + (elapsed.within[k] as number);
        t[k] = time / 1e6;
        d[k] = time / day;
        i[k] = time / step;
      }
    }
    if (used.has('tod')) {
      show(days);
      for (let k = 0; k < n; k++) tod[k] = (days.within[k] as number) / 3.6e9;
    }
    if (used.has('dow')) {
      show(weeks);
      for (let k = 0; k < n; k++) dow[k] = Math.floor((weeks.within[k] as number) / day);
    }
    return calculate(n, inputs);
  };
  const onto = (values: Float64Array, n: number, out: Float64Array, at: number): void => {
    for (let k = 0; k < n; k++) {
      const value = values[k] as number;
      out[at + k] = (out[at + k] as number) + (Math.abs(value) <= greatest ? value : NaN);
    }
  };
  return {
    add: (from, to, out, at) =>
      onto(
        result(to - from, (clock) => clock.rows(from, to)),
        to - from,
        out,
        at,
      ),
    addAt(positions, out) {
      for (let from = 0; from < positions.length; from += block) {
        const to = Math.min(positions.length, from + block);
        onto(
          result(to - from, (clock) => clock.at(positions, from, to)),
          to - from,
          out,
          from,
        );
      }
    },
  };
}
