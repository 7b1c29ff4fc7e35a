/** For tests: runs as the scripts of the pipeline are told of them, their files in a folder of their own. */
import { execFile } from 'node:child_process';
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import type { Label, LabelRow } from '../../../core/label/types';
import { emptyRecipe } from '../../../core/recipe';
import type { FileSource, Recipe, Step } from '../../../core/recipe/types';
import {
  pipelineFacts,
  pipelineLabel,
  pipelinePython,
  pipelineSql,
  type PipelineFacts,
} from '../../../core/pipeline';
import type { ProcessedRow, TestSeries } from './running.node';
import { loaded } from './running.node';

/** A time without a zone, to the microsecond. */
export function isoText(us: number): string {
  const fraction = us - Math.floor(us / 1e6) * 1e6;
  return `${new Date(Math.floor(us / 1e6) * 1e3).toISOString().slice(0, 19)}.${String(fraction).padStart(6, '0')}`;
}

/** A series as the file that has its rows. */
export const csvOf = ({ times, values }: TestSeries): string =>
  `timestamp,value\n${Array.from(times, (time, row) => `${isoText(time)},${values[row] ?? ''}`).join('\n')}\n`;

const sourceOf = ({ name, zone = 'UTC' }: TestSeries): FileSource => ({
  file: name,
  csv: { delimiter: ',', decimal: '.', header: true, encoding: 'utf-8' },
  time: { column: 'timestamp', format: 'iso', zone },
  values: ['value'],
});

/** A label of which no more is known than where it is in the source. */
export const asGiven = (label: Label): LabelRow => ({
  ...label,
  rawRows: 0,
  cleanRows: 0,
  processedRows: 0,
  processedStart: null,
  processedEnd: null,
  processedLast: null,
});

/** What the scripts are told of series in memory and the steps that are done to them. */
export function factsOf(
  given: readonly TestSeries[],
  steps: readonly Step[],
  labels: readonly LabelRow[],
): PipelineFacts {
  const recipe: Recipe = { ...emptyRecipe(), sources: given.map(sourceOf), steps: [...steps] };
  const resampled = steps.some((step) => 'resample' in step && !step.off);
  return pipelineFacts({
    recipe: { ...recipe, export: { ...recipe.export, stages: ['clean', 'resampled'] } },
    series: loaded(given).series,
    labels: labels.map(pipelineLabel),
    last: resampled ? 'resampled' : 'clean',
  });
}

/** A folder with files, given as text by their paths; `gone` removes it. */
export async function folderOf(
  files: Iterable<readonly [string, string | Uint8Array]>,
): Promise<{ path: string; gone: () => Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'pipeline-'));
  for (const [name, content] of files) {
    await mkdir(dirname(join(path, name)), { recursive: true });
    await writeFile(join(path, name), content);
  }
  return { path, gone: () => rm(path, { recursive: true, force: true }) };
}

/** A row as a script writes it. */
export type ScriptRow = ProcessedRow & { series: string; label: string | null };

const opened = DuckDBInstance.create(':memory:').then((instance) => instance.connect());

/** Runs the SQL script in a folder, in DuckDB as it is outside of the browser; rows by stage. */
export async function runSql(facts: PipelineFacts, folder: string): Promise<Map<string, ScriptRow[]>> {
  const connection = await opened;
  const script = pipelineSql(facts)
    .replaceAll(`'data/raw/`, `'${folder}/data/raw/`)
    .replaceAll(`'pipeline_output'`, `'${folder}/pipeline_output'`);
  await connection.run(script);
  const found = new Map<string, ScriptRow[]>();
  for (const kind of facts.stages) found.set(kind, await readOut(connection, folder, kind));
  return found;
}

async function readOut(connection: DuckDBConnection, folder: string, kind: string): Promise<ScriptRow[]> {
  const columns = kind === 'resampled' ? 'false AS outlier, observations' : 'outlier';
  const result = await connection.runAndReadAll(
    `SELECT series, epoch_us("timestamp")::DOUBLE AS t, value, filled, anomaly_id AS label, ${columns} FROM read_parquet('${folder}/pipeline_output/${kind}*.parquet')`,
  );
  return result.getRowObjectsJS() as unknown as ScriptRow[];
}

const run = promisify(execFile);

/** Python with polars and numpy: `PIPELINE_PYTHON` names it; without it the script is not run. */
export const python = process.env['PIPELINE_PYTHON'];

/** Runs the Python script in a folder; rows by stage. */
export async function runPython(facts: PipelineFacts, folder: string): Promise<Map<string, ScriptRow[]>> {
  const script = join(folder, 'pipeline.py');
  await writeFile(script, pipelinePython(facts));
  await run(python ?? 'python3', [script], { cwd: folder, maxBuffer: 1e8 });
  const connection = await opened;
  const found = new Map<string, ScriptRow[]>();
  for (const kind of facts.stages) found.set(kind, await readOut(connection, folder, kind));
  return found;
}
