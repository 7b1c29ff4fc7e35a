import type { PartitionUnit } from '../recipe/types';

/** One partition of the processed data: `[start, end)` in microseconds UTC, and its folder. */
export interface Partition {
  start: number;
  end: number;
  /** `year=2023/month=03/day=15`, zero-padded; empty without partitioning. */
  folder: string;
}

const pad = (value: number, length: number): string => String(value).padStart(length, '0');

/** The partition that a time (microseconds UTC) belongs to. `units` is coarsest first, as in the recipe. */
export function partitionOf(time: number, units: readonly PartitionUnit[]): Partition {
  const finest = units.at(-1);
  if (finest === undefined) return { start: -Infinity, end: Infinity, folder: '' };
  const date = new Date(Math.floor(time / 1000));
  const depth = ['year', 'month', 'day', 'hour'].indexOf(finest);
  const [year, month, day, hour] = [
    date.getUTCFullYear(),
    date.getUTCMonth(),
    date.getUTCDate(),
    date.getUTCHours(),
  ];
  const at = (step: number): number =>
    1000 *
    Date.UTC(
      depth === 0 ? year + step : year,
      depth > 1 ? month : depth === 1 ? month + step : 0,
      depth > 2 ? day : depth === 2 ? day + step : 1,
      depth === 3 ? hour + step : 0,
    );
  const parts = [
    `year=${pad(year, 4)}`,
    `month=${pad(month + 1, 2)}`,
    `day=${pad(day, 2)}`,
    `hour=${pad(hour, 2)}`,
  ];
  return { start: at(0), end: at(1), folder: parts.slice(0, depth + 1).join('/') };
}

/** Where a part of a partition is written below `root`. */
export function partPath(folder: string, part: number, root = 'data/processed'): string {
  return `${root}/${folder === '' ? '' : `${folder}/`}part-${part}.parquet`;
}

/** Folder of a split, the outermost below that of a stage. */
export const splitFolder = (name: string): string => `split=${name}`;
