/** How many files a bundle will have, told from what is known of its series where that is enough. */
import { append, lookup } from '../../../core/list';
import { partitionOf } from '../../../core/dataset/partition';
import { writtenKinds } from '../../../core/dataset/stages';
import { splitSpans } from '../../../core/recipe/splits';
import type { ExportOptions, PartitionUnit, Split } from '../../../core/recipe/types';
import type { StageFacts } from '../../../core/rows/facts';
import { bucketFields } from '../../../core/rows/buckets';
import { breather } from '../workers/breather';
import type { Range, Stage, Stages } from '../series/stages';
import { MAX_ROWS } from './partitionScan';

export interface CountOptions {
  stages: Stages;
  stage: Stage;
  units: readonly PartitionUnit[];
  splits?: readonly Split[] | undefined;
  /** Numbers of the series. */
  series: readonly number[];
  signal: AbortSignal;
  maxRows?: number;
  /** Partitions that are counted at most; all where absent. */
  maxCells?: number;
}

/** How many Parquet files a bundle has of the rows of the last run; 0 before the first. */
export async function countBundleFiles(
  {
    partition,
    stages: asked,
    splits,
  }: Pick<ExportOptions, 'partition' | 'stages'> & { splits?: readonly Split[] | undefined },
  context: Pick<CountOptions, 'stages' | 'series' | 'signal'>,
): Promise<number> {
  const { processedKind } = context.stages;
  if (processedKind === null) return 0;
  let files = 0;
  for (const kind of writtenKinds(asked, processedKind)) {
    const stage = kind === processedKind ? 'processed' : 'clean';
    files += await countFiles({ ...context, stage, units: partition, splits });
  }
  return files;
}

/** Rows of a series that lie in the files of one partition of one split: from the time `start` of the partition up to the time `end`. */
export interface Cell {
  key: string;
  start: number;
  end: number;
}
/** A partition of one split, with its rows of all series. */
export interface CountedCell extends Cell {
  rows: number;
}
export type CellOf = (time: number) => Cell;

/** Where the times of a series belong. */
export function cellsOf(
  { first, last }: Pick<StageFacts, 'first' | 'last'>,
  units: readonly PartitionUnit[],
  splits: readonly Split[] | undefined,
): CellOf {
  const spans = splits ? splitSpans(splits, { first, last }) : [];
  return (time) => {
    const { start, end } = partitionOf(time, units);
    const split = spans.findIndex(({ to }) => time < to);
    return { key: `${split} ${start}`, start, end: Math.min(end, spans[split]?.to ?? Infinity) };
  };
}

/** A stretch of a series that lies in more than one cell. */
interface Loose {
  sid: number;
  range: Range;
  rows: number;
  cellOf: CellOf;
  /** The two cells; none where there may be more. */
  ends: readonly Cell[];
}

/** More partitions than were to be counted. */
class TooMany extends RangeError {}

/** How many files `scan` makes of a stage. */
export async function countFiles(options: CountOptions): Promise<number> {
  const { maxRows = MAX_ROWS } = options;
  let files = 0;
  for (const { rows } of (await countCells(options))?.values() ?? []) files += Math.ceil(rows / maxRows);
  return files;
}

/**
 * The partitions of a stage by their keys, with as many rows as they have files for; null where there are more than `maxCells`. Rows are counted from the grid or the
 * finest level of detail of a series; read are only those of buckets on a border, where the number of files depends on them: others are divided evenly.
 */
export async function countCells(options: CountOptions): Promise<Map<string, CountedCell> | null> {
  try {
    return await counted(options);
  } catch (thrown) {
    if (thrown instanceof TooMany) return null;
    throw thrown;
  }
}

