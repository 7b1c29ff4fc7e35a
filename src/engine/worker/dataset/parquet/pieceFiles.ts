/** The files of a piece that holds whole partitions of one series: encoded where the rows are made, so that only finished bytes travel. */
import { firstWhere } from '../../../../core/list';
import { cutIntervals, type PackedIntervals } from './packedIntervals';
import { partitionOf, partPath } from '../../../../core/dataset/partition';
import type { PartitionUnit } from '../../../../core/recipe/types';
import type { Rows } from '../../../../core/rows/types';
import type { ParquetOptions } from './parquetWasm';
import { encode, type WrittenFile } from './writer';

/** What is to be written of a piece; plain data. */
export interface PieceFiles {
  /** Name of the series. */
  series: string;
  units: readonly PartitionUnit[];
  /** Folder of the bundle that the files lie below. */
  root: string;
  /** Rows in one file at most. */
  maxRows: number;
  /** Whether the times of the rows are wanted back. */
  times: boolean;
  /** Labelled intervals that may touch the rows, in order. */
  intervals: PackedIntervals;
  /** Snappy or none, not the smallest files: for others, a writer is needed that steps do without. */
  options: ParquetOptions;
}

/** Whether files of these options can be encoded beside the steps. */
export const encodesPieces = ({ codec, smallest }: ParquetOptions): boolean =>
  !smallest && (codec === 'snappy' || codec === 'none');

const noGeneral = (): Promise<never> =>
  Promise.reject(new RangeError('expected options that our own writer takes'));

/** Files of rows in order of time, partition by partition; one has a file for each `maxRows` rows. */
export async function encodePiece(rows: Rows, request: PieceFiles): Promise<WrittenFile[]> {
  const { series, units, root, maxRows, times: wanted, intervals, options } = request;
  const { times, values, flags, observations, length } = rows;
  const files: WrittenFile[] = [];
  for (let from = 0; from < length;) {
    const { folder, end } = partitionOf(times[from] as number, units);
    const close = firstWhere(from, length, (row) => (times[row] as number) >= end);
    for (let part = 0; from < close; part++) {
      const to = Math.min(close, from + maxRows);
      const file = {
        path: partPath(folder, part, root),
        rows: to - from,
        runs: [
          {
            series,
            rows: to - from,
            intervals: cutIntervals(intervals, times[from] as number, times[to - 1] as number),
            times: wanted,
          },
        ],
        times: times.subarray(from, to),
        values: values.subarray(from, to),
        flags: flags.subarray(from, to),
        observations: observations?.subarray(from, to) ?? null,
      };
      files.push(await encode(noGeneral, file, options));
      from = to;
    }
  }
  return files;
}
