/** For tests: the files of spec/parity, and what a bundle says of the same. */
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { tableFromIPC, type Table } from 'apache-arrow';
import { LabFailure } from '../../../core/errors';
import { at } from '../../../core/list';
import { parseRecipeText } from '../../../core/recipe';
import type { Recipe } from '../../../core/recipe/types';
import type { GivenSource } from '../making';
import { bundleOf } from '../verify/bundles.node';

/** A row: microseconds in UTC, value, filled, outlier or observations, id of the label whose it is. */
export type ParityRow = [number, number | null, boolean, boolean | number, string | null];

export interface ParityStep {
  rowsIn: number;
  rowsOut: number;
  counts: Record<string, number>;
}

export interface ParityLabel {
  first: number | null;
  last: number | null;
  rows: number;
  /** Rows that it covers: as read, then after each step of the recipe. */
  byStep: number[];
}

/** What comes of a recipe: rows by stage and series, what each step counted by series, what is left of each label. */
export interface ParityResult {
  rows: Partial<Record<'clean' | 'resampled', Record<string, ParityRow[]>>>;
  steps: Record<string, ParityStep>[];
  labels: Record<string, ParityLabel>;
}

export interface ParityRun {
  about?: string;
  recipe: unknown;
  files: Record<string, string[]>;
  /** `refused`: the code of the error with which it ends. */
  expected: ParityResult | { refused: string };
}

export interface ParityFile {
  about: string;
  zones: Record<string, { offset: number; changes: [number, number][] }>;
  runs: ParityRun[];
}

const folder = new URL('../../../../spec/parity/', import.meta.url);

const json = (name: string): unknown => JSON.parse(readFileSync(new URL(name, folder), 'utf8'));

/** Every file by its name without the ending. */
export const parityFiles = (): [string, ParityFile][] =>
  readdirSync(fileURLToPath(folder))
    .filter((name) => name.endsWith('.json'))
    .toSorted()
    .map((name) => [name.slice(0, -'.json'.length), json(name) as ParityFile]);

/** The recipe of a run as the lab reads it. Throws where it is none. */
function parityRecipe({ recipe }: Pick<ParityRun, 'recipe'>): Recipe {
  const read = parseRecipeText(JSON.stringify(recipe));
  if (!read.ok) throw new LabFailure(read.error);
  return read.value;
}

/** The files of a run, as they are given to the lab. */
const parityGiven = ({ files }: Pick<ParityRun, 'files'>, recipe: Recipe): GivenSource[] =>
  recipe.sources.map((source) => ({
    name: source.file,
    source,
    file: new File([`${(files[source.file] ?? []).join('\n')}\n`], source.file),
  }));

const parquet = createRequire(import.meta.url)('parquet-wasm/node') as {
  readParquet(bytes: Uint8Array): { intoIPCStream(): Uint8Array };
};
const microseconds = (text: string): number => {
  const [, whole = '', fraction = ''] = /^(.*?)(?:\.(\d+))?Z$/.exec(text) ?? [];
  return Date.parse(`${whole}Z`) * 1000 + Number(fraction.padEnd(6, '0'));
};

interface DatasetDocument {
  processed: { stage: 'clean' | 'resampled'; files: { path: string }[] };
  earlierStages?: { stage: 'clean' | 'resampled'; files: { path: string }[] }[];
  transformations: {
    off: boolean;
    series: { series: string; rowsIn: number; rowsOut: number; counts: Record<string, number> }[];
  }[];
}
interface AnomaliesDocument {
  anomalies: {
    id: string;
    labelStart: string | null;
    labelEnd: string | null;
    rows: number;
    rowsByStep: number[];
  }[];
}

/** What the files of a bundle say. */
function parityResult(bundle: ReadonlyMap<string, Uint8Array<ArrayBuffer>>): ParityResult {
  const document = (path: string): unknown =>
    JSON.parse(new TextDecoder().decode(bundle.get(`data/metadata/${path}`)));
  const dataset = document('dataset_v1.json') as DatasetDocument;
  const { anomalies } = document('anomalies_v1.json') as AnomaliesDocument;
  const rows: ParityResult['rows'] = {};
  for (const { stage, files } of [...(dataset.earlierStages ?? []), dataset.processed])
    rows[stage] = rowsBySeries(files.map(({ path }) => tableOf(bundle.get(path))));
  return {
    rows,
    steps: dataset.transformations.map(({ series }) =>
      Object.fromEntries(series.map(({ series: name, ...counted }) => [name, counted])),
    ),
    labels: Object.fromEntries(
      anomalies.map(({ id, labelStart, labelEnd, rows: count, rowsByStep }) => [
        id,
        {
          first: labelStart === null ? null : microseconds(labelStart),
          last: labelEnd === null ? null : microseconds(labelEnd),
          rows: count,
          byStep: rowsByStep,
        },
      ]),
    ),
  };
}

