/** Whether a data set is what research on anomalies needs: cleaned, on a regular grid in UTC, partitioned, and labelled. */
import { writtenKinds } from '../dataset/stages';
import { fewFilled, shareText, type ObservedRows } from '../dataset/verdict';
import { count, plural } from '../format';
import { maxOf } from '../list';
import { durationText } from '../recipe/duration';
import type { ExportOptions, GeneratedSource, Step } from '../recipe/types';

/** Rows that a synthetic data set is to have. */
export const READY_ROWS = 10_000_000;

export interface ReadyItem {
  id: 'cleaned' | 'resampled' | 'partitioned' | 'utc' | 'regular' | 'filled' | 'labelled';
  title: string;
  state: 'holds' | 'lacks' | 'not an aim';
  /** The numbers, and where it is lacking what to do. */
  detail: string;
}

/** What readiness is told from. */
export interface ReadyFacts {
  /** Of the recipe that ran. */
  steps: readonly Step[];
  generated: readonly GeneratedSource[];
  export: ExportOptions;
  /** The last rows of each series, as the run found them. */
  series: readonly ObservedRows[];
  /** Whether the run made buckets. */
  resampled: boolean;
  /** Labels in the catalogue, and those of them that cover at least one of the last rows. */
  labels: { all: number; covering: number };
}

const on = (steps: readonly Step[], ...kinds: string[]): boolean =>
  steps.some((step) => !step.off && kinds.some((kind) => kind in step));

/** What a data set is to be, each with what was found. */
export function readiness(facts: ReadyFacts): ReadyItem[] {
  return [
    cleaned(facts),
    utc(facts),
    regular(facts),
    filled(facts),
    resampled(facts),
    partitioned(facts),
    labelled(facts),
  ];
}

/** Whether all that is an aim holds. */
export const isReady = (items: readonly ReadyItem[]): boolean =>
  items.every(({ state }) => state !== 'lacks');

const state = (holds: boolean): ReadyItem['state'] => (holds ? 'holds' : 'lacks');
const rowsOf = (series: readonly ObservedRows[]): number => series.reduce((sum, { rows }) => sum + rows, 0);
const ofSeries = (some: number, all: number): string => `${count(some)} of ${count(all)} series`;

function cleaned({ steps, series }: ReadyFacts): ReadyItem {
  const disordered = series.filter(({ ordered }) => !ordered).length;
  const missing = series.reduce((sum, one) => sum + one.missing, 0);
  const steady = on(steps, 'duplicates') && on(steps, 'missing', 'outliers');
  const holds = steady && disordered === 0 && missing === 0;
  const wrong = [
    steady ? '' : 'steps for duplicates and for missing values or outliers are not on',
    disordered > 0 ? `times of ${plural(disordered, 'series', 'series')} do not increase` : '',
    missing > 0 ? `${plural(missing, 'row')} without a value` : '',
  ].filter((part) => part !== '');
  return {
    id: 'cleaned',
    title: 'Cleaned',
    state: state(holds),
    detail: holds ? 'times increase, no row without a value' : wrong.join('; '),
  };
}

function utc({ series }: ReadyFacts): ReadyItem {
  const good = series.filter((one) => one.utc).length;
  return {
    id: 'utc',
    title: 'All in UTC',
    state: state(good === series.length),
    detail: ofSeries(good, series.length),
  };
}

function regular({ series }: ReadyFacts): ReadyItem {
  const good = series.filter((one) => one.regular).length;
  const gaps = series.reduce((sum, one) => sum + one.gaps, 0);
  return {
    id: 'regular',
    title: 'Regular grid',
    state: state(good === series.length),
    detail: `${ofSeries(good, series.length)}${gaps > 0 ? `; ${plural(gaps, 'gap')}` : ''}`,
  };
}

function filled({ series }: ReadyFacts): ReadyItem {
  const good = series.filter(fewFilled).length;
  const rows = series.reduce((sum, one) => sum + one.filled, 0);
  const longest = maxOf(series.map(({ longestFilled }) => longestFilled?.length ?? 0));
  const share = `${shareText(rows, rowsOf(series))} of values filled`;
  const more = longest > 0 ? `, longest stretch ${durationText(longest)}` : '';
  return {
    id: 'filled',
    title: 'Little filled',
    state: state(good === series.length),
    detail: `${share}${more}${good === series.length ? '' : `; too much in ${ofSeries(series.length - good, series.length)}`}`,
  };
}

function resampled({ resampled: made, series, export: { stages } }: ReadyFacts): ReadyItem {
  const written = writtenKinds(stages, made ? 'resampled' : 'clean').includes('resampled');
  const rows = plural(rowsOf(series), 'row');
  return {
    id: 'resampled',
    title: 'Resampled',
    state: state(made && written),
    detail: !made ? 'no step resamples' : written ? rows : `${rows}, but they are not exported`,
  };
}

function partitioned({ export: { partition, codec } }: ReadyFacts): ReadyItem {
  return {
    id: 'partitioned',
    title: 'Partitioned',
    state: state(partition.length > 0),
    detail:
      partition.length > 0
        ? `Parquet by ${partition.join(' / ')}, ${codec}`
        : 'one Parquet file; choose a partition at export',
  };
}

function labelled({ generated, series, labels: { all, covering } }: ReadyFacts): ReadyItem {
  const rows = rowsOf(series);
  const aim = generated.some((source) => 'synthetic' in source);
  const holds = rows >= READY_ROWS && all > 0 && covering === all;
  const lost = all - covering;
  const anomalies =
    all === 0
      ? 'no labelled anomalies'
      : `${plural(all, 'labelled anomaly', 'labelled anomalies')}, all in the catalogue`;
  const found = `${plural(rows, 'row')}, ${anomalies}${lost > 0 ? `; ${count(lost)} of them cover no row` : ''}`;
  return {
    id: 'labelled',
    title: 'Ten million rows',
    state: aim ? state(holds) : 'not an aim',
    detail: aim ? found : `no synthetic series; ${found}`,
  };
}
