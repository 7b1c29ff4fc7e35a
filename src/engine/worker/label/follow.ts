/** What a run does to labels: where they lie after each step, and what they keep in the end. */
import type { Label, LabelRow } from '../../../core/label/types';
import { describeLabels, labelEffect, type LabelEffect } from '../../../core/label/effect';
import {
  bucketStart,
  followLabels,
  type EdgeCounts,
  type Extent,
  type LabelBuckets,
} from '../../../core/label/follow';
import { at, lookup } from '../../../core/list';
import type { StepReport } from '../../../core/steps/types';
import { integer } from '../../../core/sql';
import type { Database } from '../duckdb/database';
import { number } from '../duckdb/shape';
import { extentsOf, type Interval } from './extents';

/** Labels and where their rows are read. */
interface FollowContext {
  labels: readonly Label[];
  series: readonly { name: string; sid: number }[];
  database: Database;
  signal: AbortSignal;
}

/** Adds to a step's report what the step did to labels. */
export function addLabelEffect(entry: StepReport, effect: LabelEffect | undefined, resampled = false): void {
  if (!effect) return;
  entry.labels = effect;
  entry.labelSentence = describeLabels(effect, resampled);
}

/** Follows the rows under labels from one cleaning step to the next; a step that left its table alone costs nothing. */
export function coverage(context: FollowContext): {
  after(input: string, output: string, step: number): Promise<LabelEffect | undefined>;
} {
  const { labels, series, database, signal } = context;
  const sids = new Map(series.map(({ name, sid }) => [name, sid]));
  const intervals = labels.map((label): Interval => ({
    sid: lookup(sids, label.series),
    start: label.start,
    end: label.end,
  }));
  let known: { table: string; extents: Extent[] } | undefined;
  return {
    async after(input, output, step) {
      if (labels.length === 0) return undefined;
      const before = known?.table === input ? known.extents : await extentsOf(input, intervals, context);
      const after = output === input ? before : await extentsOf(output, intervals, context);
      known = { table: output, extents: after };
      const { n: changed } = await database.readOne(
        `SELECT count(*) AS n FROM changes AS c ASOF JOIN label_spans AS l ON c.sid = l.sid AND c.ts >= l.start
        WHERE c.step = ${integer(step)} AND c.action <> 'outlier-protected' AND c.ts < l."end" AND c."after" IS NOT NULL AND c."after" IS DISTINCT FROM c."before"`,
        { n: number },
        signal,
      );
      return labelEffect(labels, before, after, changed);
    },
  };
}

/** Resampling puts buckets in the place of rows: the labels of its series cover so many of them. */
export function addResampledEffects(steps: readonly StepReport[], rows: readonly LabelRow[]): void {
  for (const entry of steps.filter(({ kind, off }) => kind === 'resample' && !off)) {
    const resampled = new Set(entry.series.map(({ series }) => series));
    const its = rows.filter(({ series }) => resampled.has(series));
    if (its.length === 0) continue;
    const extents = (of: (row: LabelRow) => number): Extent[] =>
      its.map((row, label) => ({ label, rows: of(row), first: null, last: null }));
    const [before, after] = [
      extents(({ cleanRows }) => cleanRows),
      extents(({ processedRows }) => processedRows),
    ];
    addLabelEffect(entry, { ...labelEffect(its, before, after), shortened: 0 }, true);
  }
}

/** An interval without rows: of a label that has lost all of its own. */
const nowhere = { start: 0, end: 0 };

/** Where the labels lie before the steps, after cleaning and in the processed rows. */
export async function follow(
  context: FollowContext,
  raw: string,
  clean: string,
  processed: string,
  /** The buckets of each series that was put into some, by its number. */
  grids: ReadonlyMap<number, LabelBuckets>,
): Promise<ReturnType<typeof followLabels>> {
  const { labels, series } = context;
  const sids = new Map(series.map(({ name, sid }) => [name, sid]));
  const withSid = <T extends { start: number; end: number }>(of: readonly T[]): Interval[] =>
    of.map(({ start, end }, index) => ({ sid: lookup(sids, at(labels, index).series), start, end }));
  const before = await extentsOf(raw, withSid(labels), context);
  const after = clean === raw ? before : await extentsOf(clean, withSid(labels), context);
  const followed = { labels, raw: before, clean: after };
  if (processed === clean) return followLabels(followed);
  const buckets = labels.map((label) => grids.get(lookup(sids, label.series)));
  const edges = buckets.some((its) => its && its.policy !== 'any')
    ? await edgeCounts(clean, withSid(labels), after, buckets, context)
    : undefined;
  const bucketed = { ...followed, buckets, edges };
  const first = followLabels(bucketed);
  const intervals = first.rows.map(({ processedStart: start, processedEnd: end }) =>
    start === null || end === null ? nowhere : { start, end },
  );
  return followLabels({ ...bucketed, processed: await extentsOf(processed, withSid(intervals), context) });
}

/** Rows of the buckets at each label's ends: those under the label, and all. */
async function edgeCounts(
  clean: string,
  labels: readonly Interval[],
  extents: readonly Extent[],
  buckets: readonly (LabelBuckets | undefined)[],
  context: FollowContext,
): Promise<EdgeCounts[]> {
  const counted = async (of: 'first' | 'last', inside: boolean): Promise<number[]> => {
    const intervals = labels.map(({ sid, start, end }, index): Interval => {
      const time = at(extents, index)[of];
      const its = at(buckets, index);
      if (time === null || !its) return { sid, ...nowhere };
      const from = bucketStart(time, its);
      const to = from + its.every;
      return inside
        ? { sid, start: Math.max(start, from), end: Math.min(end, to) }
        : { sid, start: from, end: to };
    });
    return (await extentsOf(clean, intervals, context)).map(({ rows }) => rows);
  };
  const [firstIn, firstAll, lastIn, lastAll] = [
    await counted('first', true),
    await counted('first', false),
    await counted('last', true),
    await counted('last', false),
  ];
  return labels.map((_, index) => ({
    first: { covered: at(firstIn, index), all: at(firstAll, index) },
    last: { covered: at(lastIn, index), all: at(lastAll, index) },
  }));
}
