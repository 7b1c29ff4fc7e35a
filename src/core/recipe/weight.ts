/**
 * What a recipe costs, computed from its numbers alone: nothing is drawn, placed or made, and nothing is as long as what it would make. The work
 * grows with the parts of the recipe, not with its rows. Times are of an ordinary computer (measured in docs/reliability.md), good to a factor of
 * about three; they decide whether a person is asked, never what a recipe makes.
 */
import { maxOf } from '../list';
import { bytes as sizeText, count, plural, significant } from '../format';
import { parseDuration } from './duration';
import { seriesOf } from './series';
import type { GeneratedSource, Injection, Recipe, Step, SyntheticSource } from './types';

export interface Weight {
  /** Series that are made: one for each channel, and one for each copy. */
  series: number;
  /** Rows that are made, over all series, those that occur twice included. A copy has as many as its original, which only reading its file tells. */
  rows: number;
  /** Random numbers that these rows take. */
  draws: number;
  /** Anomalies, those drawn at random included. */
  anomalies: number;
  injections: number;
  /** Steps that are on. */
  steps: number;
  /** Rows that the largest stage has. */
  stepRows: number;
  /** Size of the files that it names, as far as it says. */
  fileBytes: number;
  /** Memory at its peak, without that for files. */
  bytes: number;
  /** Time to look for the places of all anomalies, and to try formulas: before the first row is made. */
  planMs: number;
  /** Time for all of it, without files. */
  ms: number;
}

/** What the lab can hold at most: what browsers give a page. */
export const MOST_BYTES = 4e9;
/** Above one of these the person is asked before a recipe from elsewhere runs. */
export const heavyLimits = { bytes: 1e9, ms: 20_000 } as const;
/** A recipe that takes longer to plan is not planned in the page: neither previewed, nor are the places of its anomalies checked at each edit. */
export const PLAN_LIMIT_MS = 250;

/** Whether a recipe from elsewhere runs only once the person has said so. */
export const isHeavy = ({ bytes, ms }: Weight): boolean => bytes > heavyLimits.bytes || ms > heavyLimits.ms;

/** Whether a crash may come of running it, or of reading its files, so that a session notes the attempt. */
export const isRisky = (weight: Weight): boolean =>
  isHeavy({ ...weight, bytes: 4 * weight.bytes + weight.fileBytes, ms: 4 * weight.ms });

export const plansQuickly = ({ planMs }: Weight): boolean => planMs <= PLAN_LIMIT_MS;

const day = 8.64e10;
/** Microseconds of work. */
const perRow = {
  keep: 0.01,
  base: 0.015,
  formula: 0.12,
  draw: 0.012,
  run: 0.02,
  bucket: 0.03,
  apart: 0.45,
} as const;
const perAnomaly = { place: 12, realise: 25 } as const;
/** Rows on which a formula is tried, and of which a deviation is taken. */
const probes = 4096;
const sample = 16_384;
/** Bytes of a row at the peak of making, running and writing, of a bucket that no row is in, and of an anomaly wherever it is held. */
const rowBytes = 18;
const bucketBytes = 36;
const anomalyBytes = 5000;

interface Made {
  channels: number;
  rows: number;
  /** Microseconds from the first row to the end of the last. */
  span: number;
}

const isFormula = (base: object): boolean => 'formula' in base;

/** Random numbers for one row of one channel. */
function drawsOf({ signal, noise = [], channels, faults }: SyntheticSource): number {
  const list = channels?.list.length ?? 1;
  const shared = channels?.shared;
  // With a correlation matrix, a channel's noise is mixed of that of every channel before it.
  const mixed = channels?.correlation ? (list + 1) / 2 : 1;
  const random = [...signal, ...(shared?.signal ?? [])].filter((base) => 'walk' in base).length;
  const faulty = [faults?.jitter, faults?.missing?.random, faults?.duplicates, faults?.backward];
  return (
    noise.length * mixed +
    (shared?.noise?.length ?? 0) +
    random +
    faulty.filter((share) => share !== undefined && share > 0).length
  );
}