async function counted(options: CountOptions): Promise<Map<string, CountedCell>> {
  const { stages, stage, units, splits, series, signal, maxRows = MAX_ROWS, maxCells = Infinity } = options;
  const counts = new Map<string, CountedCell>();
  const add = (cell: Cell, rows: number): void => {
    const known = counts.get(cell.key);
    if (known) {
      known.rows += rows;
      known.end = Math.max(known.end, cell.end);
    } else {
      if (counts.size >= maxCells) throw new TooMany('more partitions than are counted');
      counts.set(cell.key, { ...cell, rows });
    }
  };
  const loose: Loose[] = [];
  const breathe = breather(signal);
  for (const sid of series) {
    await breathe();
    const facts = stages.facts(sid, stage);
    if (!facts || facts.rows === 0) continue;
    const cellOf = cellsOf(facts, units, splits);
    if (units.length === 0 && !splits) add(cellOf(facts.first), facts.rows);
    else if (facts.regular && facts.duplicates === 0) countGrid(facts, cellOf, add);
    else append(loose, countLevel(sid, facts, cellOf, add));
  }
  const slack = new Map<string, number>();
  for (const { ends, rows } of loose)
    for (const { key } of ends) slack.set(key, (slack.get(key) ?? 0) + rows);
  /** Whether a cell has as many files, however the rows on its borders are divided. */
  const settled = ({ key }: Cell): boolean => {
    const held = counts.get(key)?.rows ?? 0;
    return Math.ceil(held / maxRows) === Math.ceil((held + lookup(slack, key)) / maxRows);
  };
  const open = loose.filter(({ ends }) => ends.length === 0 || !ends.every(settled));
  const even = loose.filter(({ ends }) => ends.length > 0 && ends.every(settled));
  for (const { sid, range, cellOf } of joined(open)) {
    for await (const { times, length } of stages.rows(sid, stage, range, signal)) {
      let cell: Cell | undefined;
      for (let row = 0; row < length; row++) {
        const time = times[row] as number;
        // Rows come in order of time.
        if (!cell || time >= cell.end) cell = cellOf(time);
        add(cell, 1);
      }
    }
  }
  for (const { ends, rows } of even)
    for (const [place, cell] of ends.entries())
      add(cell, place === 0 ? Math.ceil(rows / 2) : Math.floor(rows / 2));
  return counts;
}

/** Stretches of one series that follow each other are read as one. */
function joined(stretches: readonly Loose[]): Pick<Loose, 'sid' | 'range' | 'cellOf'>[] {
  const whole: Pick<Loose, 'sid' | 'range' | 'cellOf'>[] = [];
  for (const { sid, range, cellOf } of stretches) {
    const before = whole.at(-1);
    if (before?.sid === sid && before.range.to !== undefined && before.range.to === range.from)
      before.range = { ...before.range, to: range.to };
    else whole.push({ sid, range, cellOf });
  }
  return whole;
}

type Add = (cell: Cell, rows: number) => void;

function countGrid({ rows, first, step }: StageFacts, cellOf: CellOf, add: Add): void {
  for (let row = 0; row < rows;) {
    const time = first + row * (step ?? 0);
    const cell = cellOf(time);
    const within = step === null ? rows : Math.ceil((cell.end - time) / step);
    const count = Math.min(rows - row, within);
    add(cell, count);
    row += count;
  }
}

/** Counts the buckets that lie in one cell; the others. Of a series without levels: all of it. */
function countLevel(sid: number, { levels, rows: all }: StageFacts, cellOf: CellOf, add: Add): Loose[] {
  const [finest] = levels;
  if (!finest) return [{ sid, range: {}, rows: all, cellOf, ends: [] }];
  const { width, records } = finest;
  const loose: Loose[] = [];
  let cell: Cell | undefined;
  for (let at = 0; at < records.length; at += bucketFields.length) {
    const [from, rows] = [records[at] as number, records[at + 1] as number];
    if (!cell || from >= cell.end) cell = cellOf(from);
    if (from + width <= cell.end) add(cell, rows);
    else {
      const next = cellOf(cell.end);
      const ends = from + width <= next.end ? [cell, next] : [];
      loose.push({ sid, range: { from, to: from + width }, rows, cellOf, ends });
    }
  }
  return loose;
}
