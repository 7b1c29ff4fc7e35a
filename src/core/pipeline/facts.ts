/** What the scripts are told of a recipe and its run. */
import { DAY_US } from '../civil';
import { safePaths } from '../dataset/path';
import { rawPaths } from '../dataset/rawPaths';
import { writtenKinds, type StageKind } from '../dataset/stages';
import { offsetAt, transitions } from '../ingest/zone';
import type { LabelRow } from '../label/types';
import { maxOf, minOf } from '../list';
import type { Recipe } from '../recipe/types';
import type { PipelineFacts, PipelineLabel, PipelineSeries, ZoneOffsets } from './types';

/** No zone is more than a day from UTC: two days around a stretch of local times hold all that matters to them. */
const AROUND = 2 * DAY_US;

/** The offsets of the zones in which series have local times. Throws LabFailure `zone-unknown`. */
export function zoneOffsets(
  timed: readonly Pick<PipelineSeries, 'zone' | 'first' | 'last'>[],
): ZoneOffsets[] {
  const names = [...new Set(timed.map(({ zone }) => zone))].filter((zone) => zone !== 'UTC').toSorted();
  return names.map((zone) => {
    const mine = timed.filter((one) => one.zone === zone);
    const from = minOf(mine.map(({ first }) => first)) - AROUND;
    const to = maxOf(mine.map(({ last }) => last)) + AROUND;
    return {
      zone,
      offset: offsetAt(zone, from) / 1e6,
      changes: transitions(zone, from, to).map(({ atUtc, offsetAfter }) => ({
        at: atUtc,
        offset: offsetAfter / 1e6,
      })),
    };
  });
}

/** Folder of the bundle in which the rows of each generated series are, by its name. */
export function generatedFolders(names: readonly string[]): Map<string, string> {
  const paths = safePaths(names);
  return new Map(names.map((name, index) => [name, `data/raw/${paths[index]}`]));
}

/** A label as it lies in the rows. */
export const pipelineLabel = (label: LabelRow): PipelineLabel => ({
  series: label.series,
  id: label.id,
  type: label.type,
  start: label.start,
  end: label.end,
  first: label.processedStart,
  last: label.processedLast,
});

/** What is given of a run. */
export interface GivenRun {
  recipe: Recipe;
  series: readonly PipelineSeries[];
  /** Path of the catalogue of anomalies, or the labels themselves. */
  labels: string | readonly PipelineLabel[];
  /** What the run's last stage is. */
  last: StageKind;
  sentences?: ReadonlyMap<number, string>;
}

/** Paths are those of a bundle. Throws LabFailure `zone-unknown`. */
export function pipelineFacts({ recipe, series, labels, last, sentences }: GivenRun): PipelineFacts {
  const made = series.filter(({ source }) => source !== 'file').map(({ name }) => name);
  const mixed = recipe.sources.flatMap(({ file, time }) =>
    time.format === 'iso-offset' && time.zone !== 'UTC'
      ? series.filter((one) => one.file === file).map((one) => ({ ...one, zone: time.zone }))
      : [],
  );
  return {
    recipe,
    series,
    paths: rawPaths(recipe),
    folders: generatedFolders(made),
    zones: zoneOffsets([...series, ...mixed]),
    labels,
    stages: writtenKinds(recipe.export.stages, last),
    ...(sentences ? { sentences } : {}),
  };
}