/** Milliseconds to compile a source: formulas are tried at each lag, and deviations are taken where a noise is a share. */
function compileMs({ signal, noise = [], channels }: SyntheticSource): number {
  const list = channels?.list ?? [];
  const lags = new Set(list.map(({ lag }) => lag)).size || 1;
  const bases = [...signal, ...(channels?.shared?.signal ?? [])];
  const shares = noise.filter(({ unit }) => unit === 'share').length * Math.max(1, list.length);
  const sharedShares = (channels?.shared?.noise ?? []).filter(({ unit }) => unit === 'share').length;
  const tried = lags * bases.filter(isFormula).length * probes * perRow.formula;
  const eachBase = bases.reduce((sum, base) => sum + (isFormula(base) ? perRow.formula : perRow.base), 0);
  return (tried + (shares + sharedShares) * sample * eachBase) / 1000;
}

/** Whether rows stand at times of their own, which are kept and looked at in one thread. */
const isApart = ({ faults }: SyntheticSource): boolean =>
  [faults?.jitter, faults?.duplicates, faults?.backward].some((share) => share !== undefined && share > 0) ||
  faults?.missing?.as === 'absent';

function makeMs(source: SyntheticSource, rows: number): number {
  const { signal, channels } = source;
  const bases = [...signal, ...(channels?.shared?.signal ?? [])];
  const each = bases.reduce((sum, base) => sum + (isFormula(base) ? perRow.formula : perRow.base), 0);
  const apart = isApart(source) ? perRow.apart : 0;
  return (rows * (perRow.keep + each + drawsOf(source) * perRow.draw + apart)) / 1000;
}

/** How many anomalies an injection brings into a series of that length. */
function anomaliesOf(injection: Injection, span: number): number {
  if (injection.off) return 0;
  if ('shape' in injection) return 1;
  const { count: given, perDay = 0 } = injection.draw;
  return given ?? Math.round((perDay * span) / day);
}

/** Microseconds that a step takes for a row. */
function stepCost(step: Step): number {
  if ('utc' in step) return 0.05;
  if ('duplicates' in step || 'missing' in step) return 0.03;
  if ('resample' in step) return 0.05;
  const { window, rule } = step.outliers;
  if (window === undefined || rule === 'zscore') return 0.1;
  // The values of each window are kept in order.
  return 0.25 + 0.0004 * window;
}

/** Rows after resampling, at most: a bucket for every stretch of time, where empty ones are kept. */
function resampledRows(steps: readonly Step[], made: readonly Made[]): number {
  const bucketsOf = (step: Step, { rows, span }: Made): number => {
    if (!('resample' in step)) return 0;
    const { every, empty } = step.resample;
    const length = parseDuration(every);
    // A generated series is on the grid of its own step already.
    if (length === undefined) return rows;
    const buckets = Math.ceil(span / length) + 1;
    return empty === 'omit' ? Math.min(buckets, rows) : buckets;
  };
  // Which step a series meets is not looked up: the one that makes the most rows counts.
  return made.reduce(
    (sum, one) => sum + one.channels * maxOf([0, ...steps.map((step) => bucketsOf(step, one))]),
    0,
  );
}

function madeOf(source: GeneratedSource, rowsOf: (series: string) => number | undefined): Made {
  if (!('synthetic' in source)) return { channels: 1, rows: rowsOf(source.copy) ?? 0, span: 0 };
  const { rows, step, channels, faults } = source;
  return {
    channels: channels?.list.length ?? 1,
    rows: rows * (1 + (faults?.duplicates ?? 0)),
    span: rows * (parseDuration(step) ?? 0),
  };
}

