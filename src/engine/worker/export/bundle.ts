/** The bundle, written file by file; its metadata last. */
import type { LabelRow } from '../../../core/label/types';
import { safePaths } from '../../../core/export/path';
import { csvCell, csvNumber, isoTime } from '../../../core/export/csv';
import { inOrder } from '../../../core/export/flags';
import { LabFailure } from '../../../core/errors';
import {
  anomaliesSchema,
  catalogue,
  checkList,
  checksSchema,
  croissant,
  datasetSchema,
  jsonText,
  nabLabels,
  processedColumns,
  readme,
  type BundleFile,
  type Dataset,
} from '../../../core/metadata';
import { canonicalJson, optionsOf, recipeFileText, recipeSchema } from '../../../core/recipe';
import { identifier, integer } from '../../../core/sql';
import { createSHA256 } from 'hash-wasm';
import type { ExportReport, ExportRequest } from '../../protocol';
import type { ExportContext } from './context';
import { folderSink } from './folder';
import { sha256 } from './hash';
import type { FileRows } from './parquet';
import { writerPool } from './pool';
import { scan, type ScannedFile } from './scan';
import type { BundleSink, Content } from './sink';
import type { WrittenFile } from './writer';
import { zipSink } from './zip';

const utf8 = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);

/**
 * Writes the bundle of what the last run left. Rejects with `nothing-to-export`, `storage-full`, `file-gone`, `worker-died`, `memory`, or
 * AbortError; then nothing of it remains.
 */
export async function exportBundle(request: ExportRequest, context: ExportContext): Promise<ExportReport> {
  const began = performance.now();
  const total = context.run.checks.reduce((sum, { rows }) => sum + rows, 0);
  if (total === 0) {
    throw new LabFailure({
      code: 'nothing-to-export',
      message:
        'Expected processed rows to export; there are none. Load a file, or relax the steps that drop every row.',
    });
  }
  const open =
    context.openSink ??
    ((name: string) => (request.folder ? folderSink(request.folder, name) : zipSink(name)));
  let sink: BundleSink | undefined;
  try {
    sink = await open(request.recipe.name || 'dataset');
    const { files, rows } = await fill(request, context, sink, total);
    context.signal.throwIfAborted();
    return { ...(await sink.finish()), files, rows, ms: performance.now() - began };
  } catch (thrown) {
    await sink?.abort().catch(() => undefined);
    throw full(thrown);
  }
}

function full(thrown: unknown): unknown {
  if (!(thrown instanceof DOMException) || thrown.name !== 'QuotaExceededError') return thrown;
  return new LabFailure({
    code: 'storage-full',
    message:
      'The bundle needs more space than the browser may use, so nothing was kept. Free disk space, leave out raw files or CSV, or export to a folder.',
    detail: thrown.message,
  });
}

