import { fail, ok, type Result } from '../../errors';
import { fitDistribution } from './distribution';
import { at, last } from '../../list';
import { meanOf, sumOf } from '../../statistics';
import { day } from '../signal/clock';
import { fitAr1 } from './ar1';
import { condense, observe, type Observed } from './grid';
import { modelAt, without, type Model, type Part } from './model';
import { CHANCE, rhythmChance, trendChance } from './rhythm';
import { robustSd, withoutFar } from './statistics';
import { fitStructure, type Shape } from './structure';
import type { FittedSeries, Profile, Residual, TimedSeries } from './types';

/** Level, trend and rhythms are fitted to at most so many points. */
const MAX_POINTS = 50_000;
/** The greatest number that a recipe's signal takes, and the greatest value whose level and rhythms stay well below it. */
const LARGEST = 1e15;
const LARGEST_VALUE = 1e12;
/** A rhythm of less strength is none, however sure. */
const WEAKEST = 0.01;
const EVERYTHING = ['level', 'trend', 'daily', 'weekly'] as const;

/**
 * Takes a series apart into level, trend, daily and weekly rhythm and residuals. Level, trend and rhythms by Huber's M-estimator, of more
 * than 50,000 values over medians of neighbours; trend and rhythms only where chance does not explain them (1 %). Fails where there is no value, or
 * one beyond 1e12. Time for 10,000,000 rows about 9 s.
 */
export function fitSeries(series: TimedSeries): Result<FittedSeries> {
  const seen = observe(series);
  const { times, values, start, step, rows } = seen;
  if (values.length === 0)
    return fail({
      code: 'recipe-value',
      message: 'Expected a series with at least one value, got none. Choose another series.',
    });
  if (values.some((value) => Math.abs(value) > LARGEST_VALUE))
    return fail({
      code: 'recipe-value',
      message:
        'Expected values of at most 1e12, got larger ones, which a generated series cannot have. Remove them with the cleaning steps first.',
    });
  const model = modelOf(seen);
  const raw = without(model, times, values, EVERYTHING);
  const { residual, centre } = residualOf(raw, values, seen);
  model.level += centre;
  const left = raw.map((value) => value - centre);
  return ok({
    step,
    start,
    rows,
    values: values.length,
    level: model.level,
    trend: model.trend,
    daily: profileOf(model.daily.values, model.daily.interpolate, modelAt(model, times, ['daily']), left),
    weekly: profileOf(model.weekly, 'step', modelAt(model, times, ['weekly']), left),
    residual,
    r2: residual ? explained(values, left) : 1,
  });
}

/** The model at `start`, with those of trend and rhythms that chance does not explain. */
function modelOf({ times, values, start, step }: Observed): Model {
  const points = condense(times, values, MAX_POINTS);
  const reach = last(times) - at(times, 0);
  const shape = widest(reach, step);
  const fitted = (next: Shape): Model => fitStructure(points.times, points.values, next);
  const less = (from: Model, parts: readonly Part[]): Float64Array =>
    without(from, points.times, points.values, parts);
  const cells = Math.min(24, Math.floor(day / step));
  let model = fitted(shape);
  const daily =
    shape.daily > 0 && rhythmChance(points.times, less(model, ['trend', 'weekly']), 'day', cells) < CHANCE;
  const weekly =
    shape.weekly && rhythmChance(points.times, less(model, ['trend', 'daily']), 'week', 7) < CHANCE;
  let kept: Shape = { ...shape, daily: daily ? shape.daily : 0, weekly };
  model = fitted(kept);
  const threshold = rounding(points.values);
  const strength = (part: 'daily' | 'weekly'): number => {
    const rhythm = modelAt(model, points.times, [part]);
    return largest(rhythm) > threshold ? strengthOf(rhythm, less(model, EVERYTHING)) : 0;
  };
  kept = {
    ...kept,
    daily: strength('daily') >= WEAKEST ? kept.daily : 0,
    weekly: strength('weekly') >= WEAKEST,
  };
  model = fitted(kept);
  if (kept.daily > 0 && kept.interpolate === 'linear') {
    const steps: Shape = { ...kept, interpolate: 'step' };
    const other = fitted(steps);
    if (distance(less(other, EVERYTHING)) < distance(less(model, EVERYTHING))) {
      kept = steps;
      model = other;
    }
  }
  const trend =
    kept.trend &&
    Math.abs(model.trend) <= LARGEST &&
    trendChance(points.times, less(model, ['daily', 'weekly']), blocksOf(reach)) < CHANCE;
  if (!trend && kept.trend) model = fitted({ ...kept, trend });
  model.level += (model.trend * (start - model.origin)) / day;
  model.origin = start;
  return model;
}

