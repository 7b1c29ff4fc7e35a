/** What a run does to labels: where they lie after each step, and what they keep in the end. */
import { describeLabels, labelEffect, type LabelEffect } from '../../../core/label/effect';
import { spans as unionOf } from '../../../core/label/flags';
import {
  bucketStart,
  followLabels,
  type EdgeCounts,
  type Extent,
  type LabelBuckets,
} from '../../../core/label/follow';
import type { Label, LabelRow } from '../../../core/label/types';
import { at } from '../../../core/list';
import type { Cover, Intervals } from '../../../core/rows/cover';
import type { StepReport } from '../../../core/steps/types';
import { coverIn } from './reading';
import type { SeriesRun } from './seriesRun';
import type { StepsPool } from './pool';

interface Access {
  pool: StepsPool;
  signal: AbortSignal;
}

/** The labels of one series: their places in the list of all, in order of their starts. */
export interface SeriesLabels {
  places: number[];
  intervals: Intervals;
  /** Their union: start and end by turns. */
  spans: Float64Array;
}

/** Labels by series. */
export function labelsBySeries(labels: readonly Label[]): Map<string, SeriesLabels> {
  const places = new Map<string, number[]>();
  for (const [place, { series }] of labels.entries()) {
    const known = places.get(series);
    if (known) known.push(place);
    else places.set(series, [place]);
  }
  return new Map(
    Array.from(places, ([series, its]): [string, SeriesLabels] => {
      its.sort((a, b) => at(labels, a).start - at(labels, b).start || a - b);
      const union = unionOf(its.map((place) => at(labels, place)));
      const spans = new Float64Array(2 * union.length);
      for (const [index, { start, end }] of union.entries()) spans.set([start, end], 2 * index);
      return [
        series,
        {
          places: its,
          intervals: {
            starts: Float64Array.from(its, (place) => at(labels, place).start),
            ends: Float64Array.from(its, (place) => at(labels, place).end),
          },
          spans,
        },
      ];
    }),
  );
}

export const noLabels = (): SeriesLabels => ({
  places: [],
  intervals: { starts: new Float64Array(0), ends: new Float64Array(0) },
  spans: new Float64Array(0),
});

/** A run of a series, and its labels. */
export interface LabelledRun {
  name: string;
  run: SeriesRun;
  labels: SeriesLabels;
}

const nothing = (count: number): Extent[] =>
  Array.from({ length: count }, (_, label) => ({ label, rows: 0, first: null, last: null }));

/** Puts what the labels of a series cover into the list of all. */
function putCover(extents: Extent[], places: readonly number[], { rows, first, last }: Cover): void {
  for (const [index, label] of places.entries()) {
    const covered = rows[index] as number;
    extents[label] =
      covered > 0
        ? { label, rows: covered, first: first[index] as number, last: last[index] as number }
        : { label, rows: 0, first: null, last: null };
  }
}

function extentsOf(
  count: number,
  runs: readonly LabelledRun[],
  coverOf: (run: SeriesRun) => Cover,
): Extent[] {
  const extents = nothing(count);
  for (const { run, labels } of runs) putCover(extents, labels.places, coverOf(run));
  return extents;
}

/** What the step at `index` of the recipe did to labels; `before`: what the steps before left of them, taken further by this one. */
export function stepEffect(
  index: number,
  labels: readonly Label[],
  runs: readonly LabelledRun[],
  before: Extent[],
): { effect: LabelEffect; after: Extent[] } {
  const after = [...before];
  let changed = 0;
  for (const { run, labels: its } of runs) {
    const place = run.work.plan.steps.findIndex((step) => step.index === index);
    if (place < 0) continue;
    const step = at(run.steps, place);
    putCover(after, its.places, step.cover);
    changed += step.changedUnderLabels;
  }
  return { effect: labelEffect(labels, before, after, changed), after };
}

export const rawExtents = (count: number, runs: readonly LabelledRun[]): Extent[] =>
  extentsOf(count, runs, ({ raw }) => raw);