async function fill(
  request: ExportRequest,
  context: ExportContext,
  sink: BundleSink,
  total: number,
): Promise<{ files: BundleFile[]; rows: number }> {
  const { recipe } = request;
  const { signal, progress, database, run, labels } = context;
  const files: BundleFile[] = [];
  const put = async (path: string, bytes: Uint8Array<ArrayBuffer>): Promise<BundleFile> => {
    signal.throwIfAborted();
    const file = { path, bytes: bytes.length, sha256: await sha256(bytes) };
    await sink.write(path, bytes);
    files.push(file);
    return file;
  };
  const putStream = async (
    path: string,
    content: AsyncIterable<Uint8Array<ArrayBuffer>>,
  ): Promise<BundleFile> => {
    const hash = await createSHA256();
    let bytes = 0;
    async function* heard(): AsyncGenerator<Uint8Array<ArrayBuffer>, void> {
      for await (const part of content) {
        signal.throwIfAborted();
        hash.update(part);
        bytes += part.length;
        yield part;
      }
    }
    await sink.write(path, heard() as Content);
    const file = { path, bytes, sha256: hash.digest('hex') };
    files.push(file);
    return file;
  };

  const processed = await putProcessed(request, context, sink, total);
  files.push(...processed.files);
  const names = context.series.map(({ name }) => name);
  if (recipe.export.csv) {
    const paths = safePaths(
      names.map((name) => (name.toLowerCase().endsWith('.csv') ? name : `${name}.csv`)),
    );
    for (const [index, series] of context.series.entries())
      await putStream(`data/processed_csv/${paths[index]}`, csvLines(context, series));
  }
  const rawPaths = safePaths(recipe.sources.map(({ file }) => file));
  const kept = new Map<string, BundleFile>();
  if (recipe.export.raw) {
    for (const [index, source] of recipe.sources.entries()) {
      const raw = request.raw.find(({ name }) => name === source.file);
      if (!raw) continue;
      progress({ stage: `raw ${source.file}`, done: index, total: recipe.sources.length, unit: 'files' });
      kept.set(source.file, await putStream(`data/raw/${rawPaths[index]}`, readFile(raw.name, raw.file)));
    }
  }

  const anomalies = catalogue(labels);
  const checks = checkList(run.checks, labels, processed.counts);
  const version = await database.rows<{ v: string }>('SELECT version() AS v', signal);
  const passed = checks.checks.filter(({ pass }) => pass).length;
  if (labels.length > 0) {
    const nab = nabLabels(names, labels);
    await put('labels/combined_labels.json', utf8(nab.labels));
    await put('labels/combined_windows.json', utf8(nab.windows));
  }
  await put('data/metadata/recipe.json', utf8(recipeFileText(recipe)));
  await put('data/metadata/anomalies_v1.json', utf8(jsonText(anomalies)));
  await put('data/metadata/checks_v1.json', utf8(jsonText(checks)));
  for (const [name, schema] of Object.entries({
    dataset_v1: datasetSchema,
    anomalies_v1: anomaliesSchema,
    checks_v1: checksSchema,
    recipe: recipeSchema,
  }))
    await put(`data/metadata/schemas/${name}.schema.json`, utf8(jsonText(schema)));
  const dataset: Dataset = {
    version: 1,
    name: recipe.name,
    created: request.now,
    application: { name: 'Anomaly Data Lab', version: request.version },
    engine: { name: 'DuckDB', version: version[0]?.v ?? '' },
    recipe: { path: 'data/metadata/recipe.json', sha256: await sha256(utf8(canonicalJson(recipe))) },
    sources: recipe.sources.map((source) => {
      const mine = context.series.filter(({ file }) => file === source.file);
      const file = kept.get(source.file);
      return {
        name: source.file,
        path: file?.path ?? null,
        bytes: source.bytes ?? file?.bytes ?? null,
        sha256: source.sha256 ?? file?.sha256 ?? null,
        rows: mine.reduce((sum, { rows }) => sum + rows, 0),
        rejected: context.rejected.get(source.file) ?? 0,
        series: mine.map(({ name }) => name),
        zone: source.time.zone,
      };
    }),
    transformations: run.steps.map((step) => {
      const { index, kind, off, rowsIn, rowsOut, counts, series, sentence, warnings } = step;
      const chosen = recipe.steps[index];
      const parameters = { ...(chosen ? optionsOf(chosen, kind) : {}) };
      return { index, kind, off, parameters, rowsIn, rowsOut, counts, series, sentence, warnings };
    }),
    processed: {
      stage: context.processed.kind,
      format: 'parquet',
      codec: recipe.export.codec,
      partitioning: recipe.export.partition,
      sortedBy: ['series', 'timestamp'],
      rows: processed.rows,
      schema: processedColumns(context.processed.kind),
      series: [...processed.counts].map(([name, rows]) => ({ name, rows })),
      files: processed.files,
    },
    files: [...files],
    checks: { path: 'data/metadata/checks_v1.json', passed, failed: checks.checks.length - passed },
    anomalies: { path: 'data/metadata/anomalies_v1.json', count: labels.length },
  };
  await put('README.md', utf8(readme(dataset)));
  await put('data/metadata/dataset_v1.json', utf8(jsonText(dataset)));
  await put('croissant.json', utf8(jsonText(croissant(dataset, files))));
  return { files, rows: processed.rows };
}

/** Where the labels of a series lie in the processed rows; one that lost its rows lies nowhere. */
function processedIntervals(labels: readonly LabelRow[], series: string): LabelRow[] {
  return labels.flatMap((label) =>
    label.series === series && label.processedStart !== null && label.processedEnd !== null
      ? [{ ...label, start: label.processedStart, end: label.processedEnd }]
      : [],
  );
}

