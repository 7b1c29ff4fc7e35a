import { create } from 'zustand';
import type { LabError } from '../../core/errors';
import type { Detectability } from '../../core/synth/inject';
import type { RealisedAnomaly } from '../../core/synth/inject/types';
import { seriesOf } from '../../core/recipe/series';
import type { GeneratedSource, Injection, Recipe } from '../../core/recipe/types';
import type { GeneratedReport, Progress } from '../../engine/protocol';
import { call } from '../engine/engine';

interface GeneratedState {
  /** What came of each source, by its name. */
  reports: Record<string, GeneratedReport>;
  /** How many anomalies of a series plain detectors would find, by series, once that is known. */
  detectability: Record<string, Detectability>;
  /** Why the last attempt to make a source failed; what was there of it stays. */
  errors: Record<string, LabError>;
  /** Series being made. */
  making: { progress: Progress | null; cancel: () => void } | null;
}

export const useGenerated = create<GeneratedState>()(() => ({
  reports: {},
  detectability: {},
  errors: {},
  making: null,
}));

/** The source that makes a series; undefined where a file brings it. */
export const sourceOf = (recipe: Recipe, series: string): GeneratedSource | undefined =>
  recipe.generated.find((source) => seriesOf(source).includes(series));

/** The injections into a source's series, in the recipe's order. */
export function injectionsOf(recipe: Recipe, source: GeneratedSource): Injection[] {
  const names = new Set(seriesOf(source));
  return recipe.injections.filter(({ series }) => names.has(series));
}

/** All that a source's rows depend on, as one text. `base`: of a copy, what identifies the series that it copies. */
export function generatedKey(recipe: Recipe, source: GeneratedSource, base = ''): string {
  const needed = injectionsOf(recipe, source).filter(({ off }) => !off);
  return JSON.stringify([source, needed, recipe.seed, base]);
}

/** Realised anomalies of a series, in order of time. */
export function anomaliesOf(
  reports: Readonly<Record<string, GeneratedReport>>,
  series: string,
): readonly RealisedAnomaly[] {
  for (const { series: names, anomalies } of Object.values(reports)) {
    if (names.includes(series)) return anomalies.filter((anomaly) => anomaly.series === series);
  }
  return [];
}

/** What plain detectors would find, asked for when the rows are there; a later answer takes the place of an earlier. */
export async function measureDetectability(series: readonly string[]): Promise<void> {
  for (const name of series) {
    const found = await call('detectability', { series: name }).catch(() => null);
    useGenerated.setState(({ detectability }) => ({
      detectability: found ? { ...detectability, [name]: found } : without(detectability, [name]),
    }));
  }
}

/** A record without some of its names. */
export function without<T>(record: Readonly<Record<string, T>>, names: readonly string[]): Record<string, T> {
  return Object.fromEntries(Object.entries(record).filter(([name]) => !names.includes(name)));
}
