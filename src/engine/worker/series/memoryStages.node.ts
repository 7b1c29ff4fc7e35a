import type { StageFacts } from '../../../core/rows/facts';
import { rowAt } from '../../../core/rows/piece';
import { FILLED, type Changes, type Rows } from '../../../core/rows/types';
import { LabFailure } from '../../../core/errors';
import { at } from '../../../core/list';
import type { Range, Stage, Stages } from './stages';

/** One series in memory; stages that are absent are not there. */
export interface MemorySeries {
  name: string;
  /** In the order of the file. */
  raw?: Rows;
  clean?: Rows;
  resampled?: Rows;
  changes?: Changes;
}

/** Stages made of given rows, for tests. The number of a series is its place in the list. */
export class MemoryStages implements Stages {
  readonly processedKind: Stages['processedKind'];

  /** `pieceRows`: rows that come at a time. */
  constructor(
    private readonly series: readonly MemorySeries[],
    private readonly pieceRows = 300_000,
  ) {
    this.processedKind = series.some(({ resampled }) => resampled)
      ? 'resampled'
      : series.some(({ clean }) => clean)
        ? 'clean'
        : null;
  }

  sidOf(name: string): number {
    const sid = this.series.findIndex((one) => one.name === name);
    if (sid >= 0) return sid;
    throw new LabFailure({ code: 'source-missing', message: `No series is named ${name}.` });
  }

  facts(sid: number, stage: Stage): StageFacts | null {
    const rows = this.of(sid, stage);
    return rows && factsOf(rows);
  }

  changes(sid: number): Changes | null {
    return at(this.series, sid).changes ?? null;
  }

  async *rows(sid: number, stage: Stage, range: Range, signal: AbortSignal): AsyncGenerator<Rows, void> {
    const whole = this.of(sid, stage);
    if (!whole) return;
    const ranged = range.from !== undefined || range.to !== undefined;
    const rows = ranged ? inTimeOrder(whole) : whole;
    const start = range.from === undefined ? 0 : rowAt(rows, range.from);
    const end = range.to === undefined ? rows.length : rowAt(rows, range.to);
    for (let from = start; from < end; from += this.pieceRows) {
      signal.throwIfAborted();
      await Promise.resolve();
      yield slice(rows, from, Math.min(end, from + this.pieceRows));
    }
  }

  private of(sid: number, stage: Stage): Rows | null {
    const { raw, clean, resampled } = at(this.series, sid);
    if (stage === 'raw') return raw ?? null;
    return (stage === 'processed' && this.processedKind === 'resampled' ? resampled : clean) ?? null;
  }
}

/** Copies of rows `[start, end)`. */
const slice = ({ times, values, flags, observations }: Rows, start: number, end: number): Rows => ({
  length: end - start,
  times: times.slice(start, end),
  values: values.slice(start, end),
  flags: flags.slice(start, end),
  observations: observations?.slice(start, end) ?? null,
});

function inTimeOrder({ length, times, values, flags, observations }: Rows): Rows {
  const order = Array.from({ length }, (_, row) => row).sort(
    (a, b) => (times[a] as number) - (times[b] as number) || a - b,
  );
  return {
    length,
    times: Float64Array.from(order, (row) => times[row] as number),
    values: Float64Array.from(order, (row) => values[row] as number),
    flags: Uint8Array.from(order, (row) => flags[row] as number),
    observations: observations && Int32Array.from(order, (row) => observations[row] as number),
  };
}

/** Row by row, without levels and the usual step. */
function factsOf(rows: Rows): StageFacts {
  const { length, times, values } = rows;
  let count = 0;
  let backward = 0;
  for (let row = 0; row < length; row++) {
    if (Number.isFinite(values[row])) count++;
    if (row > 0 && at(times, row) < at(times, row - 1)) backward++;
  }
  const distinct = times
    .slice(0, length)
    .sort()
    .filter((time, row, sorted) => row === 0 || time !== sorted[row - 1]);
  const distances = distinct.slice(1).map((time, index) => time - at(distinct, index));
  const increasing = distances.toSorted();
  const step = increasing.length > 0 ? at(increasing, (increasing.length - 1) >> 1) : null;
  return {
    rows: length,
    count,
    first: length > 0 ? at(distinct, 0) : Number.NaN,
    last: length > 0 ? at(distinct, distinct.length - 1) : Number.NaN,
    backward,
    duplicates: length - distinct.length,
    step,
    gaps: step === null ? 0 : distances.filter((distance) => distance > 1.5 * step).length,
    regular: distances.every((distance) => distance === step),
    usual: null,
    levels: [],
    filled: filledStretches(rows),
  };
}

function filledStretches({ length, times, flags }: Rows): Float64Array<ArrayBuffer> {
  const filled = (row: number): boolean => row < length && (at(flags, row) & FILLED) !== 0;
  const stretches: number[] = [];
  for (let row = 0; row < length; row++) {
    if (!filled(row)) continue;
    const first = row;
    while (filled(row + 1)) row++;
    stretches.push(
      at(times, Math.max(0, first - 1)),
      at(times, first),
      at(times, Math.min(length - 1, row + 1)),
      row - first + 1,
    );
  }
  return Float64Array.from(stretches);
}