const tableOf = (bytes = new Uint8Array<ArrayBuffer>(new ArrayBuffer(0))): Table =>
  tableFromIPC(parquet.readParquet(bytes).intoIPCStream());

function rowsBySeries(tables: readonly Table[]): Record<string, ParityRow[]> {
  const found: Record<string, ParityRow[]> = {};
  for (const table of tables) {
    const column = (name: string): unknown[] => [...(table.getChild(name) ?? [])] as unknown[];
    const [names, values, filled, ids] = ['series', 'value', 'filled', 'anomaly_id'].map(column);
    const flags = column('is_anomaly');
    const marks = column(table.getChild('observations') ? 'observations' : 'outlier');
    // As whole numbers: Arrow's own reading of a timestamp is in milliseconds.
    const times = table
      .getChild('timestamp')
      ?.data.flatMap(({ values: part }) => [...(part as BigInt64Array)]);
    for (let row = 0; row < table.numRows; row++) {
      const id = (ids?.[row] ?? null) as string | null;
      if ((flags[row] === true) !== (id !== null))
        throw new Error(`is_anomaly and anomaly_id differ in row ${row}`);
      (found[names?.[row] as string] ??= []).push([
        Number(at(times ?? [], row)),
        (values?.[row] ?? null) as number | null,
        filled?.[row] as boolean,
        marks[row] as boolean | number,
        id,
      ]);
    }
  }
  return found;
}

/** What the lab makes of a recipe and its files, the whole way to a bundle. */
export async function runParity(run: Pick<ParityRun, 'recipe' | 'files'>): Promise<ParityResult> {
  const recipe = parityRecipe(run);
  return parityResult(await bundleOf(recipe, parityGiven(run, recipe)));
}

/** Whether a value is what it has to be: to a billionth, or to the last digits of the greatest value that it is made of. */
const close = (found: number | null, expected: number | null, greatest: number): boolean =>
  found === expected ||
  (found !== null &&
    expected !== null &&
    Math.abs(found - expected) <= Math.max(1e-9 * Math.abs(expected), 1e-15 * greatest));

/** The greatest value in the text of a file, without its sign. */
const greatestOf = (lines: readonly string[]): number =>
  lines.slice(1).reduce((most, line) => Math.max(most, Math.abs(Number(line.split(',')[1]))), 0);

/** Where what came differs from what must come: nothing where it does not. Values are compared to a billionth, all else exactly. */
export function parityDifferences(
  found: ParityResult,
  expected: ParityResult,
  { files }: ParityRun,
): string[] {
  const told: string[] = [];
  const same = (what: string, a: unknown, b: unknown): void => {
    if (JSON.stringify(a) !== JSON.stringify(b))
      told.push(`${what}: expected ${JSON.stringify(b)}, got ${JSON.stringify(a)}`);
  };
  same('stages', Object.keys(found.rows).toSorted(), Object.keys(expected.rows).toSorted());
  for (const [stage, its] of Object.entries(expected.rows)) {
    const got = found.rows[stage as 'clean'] ?? {};
    // A series without rows is in no file.
    const some = Object.entries(its).filter(([, rows]) => rows.length > 0);
    same(`${stage}, series`, Object.keys(got).toSorted(), some.map(([name]) => name).toSorted());
    for (const [name, rows] of some) {
      const mine = got[name] ?? [];
      same(`${stage}, ${name}, rows`, mine.length, rows.length);
      const greatest = greatestOf(files[name] ?? []);
      for (const [place, row] of rows.entries()) {
        const [time, value, ...marks] = mine[place] ?? [];
        const [wantedTime, wanted, ...wantedMarks] = row;
        if (
          time === wantedTime &&
          close(value ?? null, wanted, greatest) &&
          String(marks) === String(wantedMarks)
        )
          continue;
        same(`${stage}, ${name}, row ${place}`, mine[place], row);
      }
    }
  }
  for (const [index, its] of expected.steps.entries()) {
    const got = found.steps[index] ?? {};
    same(`step ${index}, series`, Object.keys(got).toSorted(), Object.keys(its).toSorted());
    for (const [name, { rowsIn, rowsOut, counts }] of Object.entries(its)) {
      same(`step ${index}, ${name}, rows`, [got[name]?.rowsIn, got[name]?.rowsOut], [rowsIn, rowsOut]);
      for (const kind of new Set([...Object.keys(counts), ...Object.keys(got[name]?.counts ?? {})]))
        same(`step ${index}, ${name}, ${kind}`, got[name]?.counts[kind], counts[kind]);
    }
  }
  same('labels', Object.keys(found.labels).toSorted(), Object.keys(expected.labels).toSorted());
  for (const [id, label] of Object.entries(expected.labels)) same(`label ${id}`, found.labels[id], label);
  return told;
}