async function putProcessed(
  { recipe }: ExportRequest,
  context: ExportContext,
  sink: BundleSink,
  total: number,
): Promise<{ files: BundleFile[]; rows: number; counts: Map<string, number> }> {
  const { database, processed, signal, progress } = context;
  const series = [...context.series].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  const names = new Map(series.map(({ id, name }) => [id, name]));
  const counts = new Map(series.map(({ name }) => [name, 0]));
  const files: BundleFile[] = [];
  const writer = (context.openWriter ?? writerPool)();
  const queue: Promise<WrittenFile>[] = [];
  const settle = async (): Promise<void> => {
    const written = await queue.shift();
    if (!written) return;
    await sink.write(written.path, written.bytes);
    files.push({
      path: written.path,
      bytes: written.bytes.length,
      sha256: written.sha256,
      rows: written.rows,
    });
  };
  const intervals = new Map(
    series.map(({ name }) => [name, inOrder(processedIntervals(context.labels, name))]),
  );
  let rows = 0;
  try {
    for await (const file of scan({
      database,
      table: processed.table,
      kind: processed.kind,
      units: recipe.export.partition,
      series,
      signal,
      ordered: context.run.checks.every(({ ordered }) => ordered),
    })) {
      for (const run of file.rows.runs) {
        const name = names.get(run.sid) ?? '';
        counts.set(name, (counts.get(name) ?? 0) + run.to - run.from);
      }
      rows += file.rows.rows;
      const writing = writer.write(toFileRows(file, names, intervals), recipe.export);
      writing.catch(() => undefined);
      queue.push(writing);
      while (queue.length >= writer.width) await settle();
      signal.throwIfAborted();
      progress({ stage: 'writing Parquet', done: rows, total, unit: 'rows' });
    }
    while (queue.length > 0) await settle();
  } finally {
    writer.close();
  }
  return { files, rows, counts };
}

function toFileRows(
  { path, rows }: ScannedFile,
  names: ReadonlyMap<number, string>,
  intervals: ReadonlyMap<string, FileRows['runs'][number]['intervals']>,
): FileRows {
  const count = rows.rows;
  return {
    path,
    rows: count,
    runs: rows.runs.map(({ sid, from, to }) => {
      const series = names.get(sid) ?? '';
      const first = Number(rows.times[from]);
      const last = Number(rows.times[to - 1]);
      const touching = (intervals.get(series) ?? []).filter(({ start, end }) => start <= last && end > first);
      // Plain objects of four members: what else a label has need not cross into the worker.
      return {
        series,
        rows: to - from,
        intervals: touching.map(({ start, end, id, type }) => ({ start, end, id, type })),
      };
    }),
    times: rows.times.subarray(0, count),
    values: rows.values.subarray(0, count),
    valid: rows.valid?.subarray(0, count) ?? null,
    observations: rows.kind === 'resampled' ? rows.observations.subarray(0, count) : null,
    outlier: rows.kind === 'clean' ? rows.outlier.subarray(0, count) : null,
    filled: rows.filled.subarray(0, count),
  };
}

async function* csvLines(
  { database, processed, signal }: ExportContext,
  series: { id: number; name: string },
): AsyncGenerator<Uint8Array<ArrayBuffer>, void> {
  yield utf8('series,timestamp,value\r\n');
  const only = ` WHERE sid = ${integer(series.id)}`;
  const source = `(SELECT * FROM ${identifier(processed.table)}${only})`;
  const name = csvCell(series.name);
  for await (const { rows } of scan({
    database,
    table: processed.table,
    kind: processed.kind,
    units: [],
    series: [series],
    signal,
    source,
  })) {
    let text = '';
    for (let i = 0; i < rows.rows; i++) {
      const value = csvNumber(rows.values[i] ?? 0, rows.valid === null || rows.valid[i] === 1);
      text += `${name},${isoTime(Number(rows.times[i]))},${value}\r\n`;
      if (text.length > 1 << 20 || i === rows.rows - 1) {
        yield utf8(text);
        text = '';
      }
    }
  }
}

async function* readFile(name: string, file: File): AsyncGenerator<Uint8Array<ArrayBuffer>, void> {
  const size = 4 << 20;
  for (let at = 0; at < file.size; at += size) {
    try {
      yield new Uint8Array(await file.slice(at, at + size).arrayBuffer());
    } catch (thrown) {
      throw new LabFailure({
        code: 'file-gone',
        file: name,
        message: `Expected to read ${name} again for the bundle, but it was moved, deleted or changed. Load it again, or leave the raw files out.`,
        detail: String(thrown),
      });
    }
  }
}