const largest = (list: Float64Array): number =>
  list.reduce((max, value) => Math.max(max, Math.abs(value)), 0);

/** What is smaller comes from arithmetic alone, or has no square: a ten-millionth of the deviation, 1e-13 of the greatest value, 1e-100. */
const rounding = (values: Float64Array): number =>
  Math.max(1e-7 * Math.sqrt(variance(values)), 1e-13 * largest(values), 1e-100);

const distance = (residuals: Float64Array): number => sumOf(residuals, (value) => Math.abs(value));

/** Parts of a day, and how many days it takes to know so many. */
const PARTS = [
  [96, 14],
  [48, 7],
  [24, 2],
] as const;

/**
 * What a series of this length can tell. A daily rhythm of as many parts as its days allow that have three rows or more each, or exactly one; else
 * 24, or as many as there are rows in a day. Steps where a part has fewer than three rows, else what comes nearer to the values.
 */
function widest(reach: number, step: number): Shape {
  const days = (reach + step) / day;
  const rowsADay = Math.floor(day / step);
  const fits = PARTS.find(([n, minDays]) => days >= minDays && (rowsADay >= 3 * n || rowsADay === n));
  const parts = fits?.[0] ?? Math.min(24, rowsADay);
  return {
    trend: reach > 0,
    daily: days >= 2 && parts >= 2 ? parts : 0,
    interpolate: rowsADay >= 3 * parts ? 'linear' : 'step',
    weekly: days >= 14,
  };
}

/** Stretches that a trend is tested over: whole days from 8 to 100 of them, else 24. */
function blocksOf(reach: number): number {
  const days = Math.round(reach / day);
  return days >= 8 ? Math.min(100, days) : 24;
}

function residualOf(
  raw: Float64Array,
  values: Float64Array,
  { times, start, step }: Observed,
): { residual: Residual | null; centre: number } {
  // Two values or fewer tell of no noise.
  const size = Math.sqrt(sumOf(raw, (value) => value * value) / raw.length);
  if (raw.length < 3 || size <= rounding(values)) return { residual: null, centre: 0 };
  const { distribution, centre, aic, fitted } = fitDistribution(raw);
  const left = raw.map((value) => value - centre);
  const mean = meanOf(left);
  const squares = sumOf(left, (value) => (value - mean) ** 2);
  const places = times.map((time) => Math.round((time - start) / step));
  const residual = {
    distribution,
    aic,
    fitted,
    sd: Math.sqrt(squares / (left.length - 1)),
    robustSd: robustSd(left),
    ar1: fitAr1(left, places),
  };
  return { residual, centre };
}

function profileOf(
  values: Float64Array,
  interpolate: Profile['interpolate'],
  rhythm: Float64Array,
  left: Float64Array,
): Profile | null {
  if (values.length === 0) return null;
  return { values: [...values], interpolate, strength: strengthOf(rhythm, left) };
}

/** 1 − Var(residual) / Var(rhythm + residual) without far residuals, 0 at least and where there is neither. */
function strengthOf(rhythm: Float64Array, left: Float64Array): number {
  const near = withoutFar(left);
  const all = variance(near.map((value, i) => value + (rhythm[i] as number)));
  return all > 0 ? Math.max(0, 1 - variance(near) / all) : 0;
}

function variance(values: Float64Array): number {
  const mean = meanOf(values);
  return sumOf(values, (value) => (value - mean) ** 2) / values.length;
}

function explained(values: Float64Array, left: Float64Array): number {
  const all = variance(values) * values.length;
  const errors = sumOf(left, (value) => value * value);
  return all > 0 ? Math.min(1, Math.max(0, 1 - errors / all)) : 1;
}

/** Values less the fitted level, trend and rhythms, in order of time; rows without a value are left out. */
export function residualsOf(series: TimedSeries, fitted: FittedSeries): Float64Array {
  const { times, values } = observe(series);
  const model = {
    level: fitted.level,
    trend: fitted.trend,
    origin: fitted.start,
    daily: {
      values: Float64Array.from(fitted.daily?.values ?? []),
      interpolate: fitted.daily?.interpolate ?? 'step',
    },
    weekly: Float64Array.from(fitted.weekly?.values ?? []),
  };
  return without(model, times, values, EVERYTHING);
}
