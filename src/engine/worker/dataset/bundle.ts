/** The bundle, written file by file; its metadata last. */
import { safePaths } from '../../../core/dataset/path';
import { LabFailure } from '../../../core/errors';
import {
  anomaliesSchema,
  catalogue,
  checkList,
  checksSchema,
  croissant,
  datasetSchema,
  jsonText,
  processedColumns,
  readme,
  type BundleFile,
  type Dataset,
} from '../../../core/dataset/documents';
import { canonicalJson, optionsOf, recipeFileText, recipeSchema } from '../../../core/recipe';
import type { ExportReport, ExportRequest } from '../../protocol';
import type { ExportContext } from './context';
import { folderSink } from './folder';
import { sha256 } from './hash';
import { bundleFiles } from './filesOf';
import { nabLabelTexts, putNab } from './nab';
import type { BundleSink } from './sink';
import { putFiles, putGenerated } from './sources';
import { processedIntervals, putTable } from './tables';
import { csvLines, utf8 } from './parquet/texts';
import { zipSink } from './zip';

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
  const { signal, database, run, labels } = context;
  const files = bundleFiles(sink, signal);
  const { put } = files;
  const processed = await putTable(
    {
      ...context.processed,
      units: recipe.export.partition,
      series: context.series,
      intervals: (name) => processedIntervals(labels, name),
      ordered: run.checks.every(({ ordered }) => ordered),
      root: 'data/processed',
      stage: 'writing Parquet',
      total,
    },
    recipe.export,
    context,
    sink,
  );
  files.written.push(...processed.files);
  const names = context.series.map(({ name }) => name);
  if (recipe.export.csv) {
    const paths = safePaths(
      names.map((name) => (name.toLowerCase().endsWith('.csv') ? name : `${name}.csv`)),
    );
    for (const [index, series] of context.series.entries())
      await files.putStream(`data/processed_csv/${paths[index]}`, csvLines(context, series));
  }
  const sources = [
    ...(await putFiles(request, context, files)),
    ...(await putGenerated(request, context, sink, files)),
  ];

  const anomalies = catalogue(labels);
  const checks = checkList(run.checks, labels, processed.counts);
  const version = await database.rows<{ v: string }>('SELECT version() AS v', signal);
  const passed = checks.checks.filter(({ pass }) => pass).length;
  if (labels.length > 0) {
    const nab = await nabLabelTexts(context);
    await put('labels/combined_labels.json', utf8(nab.labels));
    await put('labels/combined_windows.json', utf8(nab.windows));
  }
  if (recipe.export.nab) await putNab(request, context, files);
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
    sources,
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
    files: [...files.written],
    checks: { path: 'data/metadata/checks_v1.json', passed, failed: checks.checks.length - passed },
    anomalies: { path: 'data/metadata/anomalies_v1.json', count: labels.length },
  };
  await put('README.md', utf8(readme(dataset)));
  await put('data/metadata/dataset_v1.json', utf8(jsonText(dataset)));
  await put('croissant.json', utf8(jsonText(croissant(dataset, files.written))));
  return { files: files.written, rows: processed.rows };
}
