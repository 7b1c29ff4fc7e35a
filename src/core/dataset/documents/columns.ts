/** Where each column of the processed rows comes from. */
import { fileNames, listOf, nameOf } from '../../recipe/series';
import { kindOf } from '../../recipe/steps';
import type { Recipe, StepKind } from '../../recipe/types';
import type { ColumnLineage, ProcessedRows } from './dataset';
import type { documentPaths } from './names';

type Input = ColumnLineage['inputs'][number];

/** What a column of files is, and whether generated series have it too. */
type Part = 'series' | 'time' | 'values' | 'labels';

/** Columns of a recipe's sources that hold one part of their rows; of a generated one the source as a whole. */
function inputsOf({ sources, generated }: Recipe, part: Part): Input[] {
  const files = sources.flatMap((source): Input[] => {
    const columns = {
      series: listOf(source.series),
      time: listOf(source.time.column),
      values: source.values,
      labels: source.labels ? [source.labels.column, ...listOf(source.labels.type)] : [],
    }[part];
    const its = columns.map((column): Input => ({ source: source.file, column }));
    // A series is named after its file, and numbered rows have times of the recipe's own.
    const whole =
      part === 'series' ||
      (part === 'time' && columns.length === 0) ||
      (part === 'labels' && source.anomalies);
    return whole ? [{ source: source.file, column: null }, ...its] : its;
  });
  return [...files, ...generated.map((source): Input => ({ source: nameOf(source), column: null }))];
}

/**
 * The columns of the rows of a stage, each with all that it is made from: columns of sources, steps that are on, documents. Steps that take rows away count for every column
 * but the name of the series.
 */
export function columnLineage(
  recipe: Recipe,
  { stage, schema }: Pick<ProcessedRows, 'stage' | 'schema'>,
  paths: ReturnType<typeof documentPaths>,
): ColumnLineage[] {
  const steps = (...kinds: StepKind[]): number[] =>
    [...recipe.steps.entries()].flatMap(([index, step]) => {
      const kind = kindOf(step);
      const reached = stage === 'resampled' || kind !== 'resample';
      return !step.off && reached && kinds.includes(kind) ? [index] : [];
    });
  const all = steps('utc', 'duplicates', 'missing', 'outliers', 'resample');
  const values = inputsOf(recipe, 'values');
  const labelled = [
    ...recipe.labels
      .flatMap((source) => fileNames(source))
      .map((source): Input => ({ source, column: null })),
    ...inputsOf({ ...recipe, generated: recipe.injections.length > 0 ? recipe.generated : [] }, 'labels'),
  ];
  const buckets = stage === 'resampled';
  const known: Record<string, Omit<ColumnLineage, 'name'>> = {
    series: {
      sentence:
        'The name of the file or the generated series, with the texts of the columns that tell series apart and the name of the value column where there are several.',
      inputs: inputsOf(recipe, 'series'),
      steps: [],
      documents: [],
    },
    timestamp: {
      sentence: buckets
        ? 'The start of the bucket, from the times of the source in UTC.'
        : 'The time of the source in UTC.',
      inputs: inputsOf(recipe, 'time'),
      steps: all,
      documents: [],
    },
    value: {
      sentence: buckets
        ? 'What the last step makes of the values of each bucket, after the steps before.'
        : 'The value of the source as the steps left it.',
      inputs: values,
      steps: all,
      documents: [],
    },
    is_anomaly: {
      sentence: 'Whether a label of the catalogue covers the row.',
      inputs: labelled,
      steps: all,
      documents: [paths.anomalies, paths.recipe],
    },
    anomaly_type: {
      sentence: 'The type of that label; of several, of the one that starts first.',
      inputs: labelled,
      steps: all,
      documents: [paths.anomalies, paths.recipe],
    },
    anomaly_id: {
      sentence: 'The id of that label, by which the catalogue has it.',
      inputs: labelled,
      steps: all,
      documents: [paths.anomalies, paths.recipe],
    },
    observations: {
      sentence: 'How many values the bucket was made from.',
      inputs: values,
      steps: all,
      documents: [],
    },
    outlier: {
      sentence: 'Whether a step for outliers marked the row.',
      inputs: values,
      steps: steps('utc', 'duplicates', 'missing', 'outliers'),
      documents: [],
    },
    filled: {
      sentence: 'Whether a step put the value in where there was none.',
      inputs: values,
      steps: all,
      documents: [],
    },
  };
  return schema.flatMap(({ name }) => {
    const lineage = known[name];
    return lineage ? [{ name, ...lineage }] : [];
  });
}
