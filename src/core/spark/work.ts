/** What a recipe gives Spark to do: its inputs and its rows. */
import { writtenKinds, type StageKind } from '../dataset/stages';
import { parseDuration } from '../recipe/duration';
import { seriesOf } from '../recipe/series';
import type { Recipe, SourcePart } from '../recipe/types';
import { weigh } from '../recipe/weight';

/** A file that the recipe names. */
export interface SparkInput {
  name: string;
  /** Lower-case hexadecimal; absent where it was never read. */
  sha256?: string;
  bytes?: number;
}

/** The files of a recipe, of data and of labels, those of a data set of several one by one. */
export function inputsOf({ sources, labels }: Recipe): SparkInput[] {
  const named: { file: string; sha256?: string; bytes?: number }[] = [
    ...sources.flatMap((source): readonly SourcePart[] => source.parts ?? [source]),
    ...labels,
  ];
  return named.map(({ file, sha256, bytes }) => ({
    name: file,
    ...(sha256 === undefined ? {} : { sha256 }),
    ...(bytes === undefined ? {} : { bytes }),
  }));
}

/** Rows that a recipe gives Spark. */
export interface SparkWork {
  series: number;
  /** Rows that are generated, and those that come from files, copies of them included. */
  generated: number;
  files: number;
  /** Whether all files' rows are counted: of those that were never loaded nobody knows them. */
  whole: boolean;
  /** Rows that are written of each stage, about. */
  written: Partial<Record<StageKind, number>>;
}

/** What is known of the recipe beside itself. */
export interface Known {
  /** Series of files that are loaded. */
  loaded: readonly { name: string; file: string; rows: number }[];
  /** Rows of each stage, where the recipe has run. */
  stages?: readonly { name: string; rows: number }[];
}

/** Rows of generated series after resampling; those whose buckets are as long as their step stay as many. */
function buckets({ generated, steps }: Recipe): number {
  const step = steps.find((one) => 'resample' in one && !one.off);
  const every = step && 'resample' in step ? parseDuration(step.resample.every) : undefined;
  return generated.reduce((sum, source) => {
    if (!('synthetic' in source)) return sum;
    const length = parseDuration(source.step) ?? 1;
    const rows = every === undefined ? source.rows : Math.ceil((source.rows * length) / every);
    return sum + rows * seriesOf(source).length;
  }, 0);
}

export function workOf(recipe: Recipe, { loaded, stages }: Known): SparkWork {
  const weight = weigh(recipe);
  const rowsOf = new Map(loaded.map(({ name, rows }) => [name, rows]));
  const copied = recipe.generated.map((source) => ('copy' in source ? (rowsOf.get(source.copy) ?? 0) : 0));
  const files = [...rowsOf.values(), ...copied].reduce((sum, rows) => sum + rows, 0);
  const there = new Set(loaded.map(({ file }) => file));
  const resamples = recipe.steps.some((step) => 'resample' in step && !step.off);
  const kinds = writtenKinds(recipe.export.stages, resamples ? 'resampled' : 'clean');
  const about = { clean: weight.rows + files, resampled: buckets(recipe) + files };
  return {
    series: weight.series + loaded.length,
    generated: weight.rows,
    files,
    whole: recipe.sources.every(({ file }) => there.has(file)),
    written: Object.fromEntries(
      kinds.map((kind) => [kind, stages?.find(({ name }) => name === kind)?.rows ?? about[kind]]),
    ),
  };
}
