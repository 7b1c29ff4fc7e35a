/** Which two series are compared, and the engine's answer. */
import { create } from 'zustand';
import type { CompareReport, CompareRequest, CompareSide, Stretch } from '../../core/compare/types';
import type { Recipe } from '../../core/recipe/types';
import type { Layer } from '../../core/view/types';
import type { Progress, SeriesInfo } from '../../engine/protocol';
import { call } from '../engine/engine';
import { sourceOf } from '../synth/generated';

/** What the reference is compared with: another series, or its own history. */
export type Against = 'series' | 'halves' | 'visible';

/** What a person chose for one chosen series; the rest is as `pairOf` has it. */
export interface CompareChoice {
  /** The series that was chosen then; with another one, everything is by default again. */
  of: string;
  against?: Against;
  reference?: string;
  referenceLayer?: Layer;
  other?: string;
  otherLayer?: Layer;
}

export interface ComparePair {
  against: Against;
  reference: { series: string; layer: Layer };
  other: { series: string; layer: Layer };
}

interface CompareState {
  choice: CompareChoice | null;
  histogram: 'overlaid' | 'side';
}

export const useCompare = create<CompareState>()(() => ({ choice: null, histogram: 'overlaid' }));

export const setHistogramView = (histogram: CompareState['histogram']): void =>
  useCompare.setState({ histogram });

/** Changes the choice for the chosen series. */
export function chooseCompare(of: string, change: Omit<CompareChoice, 'of'>): void {
  useCompare.setState(({ choice }) => ({ choice: { ...(choice?.of === of ? choice : {}), ...change, of } }));
}

interface Known {
  series: readonly Pick<SeriesInfo, 'name' | 'source'>[];
  recipe: Recipe;
  /** The series that a synthetic one was modelled on, by the synthetic one's name. */
  modelled: Readonly<Record<string, string>>;
}

/** The series that another was made after: that of a model, the original of a copy, else the first real one, else itself. */
export function originOf(chosen: string, { series, recipe, modelled }: Known): string {
  const there = (name: string | undefined): name is string => series.some((one) => one.name === name);
  const model = modelled[chosen];
  if (there(model)) return model;
  const source = sourceOf(recipe, chosen);
  if (source && 'copy' in source && there(source.copy)) return source.copy;
  if (series.find(({ name }) => name === chosen)?.source === 'file') return chosen;
  return series.find(({ source: kind }) => kind === 'file')?.name ?? chosen;
}

/**
 * What to compare: by default the origin of the chosen series with that series, raw rows; a real series, which is its own origin, with what the
 * steps made of it. What is chosen but no longer loaded is by default again.
 */
export function pairOf(chosen: string, choice: CompareChoice | null, known: Known): ComparePair {
  const mine = choice?.of === chosen ? choice : null;
  const there = (name: string | undefined): name is string => known.series.some((one) => one.name === name);
  const reference = there(mine?.reference) ? mine.reference : originOf(chosen, known);
  const other = there(mine?.other) ? mine.other : chosen;
  const against = mine?.against ?? 'series';
  const referenceLayer = mine?.referenceLayer ?? 'raw';
  const same = reference === other && referenceLayer === 'raw';
  return {
    against,
    reference: { series: reference, layer: referenceLayer },
    other:
      against === 'series'
        ? { series: other, layer: mine?.otherLayer ?? (same ? 'processed' : 'raw') }
        : { series: reference, layer: referenceLayer },
  };
}

/** What to ask the engine; null where the visible range is to be compared and all of the series is in sight. */
export function requestOf(
  { against, reference, other }: ComparePair,
  range: Stretch | null,
): CompareRequest | null {
  const side = (of: ComparePair['reference'], part: CompareSide['part']): CompareSide => ({ ...of, part });
  if (against === 'series') return { reference: side(reference, 'all'), other: side(other, 'all') };
  if (against === 'halves')
    return { reference: side(reference, 'first-half'), other: side(other, 'second-half') };
  if (!range) return null;
  const stretch = { from: range.from, to: range.to };
  return { reference: side(reference, { outside: stretch }), other: side(other, stretch) };
}

export const fetchComparison = (
  request: CompareRequest,
  signal: AbortSignal,
  onProgress: (progress: Progress) => void,
): Promise<CompareReport> => call('compare', request, { signal, onProgress });
