/** The bundle, written file by file; its documents last. */
import { safePaths } from '../../../core/dataset/path';
import type { StageKind } from '../../../core/dataset/stages';
import { LabFailure } from '../../../core/errors';
import { bytes as sizeText } from '../../../core/format';
import {
  bundleDocuments,
  documentPaths,
  leftOutNotes,
  softwareOf,
  type BundleDocument,
  type LeftOut,
} from '../../../core/dataset/documents';
import { readJson } from '../../../core/json';
import { append, at, last as lastOf } from '../../../core/list';
import type { ExportReport, ExportRequest } from '../../protocol';
import type { ExportContext } from './context';
import { breather } from '../workers/breather';
import { folderSink } from './folder';
import { csvLines, utf8 } from './csv';
import { LabelPlaces } from './labelPlaces';
import { nabLabelTexts, putNab, type NabRows } from './nabFiles';
import { packageVersions } from './packageVersions';
import { refuseConflicts } from './conflicts';
import { pipelineFiles } from '../pipeline';
import { writerPool } from './parquet/pool';
import { putStage } from './parquet/putStage';
import type { Outlet, WrittenTable } from './parquet/putTable';
import { freeText } from '../series/rowKeeper';
import { freeSpace } from '../series/rowFile';
import { bundleFiles, md5, sha256, StorageFull, type BundleFiles, type BundleSink } from './sink';
import { checkBundle, bundleChecks, type CheckedBundle } from '../checks/bundleChecks';
import { assertRan } from './sameRecipe';
import { putFiles, putGenerated } from './sources';
import { timeZonesOf } from './timeZones';
import { stageIntervals, writtenStages, type WrittenStage } from './writtenStages';
import { writtenTimes } from './writtenTimes';
import { zipSink } from './zip';

/**
 * Writes the bundle of what the last run left. Rejects with `recipe-changed`, `nothing-to-export`, `schema-conflict`, `checks-failed`, `storage-full`, `file-gone`, `worker-died`, `memory`, or
 * AbortError; then nothing of it remains.
 */
export async function exportBundle(given: ExportRequest, context: ExportContext): Promise<ExportReport> {
  const began = performance.now();
  const request = wholeRequest(given, context);
  await assertRan(request.recipe, context.ran);
  const written = writtenStages(request.recipe.export, context);
  if (rowsOf(written.stages) === 0) {
    throw new LabFailure({
      code: 'nothing-to-export',
      message:
        'Expected processed rows to export; there are none. Load a file, or relax the steps that drop every row.',
    });
  }
  refuseConflicts(request, written.stages);
  const checked = await checkBundle(request.recipe, written.stages, context);
  const open =
    context.openSink ??
    ((name: string) => (request.folder ? folderSink(request.folder, name) : zipSink(name)));
  const writer = (context.openWriter ?? writerPool)();
  let sink: BundleSink | undefined;
  try {
    sink = await open(request.recipe.name || 'dataset');
    const { files, rows, notes, version } = await fill(
      request,
      context,
      { sink, writer },
      written.stages,
      checked,
    );
    context.signal.throwIfAborted();
    return {
      ...(await sink.finish()),
      files,
      rows,
      notes: [...written.notes, ...notes],
      version,
      ms: performance.now() - began,
    };
  } catch (thrown) {
    await sink?.abort().catch(() => undefined);
    throw await full(thrown);
  } finally {
    writer.close();
  }
}

/** With the labels made by hand, where they stayed here. */
const wholeRequest = (request: ExportRequest, { ran }: ExportContext): ExportRequest =>
  request.annotationsAsRan
    ? { ...request, recipe: { ...request.recipe, annotations: ran.annotations } }
    : request;

const rowsOf = (stages: readonly WrittenStage[]): number =>
  stages.reduce((sum, { checks }) => sum + checks.reduce((rows, check) => rows + check.rows, 0), 0);

/** What a storage that is full means. Asked once the half-made bundle is gone, so that what is free is what the next one has. */
async function full(thrown: unknown): Promise<unknown> {
  if (!(thrown instanceof DOMException) || thrown.name !== 'QuotaExceededError') return thrown;
  const needed = thrown instanceof StorageFull ? thrown.needed : undefined;
  return new LabFailure({
    code: 'storage-full',
    message: `The bundle needs more space than the browser may use${needed === undefined ? '' : `: more than ${sizeText(needed)}`}${freeText(await freeSpace(), needed)}. Nothing of it was kept. Free disk space, leave out raw files or CSV, or export to a folder.`,
    detail: thrown.message,
  });
}

/**
 * Each series with the zone of its local times, cells that lack the offset of their format among them; and the series once more in each zone of a label
 * file.
 */
function timedSeries({ recipe }: ExportRequest, { series }: ExportContext) {
  const mixed = new Map(
    recipe.sources.flatMap(({ file, time }) =>
      time.format === 'iso-offset' ? [[file, time.zone] as const] : [],
    ),
  );
  const ofLabels = recipe.labels.flatMap(({ zone = 'UTC' }) =>
    series.map(({ first, last }) => ({ zone, first, last })),
  );
  return [
    ...series.map(({ file, zone, first, last }) => ({ zone: mixed.get(file) ?? zone, first, last })),
    ...ofLabels,
  ];
}

