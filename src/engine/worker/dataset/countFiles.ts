/** How many files a bundle will have, told from what is known of its series where that is enough. */
import { append, lookup } from '../../../core/list';
import { partitionOf, type Partition } from '../../../core/dataset/partition';
import { writtenKinds } from '../../../core/dataset/stages';
import type { ExportOptions, PartitionUnit } from '../../../core/recipe/types';
import type { StageFacts } from '../../../core/rows/facts';
import { bucketFields } from '../../../core/rows/buckets';
import type { Range, Stage, Stages } from '../series/stages';
import { MAX_ROWS } from './partitionScan';

export interface CountOptions {
  stages: Stages;
  stage: Stage;
  units: readonly PartitionUnit[];
  /** Numbers of the series. */
  series: readonly number[];
  signal: AbortSignal;
  maxRows?: number;
}

/** How many Parquet files a bundle has of the rows of the last run; 0 before the first. */
export async function countBundleFiles(
  { partition, stages: asked }: Pick<ExportOptions, 'partition' | 'stages'>,
  context: Pick<CountOptions, 'stages' | 'series' | 'signal'>,
): Promise<number> {
  const { processedKind } = context.stages;
  if (processedKind === null) return 0;
  let files = 0;
  for (const kind of writtenKinds(asked, processedKind)) {
    const stage = kind === processedKind ? 'processed' : 'clean';
    files += await countFiles({ ...context, stage, units: partition });
  }
  return files;
}

/** A stretch of a series that lies in more than one partition. */
interface Loose {
  sid: number;
  range: Range;
  rows: number;
  /** The two partitions; none where there may be more. */
  ends: readonly Partition[];
}

/**
 * How many files `scan` makes of a stage. Rows are counted by partition from the grid or the finest level of detail of a series; read are only those of
 * buckets on the border of two partitions, where they matter.
 */
export async function countFiles(options: CountOptions): Promise<number> {
  const { stages, stage, units, series, signal, maxRows = MAX_ROWS } = options;
  const counts = new Map<number, number>();
  const add = ({ start }: Partition, rows: number): void =>
    void counts.set(start, (counts.get(start) ?? 0) + rows);
  const loose: Loose[] = [];
  for (const sid of series) {
    const facts = stages.facts(sid, stage);
    if (!facts || facts.rows === 0) continue;
    if (units.length === 0) add(partitionOf(facts.first, units), facts.rows);
    else if (facts.regular && facts.duplicates === 0) countGrid(facts, units, add);
    else append(loose, countLevel(sid, facts, units, add));
  }
  const slack = new Map<number, number>();
  for (const { ends, rows } of loose)
    for (const { start } of ends) slack.set(start, (slack.get(start) ?? 0) + rows);
  /** Whether a partition has as many files, however the rows on its borders are divided. */
  const settled = ({ start }: Partition): boolean => {
    const held = counts.get(start) ?? 0;
    return Math.ceil(held / maxRows) === Math.ceil((held + lookup(slack, start)) / maxRows);
  };
  for (const { sid, range, ends } of loose) {
    if (ends.length > 0 && ends.every(settled)) continue;
    for await (const { times, length } of stages.rows(sid, stage, range, signal)) {
      let partition: Partition | undefined;
      for (let row = 0; row < length; row++) {
        const time = times[row] as number;
        if (!partition || time < partition.start || time >= partition.end)
          partition = partitionOf(time, units);
        add(partition, 1);
      }
    }
  }
  let files = 0;
  for (const rows of counts.values()) files += Math.ceil(rows / maxRows);
  return files;
}

type Add = (partition: Partition, rows: number) => void;

function countGrid({ rows, first, step }: StageFacts, units: readonly PartitionUnit[], add: Add): void {
  for (let row = 0; row < rows;) {
    const time = first + row * (step ?? 0);
    const partition = partitionOf(time, units);
    const within = step === null ? rows : Math.ceil((partition.end - time) / step);
    const count = Math.min(rows - row, within);
    add(partition, count);
    row += count;
  }
}

/** Counts the buckets that lie in one partition; the others. Of a series without levels: all of it. */
function countLevel(
  sid: number,
  { levels, rows: all }: StageFacts,
  units: readonly PartitionUnit[],
  add: Add,
): Loose[] {
  const [finest] = levels;
  if (!finest) return [{ sid, range: {}, rows: all, ends: [] }];
  const { width, records } = finest;
  const loose: Loose[] = [];
  for (let at = 0; at < records.length; at += bucketFields.length) {
    const [from, rows] = [records[at] as number, records[at + 1] as number];
    const partition = partitionOf(from, units);
    if (from + width <= partition.end) add(partition, rows);
    else {
      const next = partitionOf(partition.end, units);
      const ends = from + width <= next.end ? [partition, next] : [];
      loose.push({ sid, range: { from, to: from + width }, rows, ends });
    }
  }
  return loose;
}
