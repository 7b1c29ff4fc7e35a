/** The files of a partitioning, counted over all rows, and those that questions have to read. */
import {
  partitionings,
  rowsTouched,
  type CountedFiles,
  type Touched,
} from '../../../../core/dataset/partitioning';
import type { Interval } from '../../../../core/label/flags';
import { DAY_US } from '../../../../core/civil';
import type { PartitionUnit, Split } from '../../../../core/recipe/types';
import type { Stage, Stages } from '../../series/stages';
import { breather } from '../../workers/breather';
import { cellsOf, countCells, type CountedCell } from '../countFiles';
import { MAX_ROWS } from '../partitionScan';

/** Files that are counted at most. */
export const MAX_FILES = 100_000;
/** Rows of a row group of our own writer. */
const GROUP = 2 ** 18;

export interface CountedOptions {
  stages: Stages;
  /** In the order of the run: questions are about the last. */
  written: readonly Stage[];
  splits?: readonly Split[] | undefined;
  series: readonly { id: number; name: string }[];
  intervals(series: string): readonly Interval[];
  /** The day that is asked for: of the series, and how many rows it has there. */
  day: { from: number; rows: number };
  signal: AbortSignal;
  maxFiles?: number;
}

/** Rows of the files of partitions, ascending. */
function fileRows(cells: Iterable<CountedCell>): Float64Array {
  const rows: number[] = [];
  for (const { rows: all } of cells) {
    let left = all;
    for (; left > MAX_ROWS; left -= MAX_ROWS) rows.push(MAX_ROWS);
    if (left > 0) rows.push(left);
  }
  return Float64Array.from(rows).sort();
}

/** The files and row groups of one day of one series, by the paths of files and the statistics of row groups. */
function touchedByDay(
  cells: ReadonlyMap<string, CountedCell>,
  { from, rows }: CountedOptions['day'],
): Touched {
  const touched: Touched = { files: 0, rows: 0 };
  for (const cell of cells.values()) {
    const overlap = Math.min(cell.end, from + DAY_US) - Math.max(cell.start, from);
    if (!(overlap > 0)) continue;
    touched.files += Math.ceil(cell.rows / MAX_ROWS);
    touched.rows += rowsTouched(cell.rows, rows * Math.min(1, overlap / DAY_US), GROUP);
  }
  return touched;
}

/** The row groups that hold labelled rows. */
async function touchedByLabels(
  cells: ReadonlyMap<string, CountedCell>,
  units: readonly PartitionUnit[],
  { stages, written, splits, series, intervals, signal }: CountedOptions,
): Promise<Touched> {
  const wanted = new Map<string, number>();
  const stage = written.at(-1) ?? 'processed';
  const breathe = breather(signal);
  for (const { id, name } of series) {
    const facts = stages.facts(id, stage);
    if (!facts || facts.rows === 0) continue;
    const cellOf = cellsOf(facts, units, splits);
    const density = facts.rows / (facts.last - facts.first + 1);
    for (const { start, end } of intervals(name)) {
      await breathe();
      const to = Math.min(end, facts.last + 1);
      for (let time = Math.max(start, facts.first); time < to;) {
        const cell = cellOf(time);
        const rows = Math.max(1, (Math.min(cell.end, to) - time) * density);
        wanted.set(cell.key, (wanted.get(cell.key) ?? 0) + rows + GROUP);
        time = cell.end;
      }
    }
  }
  let rows = 0;
  for (const [key, least] of wanted) rows += Math.min(cells.get(key)?.rows ?? 0, least);
  return { files: 0, rows };
}

/** Each partitioning. Rejects with AbortError, `worker-died`, `memory`. */
export async function countPartitionings(options: CountedOptions): Promise<CountedFiles[]> {
  const { stages, written, splits, series, signal, maxFiles = MAX_FILES } = options;
  const none = { files: 0, rows: 0 };
  const counted: CountedFiles[] = [];
  for (const units of partitionings) {
    const all: CountedCell[] = [];
    let last: Map<string, CountedCell> | null = null;
    for (const stage of written) {
      last = await countCells({
        stages,
        stage,
        units,
        splits,
        series: series.map(({ id }) => id),
        signal,
        maxCells: maxFiles,
      });
      if (last === null) break;
      for (const cell of last.values()) all.push(cell);
    }
    if (last === null) counted.push({ units, rows: null, day: none, anomalies: none });
    else {
      const anomalies = await touchedByLabels(last, units, options);
      counted.push({ units, rows: fileRows(all), day: touchedByDay(last, options.day), anomalies });
    }
  }
  return counted;
}