/** The version of the data set that is written. */
const versionOf = ({ previous }: ExportRequest): number => (previous?.version ?? 0) + 1;

/** What the documents say of the version, for the next one. */
function versionMade(version: number, documents: readonly BundleDocument[]): ExportReport['version'] {
  const paths = documentPaths(version);
  const read = (path: string): { hash: string; value: unknown } => {
    const found = documents.find((document) => document.path === path);
    if (!found) throw new RangeError(`expected the document ${path}`);
    return { hash: found.sha256, value: readJson(new TextDecoder().decode(found.bytes)) };
  };
  const { hash, value } = read(paths.dataset);
  const { checks } = read(paths.checks).value as { checks: Record<string, unknown>[] };
  return { version, sha256: hash, dataset: value as Record<string, unknown>, checks };
}

/** What is known of a stage once its rows are written. */
interface DoneStage extends WrittenTable {
  kind: StageKind;
  root: string;
  checks: WrittenStage['checks'];
}

async function fill(
  request: ExportRequest,
  context: ExportContext,
  to: Outlet,
  stages: readonly WrittenStage[],
  checked: CheckedBundle,
): Promise<Pick<ExportReport, 'files' | 'rows' | 'notes' | 'version'>> {
  const { recipe } = request;
  const { signal, run } = context;
  const files = bundleFiles(to.sink, signal);
  const outlet: Outlet = { ...to, md5s: files.md5s };
  const { put } = files;
  const done: DoneStage[] = [];
  const places = new LabelPlaces();
  // Text files and catalogues tell of the last rows that are in the bundle.
  const final = lastOf(stages);
  const times = writtenTimes(context, final);
  for (const stage of stages) {
    const { kind, source, root, checks } = stage;
    const table = await putStage(
      {
        source,
        units: recipe.export.partition,
        series: context.series,
        intervals: stageIntervals(context.labels, stage),
        ...(stage === final ? { times } : {}),
        ...(stage === final && !final.final ? { places } : {}),
        root,
        stage: `writing Parquet (${kind})`,
        total: rowsOf([stage]),
      },
      recipe.splits,
      recipe.export,
      context,
      outlet,
    );
    append(files.written, table.files);
    done.push({ kind, root, checks, ...table });
  }
  const labels = final.final ? context.labels : places.placed(context.labels);
  if (recipe.export.csv) await putCsv(context, final, files);
  const sources = [
    ...(await putFiles(request, context, files)),
    ...(await putGenerated(request, context, outlet, files)),
  ];

  const leftOut = { awaited: request.awaited ?? [], lostWindows: [] as LeftOut['lostWindows'] };
  const nabRows: NabRows = {
    source: final.source,
    labels,
    times: (sid) => times.of(sid),
    duplicates: (sid) => context.stages.facts(sid, final.stage)?.duplicates ?? 0,
    signal,
  };
  if (labels.length > 0) {
    const nab = nabLabelTexts(context.series, nabRows);
    await put('labels/combined_labels.json', utf8(nab.labels));
    await put('labels/combined_windows.json', utf8(nab.windows));
    leftOut.lostWindows = nab.lost;
  }
  if (recipe.export.nab) await putNab(request, context, nabRows, files);
  for (const [path, script] of pipelineFiles({
    recipe,
    series: context.series,
    stages: context.stages,
    run,
    labels: documentPaths(versionOf(request)).anomalies,
  }))
    await put(path, utf8(script));
  for (const { path, text } of checked.suites) await put(path, utf8(text));
  const documents = await bundleDocuments(
    {
      recipe,
      created: request.now,
      previous: request.previous ?? null,
      software: softwareOf({ application: request.version, duckdb: context.engine }, packageVersions),
      timeZones: await timeZonesOf(timedSeries(request, context)),
      sources,
      steps: run.steps,
      statistics: await context.statistics(signal),
      labels,
      history: context.history,
      checks: bundleChecks(checked, done, labels, leftOut),
      stages: done,
      files: files.written,
      md5: { of: files.md5s, bytes: md5 },
    },
    sha256,
    breather(signal),
  );
  for (const { path, bytes, sha256: hash } of documents) await put(path, bytes, hash);
  return {
    version: versionMade(versionOf(request), documents),
    files: files.written,
    rows: done.reduce((sum, { rows }) => sum + rows, 0),
    notes: leftOutNotes(leftOut),
  };
}

/** Each series as CSV. */
async function putCsv(
  { series, signal }: ExportContext,
  { source }: WrittenStage,
  files: BundleFiles,
): Promise<void> {
  const names = series.map(({ name }) => (name.toLowerCase().endsWith('.csv') ? name : `${name}.csv`));
  const paths = safePaths(names);
  for (const [index, one] of series.entries())
    await files.putStream(`data/processed_csv/${at(paths, index)}`, csvLines(source, one, signal));
}
