import { useEffect, useMemo } from 'react';
import type { LabError } from '../../core/errors';
import { at } from '../../core/list';
import type { ChartData, Layer, LinePoints, Marks } from '../../core/view/types';
import { useFiles } from '../../state/ingest/files';
import { nameOf } from '../../core/recipe/series';
import { sourceOf } from '../../state/synth/generated';
import { preview, previewExtent, previewOf, previewOver, usePreview } from '../../state/synth/preview';
import { fetchChart, fetchRows } from '../../state/view/queries';
import { useRecipe } from '../../state/recipe/recipe';
import { useRun } from '../../state/engine/runState';
import { useView } from '../../state/view/view';
import type { Range, RowAxis } from '../charts';
import { useFetched, useThrottled } from '../kit/hooks';
import { useChartAhead } from './chartAhead';
import { gridOf } from '../synth/actions';

const layers: Layer[] = ['raw', 'processed'];
/** Milliseconds between two fetches while the range keeps changing; the first change is answered at once. */
const ASK_EVERY_MS = 60;
const WHOLE_COLUMNS = 500;

interface SeriesData {
  /** The whole series in a few hundred columns. */
  whole: LinePoints | null;
  /** The visible range. */
  data: ChartData | null;
  error: LabError | null;
  extent: Range | null;
  inSight: Range;
  /** Whether the line is a preview: there are no processed values yet. */
  ahead: boolean;
  /** Whether what is in sight is already that of a run which is to come or under way. */
  beforeRun: boolean;
}

const noMarks: Marks = { timesMs: [], values: [], total: 0 };

/** The data that a chart of a series draws: the engine's answers, or the preview while rows are being generated. */
export function useSeriesData(name: string, columns: number): SeriesData {
  const range = useView((view) => view.range);
  const version = useRun((run) => run.version);
  const loads = useFiles((files) => files.version);
  const loaded = useFiles((files) => files.series.some((one) => one.name === name));
  const source = useRecipe(({ recipe }) => sourceOf(recipe, name));
  const asked = useThrottled(range, ASK_EVERY_MS);
  const state = `${name} ${version} ${loads}`;
  const whole = useFetched(loaded ? state : null, (signal) =>
    fetchChart({ series: name, columns: WHOLE_COLUMNS, layers }, signal),
  );
  const detail = useFetched(
    loaded ? `${state} ${columns} ${asked?.from} ${asked?.to}` : null,
    async (signal) => ({
      state,
      chart: await fetchChart({ series: name, columns, layers, ...asked }, signal),
    }),
  );
  // A series that is not generated yet has a preview.
  const synthetic = source && 'synthetic' in source ? nameOf(source) : null;
  useEffect(() => {
    if (!loaded && synthetic !== null) preview({ name: synthetic });
  }, [loaded, synthetic]);
  const there = detail.data?.state === state;
  const toCome = useChartAhead({ series: name, columns, layers, ...asked }, there);
  useEffect(() => {
    if (there) previewOver();
  }, [there]);

  const drawn = usePreview((ahead) => ahead.version);
  const { extent: aheadExtent, wholeAhead } = useMemo(() => {
    const found = previewExtent(name);
    const line = found && !loaded ? previewOf(name, found.from, found.to, WHOLE_COLUMNS) : undefined;
    return { extent: found, wholeAhead: line, drawn };
  }, [name, loaded, drawn]);
  const chart = toCome ?? detail.data?.chart ?? whole.data;
  const from = aheadExtent?.from ?? chart?.first;
  const to = aheadExtent?.to ?? (chart ? chart.last + 1 : undefined);
  const extent = useMemo(() => (from === undefined || to === undefined ? null : { from, to }), [from, to]);
  const inSight = range ?? extent ?? { from: 0, to: 1 };
  const line = useMemo(
    () => ({ drawn, points: previewOf(name, inSight.from, inSight.to, columns) }).points,
    [name, inSight.from, inSight.to, columns, drawn],
  );
  const data = useMemo<ChartData | null>(() => {
    if (!line || !extent) return chart;
    return {
      first: extent.from,
      last: extent.to - 1,
      from: inSight.from,
      to: inSight.to,
      raw: line,
      outliers: noMarks,
      protectedOutliers: noMarks,
      filled: noMarks,
      filledSpans: [],
      gaps: [],
    };
  }, [line, extent, chart, inSight.from, inSight.to]);
  return {
    whole: wholeAhead ?? whole.data?.raw ?? null,
    data,
    error: detail.error,
    extent,
    inSight,
    ahead: line !== undefined,
    beforeRun: toCome !== null && line === undefined,
  };
}

/** Whether the processed values shown are those of an earlier generation. */
export function useStale(name: string): boolean {
  const recipe = useRecipe((state) => state.recipe);
  const ran = useRun((run) => run.ranRecipe);
  if (!ran || !sourceOf(recipe, name)) return false;
  return ran.generated !== recipe.generated || ran.injections !== recipe.injections;
}

const SAMPLE_ROWS = 400;

/** Median distance between the first rows of a series, microseconds. */
async function medianStep(series: string, signal: AbortSignal): Promise<number | null> {
  const { rows } = await fetchRows({ series, layer: 'raw', offset: 0, limit: SAMPLE_ROWS }, signal);
  const times = rows.map(({ ts }) => Date.parse(String(ts)) * 1000);
  const steps = times.slice(1).map((time, index) => time - at(times, index));
  const forward = steps.filter((step) => step > 0).sort((a, b) => a - b);
  return forward.length === 0 ? null : at(forward, forward.length >> 1);
}

/** The rows along which labels of a series are moved. */
export function useRowAxis(name: string, data: ChartData | null, extent: Range | null): RowAxis {
  const loads = useFiles((files) => files.version);
  const loaded = useFiles((files) => files.series.some((one) => one.name === name));
  const synthetic = useRecipe(({ recipe }) => {
    const source = sourceOf(recipe, name);
    return source !== undefined && 'synthetic' in source ? source : null;
  });
  const read = useFetched(loaded && !synthetic ? `${name} ${loads}` : null, (signal) =>
    medianStep(name, signal),
  );
  const raw = data?.raw;
  return useMemo(() => {
    const step = (!synthetic && read.data) || gridOf(name)?.step || 1e6;
    const exact = raw?.exact ? raw.timesMs.map((ms) => Math.round(ms * 1000)) : undefined;
    const { from, to } = extent ?? { from: 0, to: 1 };
    return { first: from, last: to - 1, step, ...(exact ? { exact } : {}) };
  }, [name, synthetic, read.data, raw, extent]);
}
