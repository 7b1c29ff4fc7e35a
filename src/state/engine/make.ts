/** The engine holds the generated series that the recipe names: those that left are unloaded, new and changed ones are made. */
import { lookup } from '../../core/list';
import { nameOf } from '../../core/recipe/series';
import type { GeneratedSource, Recipe } from '../../core/recipe/types';
import type { GeneratedReport } from '../../engine/protocol';
import { addReports, dropReports, useFiles } from '../ingest/files';
import { generatedKey, measureDetectability, useGenerated, without } from '../synth/generated';
import { call } from './engine';
import { held } from './held';
import { layoutKey, refreshLabels } from './load';

/** What is being made: the keys of all generated sources at its start. */
let making: { control: AbortController; keys: string } | undefined;

/** What each generated source is to be made from, by its name. */
function keysOf(recipe: Recipe): Map<string, string> {
  const copied = (series: string): string => {
    const report = Object.values(useFiles.getState().reports).find((one) => one.series.includes(series));
    const source = report && held.files.get(report.file);
    return source ? `${source.sha256}${layoutKey(source)}` : '';
  };
  return new Map(
    recipe.generated.map((source) => [
      nameOf(source),
      generatedKey(recipe, source, 'copy' in source ? copied(source.copy) : ''),
    ]),
  );
}

/** What all generated sources are to be made from, as one text. */
export const generatedKeys = (recipe: Recipe): string => [...keysOf(recipe).values()].join('\n');

/** Cancels what is being made. */
export const cancelMaking = (): void => making?.control.abort();

/** Cancels what is being made where the recipe no longer wants it so. */
export function cancelStaleMaking(recipe: Recipe): void {
  if (making && making.keys !== generatedKeys(recipe)) making.control.abort();
}

/** Unloads the generated sources that left the recipe, and makes those that are new or changed. Rejects with LabFailure when the whole call failed. */
export async function makeGenerated(recipe: Recipe): Promise<void> {
  const keys = keysOf(recipe);
  await unloadOthers(keys);
  const sources = recipe.generated.filter((source) => {
    const name = nameOf(source);
    return held.generated.get(name) !== keys.get(name);
  });
  if (sources.length > 0) await make(recipe, sources, keys);
}

/** Unloads the generated sources that the recipe does not name, or not so; nothing is made. */
export const dropOtherGenerated = (recipe: Recipe): Promise<void> => {
  const keys = keysOf(recipe);
  return unload([...held.generated].flatMap(([name, key]) => (keys.get(name) === key ? [] : [name])));
};

const unloadOthers = (wanted: ReadonlyMap<string, string>): Promise<void> =>
  unload([...held.generated.keys()].filter((name) => !wanted.has(name)));

async function unload(gone: readonly string[]): Promise<void> {
  if (gone.length === 0) return;
  const series = await call('unload', [...gone]);
  gone.forEach((name) => held.generated.delete(name));
  useGenerated.setState(({ reports, errors }) => ({
    reports: without(reports, gone),
    errors: without(errors, gone),
  }));
  dropReports([], series);
}

async function make(
  recipe: Recipe,
  sources: GeneratedSource[],
  keys: ReadonlyMap<string, string>,
): Promise<void> {
  const { seed, generated: all } = recipe;
  const injections = recipe.injections.filter(({ off }) => !off);
  const control = new AbortController();
  making = { control, keys: [...keys.values()].join('\n') };
  useGenerated.setState({ making: { progress: null, cancel: () => control.abort() } });
  try {
    const report = await call(
      'generate',
      { seed, sources, all, injections },
      {
        signal: control.signal,
        onProgress: (progress) =>
          useGenerated.setState((state) => (state.making ? { making: { ...state.making, progress } } : {})),
      },
    );
    for (const { source } of report.sources) held.generated.set(source, lookup(keys, source));
    const good = takeReports(report.sources);
    if (good.length > 0) {
      void measureDetectability(
        good.flatMap(({ series, anomalies }) => (anomalies.length > 0 ? series : [])),
      );
      addReports([], report.series);
      await refreshLabels();
    }
  } finally {
    making = undefined;
    useGenerated.setState({ making: null });
  }
}

/** Puts what came of sources into the state: of one that failed, its error beside what was there. Those that were made. */
function takeReports(all: readonly GeneratedReport[]): GeneratedReport[] {
  const good = all.filter(({ error }) => !error);
  const names = good.map(({ source }) => source);
  const bad = all.flatMap(({ source, error }) => (error ? [[source, error] as const] : []));
  useGenerated.setState(({ reports, errors }) => ({
    reports: { ...reports, ...Object.fromEntries(good.map((one) => [one.source, one])) },
    errors: { ...without(errors, names), ...Object.fromEntries(bad) },
  }));
  return good;
}