/** Adds to a step's report what the step did to labels. */
export function addLabelEffect(entry: StepReport, effect: LabelEffect, resampled = false): void {
  entry.labels = effect;
  entry.labelSentence = describeLabels(effect, resampled);
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
type Span = typeof nowhere;

/** What spans, one for each label of a series, cover of one of its stages. */
async function coverOfSpans(
  { run, labels }: LabelledRun,
  stage: 'clean' | 'processed',
  spanOf: (label: number) => Span,
  access: Access,
): Promise<{ label: number; rows: number; first: number; last: number }[]> {
  const spans = labels.places.map((label) => ({ label, ...spanOf(label) })).sort((a, b) => a.start - b.start);
  const cover = await coverIn(run.work, stage, intervalsOf(spans), access);
  return spans.map(({ label }, index) => ({
    label,
    rows: cover.rows[index] as number,
    first: cover.first[index] as number,
    last: cover.last[index] as number,
  }));
}

/** A series' buckets, and whether every one from the first to the last is there. */
export interface RunBuckets extends LabelBuckets {
  complete: boolean;
}

/** Where the labels lie before the steps, after cleaning and in the processed rows. `buckets`: by series, of those that were put into some. */
export async function followRun(
  labels: readonly Label[],
  runs: readonly LabelledRun[],
  buckets: ReadonlyMap<string, RunBuckets>,
  access: Access,
): Promise<ReturnType<typeof followLabels>> {
  const raw = rawExtents(labels.length, runs);
  const clean = extentsOf(labels.length, runs, (run) => run.clean);
  const followed = { labels, raw, clean };
  if (buckets.size === 0) return followLabels(followed);
  const its = labels.map(({ series }) => buckets.get(series));
  const edges = its.some((one) => one && one.policy !== 'any')
    ? await edgeCounts(labels, clean, its, runs, access)
    : undefined;
  const bucketed = { ...followed, buckets: its, edges };
  const { rows } = followLabels(bucketed);
  const spanOf = (label: number): Span => {
    const { processedStart: start, processedEnd: end } = at(rows, label);
    return start === null || end === null ? nowhere : { start, end };
  };
  const processed = [...clean];
  for (const one of runs) {
    const grid = buckets.get(one.name);
    if (!grid || one.labels.places.length === 0) continue;
    if (grid.complete) {
      for (const label of one.labels.places) {
        const { start, end } = spanOf(label);
        processed[label] =
          end > start
            ? { label, rows: (end - start) / grid.every, first: start, last: end - grid.every }
            : { label, rows: 0, first: null, last: null };
      }
      continue;
    }
    for (const { label, rows: covered, first, last } of await coverOfSpans(one, 'processed', spanOf, access))
      processed[label] =
        covered > 0 ? { label, rows: covered, first, last } : { label, rows: 0, first: null, last: null };
  }
  return followLabels({ ...bucketed, processed });
}

/** Rows of the buckets at each label's ends: those under the label, and all. Series without buckets or labels are not looked at. */
async function edgeCounts(
  labels: readonly Label[],
  clean: readonly Extent[],
  buckets: readonly (LabelBuckets | undefined)[],
  runs: readonly LabelledRun[],
  access: Access,
): Promise<EdgeCounts[]> {
  const none = { covered: 0, all: 0 };
  const counts = labels.map((): EdgeCounts => ({ first: none, last: none }));
  for (const { run, labels: its } of runs) {
    const asked: { label: number; edge: 'first' | 'last'; what: 'covered' | 'all'; span: Span }[] = [];
    for (const label of its.places) {
      const grid = at(buckets, label);
      if (!grid) continue;
      const { start, end } = at(labels, label);
      for (const edge of ['first', 'last'] as const) {
        const time = at(clean, label)[edge];
        if (time === null) continue;
        const from = bucketStart(time, grid);
        const to = from + grid.every;
        asked.push({ label, edge, what: 'all', span: { start: from, end: to } });
        const span = { start: Math.max(start, from), end: Math.min(end, to) };
        asked.push({ label, edge, what: 'covered', span });
      }
    }
    if (asked.length === 0) continue;
    asked.sort((a, b) => a.span.start - b.span.start);
    const cover = await coverIn(run.work, 'clean', intervalsOf(asked.map(({ span }) => span)), access);
    for (const [index, { label, edge, what }] of asked.entries()) {
      const known = at(counts, label);
      counts[label] = { ...known, [edge]: { ...known[edge], [what]: cover.rows[index] as number } };
    }
  }
  return counts;
}

/** Spans in order of their starts as columns. */
const intervalsOf = (spans: readonly Span[]): Intervals => ({
  starts: Float64Array.from(spans, ({ start }) => start),
  ends: Float64Array.from(spans, ({ end }) => end),
});
