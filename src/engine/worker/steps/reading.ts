/** Rows that a run left, made again for whoever asks: as rows, as what intervals cover, as files. */
import { at, lookup } from '../../../core/list';
import { addCover, emptyCover, type Cover, type Intervals } from '../../../core/rows/cover';
import { rowAt } from '../../../core/rows/piece';
import type { Rows } from '../../../core/rows/types';
import { cutRows, type Want } from '../../../core/steps/piece';
import type { PieceFiles } from '../dataset/parquet/pieceFiles';
import type { WrittenFile } from '../dataset/parquet/writer';
import { partitionStretches, stretchesOf, type Stretch } from '../series/ordered';
import {
  aroundStretch,
  eachStretch,
  expect,
  inOrder,
  labelsIn,
  type Access,
  type SeriesWork,
} from './pieces';
import type { SeriesRun } from './seriesRun';

/** What intervals (in order of their starts) cover of a stage of a series; only where they lie are rows made. */
export async function coverIn(
  work: SeriesWork,
  stage: 'clean' | 'processed',
  intervals: Intervals,
  access: Access,
): Promise<Cover> {
  const cover = emptyCover(intervals.starts.length);
  const parts = new Map<Stretch, ReturnType<typeof labelsIn>>();
  for (const stretch of stretchesOf(work.ordered, access.pool.pieceRows ?? READ_ROWS)) {
    const part = labelsIn(intervals, stretch);
    const touched = boundsOf(part.labels, stretch);
    if (touched) parts.set(touched, part);
  }
  const stretches = [...parts.keys()];
  const wantOf = (stretch: Stretch): Want => ({
    kind: 'cover',
    stage,
    intervals: lookup(parts, stretch).labels,
  });
  let done = 0;
  for await (const { outcome } of eachStretch(work, stretches, wantOf, access))
    addCover(cover, expect(outcome, 'cover').cover, lookup(parts, at(stretches, done++)).offset);
  return cover;
}

/** The part of a stretch from the first of some intervals to the last; null where none has a length. */
function boundsOf({ starts, ends }: Intervals, stretch: Stretch): Stretch | null {
  let [from, to] = [Infinity, -Infinity];
  for (let i = 0; i < starts.length; i++) {
    if (!((starts[i] as number) < (ends[i] as number))) continue;
    from = Math.min(from, starts[i] as number);
    to = Math.max(to, ends[i] as number);
  }
  const bounds = { from: Math.max(stretch.from, from), to: Math.min(stretch.to, to) };
  return bounds.from < bounds.to ? bounds : null;
}

/** Rows of a stage that a run left in a stretch of time. */
export async function* rowsOfRun(
  { work, kept }: SeriesRun,
  stage: 'clean' | 'processed',
  stretch: Stretch,
  access: Access,
): AsyncGenerator<Rows, void> {
  if (stage === 'clean' || !kept) {
    yield* stageRows(work, stage, stretch, access);
    return;
  }
  for (const rows of kept) {
    const start = rowAt(rows, stretch.from);
    const end = rowAt(rows, stretch.to);
    if (end > start) yield cutRows(rows, start, end);
  }
}

/** Rows of a stage in a stretch of time, some hundred thousand at a time. */
export async function* stageRows(
  work: SeriesWork,
  stage: 'clean' | 'processed',
  { from, to }: Stretch,
  access: Access,
): AsyncGenerator<Rows, void> {
  const stretches = stretchesOf(work.ordered, access.pool.pieceRows ?? READ_ROWS)
    .filter((stretch) => stretch.from < to && stretch.to > from)
    .map((stretch) => ({ from: Math.max(stretch.from, from), to: Math.min(stretch.to, to) }));
  for await (const { outcome } of eachStretch(work, stretches, () => ({ kind: 'rows', stage }), access)) {
    const { rows } = expect(outcome, 'rows');
    if (rows.length > 0) yield rows;
  }
}

/** The files of a stage, some partitions at a time in order of time; null where its partitions are too large to be made whole. `filesIn`: what is wanted of a stretch. */
export function stageFiles(
  work: SeriesWork,
  stage: 'clean' | 'processed',
  endOf: (time: number) => number,
  filesIn: (stretch: Stretch) => PieceFiles,
  access: Access,
): AsyncGenerator<WrittenFile[], void> | null {
  const stretches = partitionStretches(work.ordered, endOf, access.pool.pieceRows ?? READ_ROWS);
  if (!stretches) return null;
  const encode = (stretch: Stretch): Promise<WrittenFile[]> =>
    aroundStretch(work, stretch, { kind: 'rows', stage }, access, (task) =>
      access.pool.encode(task, filesIn(stretch), access.signal),
    );
  return inOrder(stretches, encode, access);
}

/** Rows that are read at a time. */
const READ_ROWS = 2 ** 18;
