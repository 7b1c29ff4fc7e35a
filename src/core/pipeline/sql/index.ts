/** The whole pipeline as one script for DuckDB. */
import { at, lookup } from '../../list';
import { optionsOf } from '../../recipe/steps';
import { text } from '../../sql';
import { oneLine, pipelineSteps, type PipelineStep } from '../steps';
import type { PipelineFacts } from '../types';
import { csvProblem } from './csv';
import { duplicates } from './duplicates';
import { flagged, labelsTable } from './labels';
import { macros } from './macros';
import { missing } from './missing';
import { outliers } from './outliers';
import { resample } from './resample';
import { readSources, seriesTable, zoneRules } from './sources';
import { utc } from './utc';

const comment = (lines: readonly string[]): string => lines.map((line) => `-- ${oneLine(line)}`).join('\n');
const section = (title: readonly string[], statements: readonly string[]): string =>
  `${comment(title)}\n${statements.map((statement) => `${statement};`).join('\n')}`;

/** What DuckDB cannot do as the lab does it, a line each. */
export function sqlProblems({ recipe, paths }: PipelineFacts): string[] {
  return recipe.sources.flatMap((source) => {
    const encoding = source.csv && csvProblem(source);
    const moved = (source.parts ?? []).find(({ file }) => !lookup(paths, file).endsWith(file));
    return [
      ...(encoding === undefined ? [] : [encoding]),
      ...(moved === undefined
        ? []
        : [
            `${moved.file} has another path here, so that the columns that its path names cannot be read from it`,
          ]),
    ];
  });
}

const head = ({ recipe, series, stages }: PipelineFacts, problems: readonly string[]): string =>
  comment([
    `The pipeline of "${recipe.name}": from the raw files to the processed rows, in DuckDB.`,
    '',
    'Run it in the folder of the data set: duckdb < pipeline.sql',
    `or: python -c "import duckdb; duckdb.sql(open('pipeline.sql', encoding='utf-8').read())"`,
    `It takes DuckDB 1.4 or later, and no extension but json and parquet, which DuckDB brings along. It writes pipeline_output/, ${stages.join(' and ')} rows as Parquet, and changes nothing else.`,
    `${series.length} series. t are microseconds since 1970. What each step means is in spec/steps.md of the Anomaly Data Lab, how files are read in spec/import.md.`,
    'Labels are taken as they are, not computed: those of the catalogue of anomalies say which rows of the result lie in them, and protect rows from being changed.',
    ...problems.map((problem) => `NOT POSSIBLE HERE: ${problem}.`),
  ]);

function stepStatements(
  step: PipelineStep,
  input: { table: string; bucketed: boolean },
  output: string,
  facts: PipelineFacts,
): string[] {
  const { table } = input;
  const its = step.step;
  const names = facts.series.map(({ name }) => name);
  const options = {
    utc: optionsOf(its, 'utc'),
    duplicates: optionsOf(its, 'duplicates'),
    missing: optionsOf(its, 'missing'),
    outliers: optionsOf(its, 'outliers'),
    resample: optionsOf(its, 'resample'),
  };
  if (options.utc) return utc(options.utc, step, table, output);
  if (options.duplicates) return duplicates(options.duplicates, step, table, output);
  if (options.missing) return missing(options.missing, step, table, output);
  if (options.outliers) return outliers(options.outliers, step, table, output);
  if (options.resample)
    return resample(options.resample, step, input, output, { steps: facts.recipe.steps, names });
  throw new RangeError(`expected a step that is known, got ${step.kind}`);
}

/** A part of the script; `of`: `source` and the name of a source, `raw`, `step` and its place in the recipe, `output`, or null for what all of them need. */
export interface SqlPart {
  of: string | null;
  text: string;
}

/** What the parts of the sources are of, in their order. */
const sourceParts = ({ recipe, series }: PipelineFacts): string[] => [
  ...recipe.sources.map(({ file }) => `source ${file}`),
  ...series.filter(({ source }) => source !== 'file').map(({ name }) => `source ${name}`),
  'raw',
];

/**
 * The script: one for DuckDB 1.4 or later, run in the folder that `facts.paths` are relative to. It writes `pipeline_output/` and says by name what it cannot do.
 * Where it reads other rows than the run did, it ends with an error.
 */
export const pipelineSql = (facts: PipelineFacts): string =>
  `${pipelineSqlParts(facts)
    .map(({ text: part }) => part)
    .join('\n\n')}\n`;

/** The same in its parts. */
export function pipelineSqlParts(facts: PipelineFacts): SqlPart[] {
  const problems = sqlProblems(facts);
  const parts: SqlPart[] = [];
  const add = (of: string | null, ...sections: string[]): void => {
    for (const one of sections) parts.push({ of, text: one });
  };
  add(null, head(facts, problems));
  if (problems.length > 0) {
    const message = text(`This script cannot give the rows of the lab: ${problems.join('; ')}.`);
    add(null, section(['Ends here.'], [`CREATE TEMP TABLE refused AS SELECT error(${message})`]));
    return parts;
  }
  add(
    null,
    `-- How cells are read.\n${macros.trimEnd()}`,
    section(
      [
        'The series, with the rows that the lab read of each. Delete the check of them below ("Raw rows of all series") to run the steps on other files.',
      ],
      [seriesTable(facts)],
    ),
    section(
      [
        'Offsets of the time zones (microseconds ahead of UTC from a moment on, at first where there is none), and what local times mean by them: skipped and repeated stretches.',
      ],
      [zoneRules(facts)],
    ),
    section(['Labels.'], [labelsTable(facts)]),
  );
  const named = sourceParts(facts);
  for (const [index, { comment: title, statements }] of readSources(facts).entries())
    add(at(named, index), section([title], statements));
  let input = { table: 'rows_0', bucketed: false };
  let clean = input;
  for (const step of pipelineSteps(facts)) {
    const output = `rows_${step.index + 1}`;
    add(`step ${step.index}`, section(step.comment, stepStatements(step, input, output, facts)));
    input = { table: output, bucketed: input.bucketed || step.kind === 'resample' };
    if (!input.bucketed) clean = input;
  }
  const written = facts.stages.map((kind) => ({
    kind,
    from: kind === 'clean' ? clean : input,
    final: kind === (input.bucketed ? 'resampled' : 'clean'),
  }));
  add(
    'output',
    section(
      ['The rows, as the data set has them.'],
      written.map(
        ({ kind, from, final }) =>
          `CREATE OR REPLACE TEMP TABLE out_${kind} AS\n${flagged(from.table, { final, bucketed: kind === 'resampled' })}`,
      ),
    ),
    section(
      ['One file for each stage, sorted by series and time.'],
      [
        'SET threads = 1',
        ...written.map(
          ({ kind }) =>
            `COPY out_${kind} TO 'pipeline_output' (FORMAT parquet, PER_THREAD_OUTPUT true, OVERWRITE_OR_IGNORE true, FILENAME_PATTERN '${kind}_{i}')`,
        ),
      ],
    ),
  );
  return parts;
}