/**
 * What a valid recipe costs. `rowsOf`: rows of a loaded series, of which a copy is made; a copy of one that is not loaded has none yet.
 */
export function weigh(
  recipe: Recipe,
  rowsOf: (series: string) => number | undefined = () => undefined,
): Weight {
  const { generated, injections, sources } = recipe;
  const made = generated.map((source) => madeOf(source, rowsOf));
  const sum = (of: (one: Made, source: GeneratedSource) => number): number =>
    generated.reduce((total, source, index) => {
      const one = made[index];
      return one ? total + of(one, source) : total;
    }, 0);
  const series = sum(({ channels }) => channels);
  const rows = sum(({ channels, rows: each }) => channels * each);
  const draws = sum(({ channels, rows: each }, source) =>
    'synthetic' in source ? channels * each * drawsOf(source) : 0,
  );

  const spans = new Map<string, number>();
  if (injections.length > 0)
    generated.forEach((source, index) => {
      for (const name of seriesOf(source)) spans.set(name, made[index]?.span ?? 0);
    });
  const anomalies = injections.reduce(
    (total, injection) => total + anomaliesOf(injection, spans.get(injection.series) ?? 0),
    0,
  );
  // Each series looks through all injections for its own.
  const looks = series * injections.length * 0.01;
  const planMs =
    sum((_, source) => ('synthetic' in source ? compileMs(source) : 0)) +
    (anomalies * perAnomaly.place + looks) / 1000;

  const steps = recipe.steps.filter(({ off }) => !off);
  const resampled = resampledRows(steps, made);
  const stepMs =
    (rows * steps.reduce<number>((total, step) => total + stepCost(step), perRow.run) +
      resampled * perRow.bucket) /
    1000;
  return {
    series,
    rows,
    draws,
    anomalies,
    injections: injections.length,
    steps: steps.length,
    stepRows: Math.max(steps.length > 0 ? rows : 0, resampled),
    fileBytes: sources.reduce((total, { bytes = 0 }) => total + bytes, 0),
    bytes: rows * rowBytes + Math.max(0, resampled - rows) * bucketBytes + anomalies * anomalyBytes,
    planMs,
    ms:
      planMs +
      sum(({ channels, rows: each }, source) =>
        'synthetic' in source ? makeMs(source, channels * each) : (each * 0.5) / 1000,
      ) +
      (anomalies * perAnomaly.realise) / 1000 +
      stepMs,
  };
}

/** A number for a person: 100,000,000 is `100M`, 3,000,000,000 is `3,000M`. */
const short = (value: number): string =>
  value >= 1e6 ? `${significant(value / 1e6, value >= 1e9 ? 6 : 3)}M` : count(Math.round(value));

function timeText(ms: number): string {
  const s = Math.max(1, Math.round(ms / 1000));
  if (s < 90) return `${s} s`;
  return s < 5400 ? `${Math.round(s / 60)} min` : `${short(Math.round(s / 3600))} h`;
}

/** What a recipe makes and costs, for a person: `generates 100M rows (about 1.8 GB, 23 s)`; also where that is more than the lab can hold. */
export function weightText(weight: Weight): string {
  const { rows, stepRows, anomalies, series } = weight;
  const parts = [
    `${short(rows)} ${Math.round(rows) === 1 ? 'row' : 'rows'}${series > 1 ? ` in ${plural(series, 'series', 'series')}` : ''}`,
    ...(anomalies > 0 ? [`${short(anomalies)} ${anomalies === 1 ? 'anomaly' : 'anomalies'}`] : []),
    ...(stepRows > 2 * rows ? [`${short(stepRows)} rows after resampling`] : []),
  ];
  const beyond =
    weight.bytes > MOST_BYTES ? `, more than the ${sizeText(MOST_BYTES)} that the lab can hold` : '';
  return `generates ${parts.join(', ')} (about ${sizeText(weight.bytes)}, ${timeText(weight.ms)}${beyond})`;
}
