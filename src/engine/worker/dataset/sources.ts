/** What came in, as the bundle keeps it: files byte for byte, generated series as Parquet, and their clean twins. */
import { append, at, lookup } from '../../../core/list';
import { safePaths } from '../../../core/dataset/path';
import { rawPaths } from '../../../core/dataset/rawPaths';
import type { BundleFile, Dataset } from '../../../core/dataset/documents';
import type { Interval } from '../../../core/label/flags';
import { fileNames, nameOf } from '../../../core/recipe/series';
import type { FileSource } from '../../../core/recipe/types';
import type { ExportRequest } from '../../protocol';
import type { ExportContext } from './context';
import { readFile } from './csv';
import { putTable, type Outlet } from './parquet/putTable';
import { stageRows, type RowSource } from './rowSource';
import type { BundleFiles } from './sink';

type SourceEntry = Dataset['sources'][number];

/** Writes the raw files, of data and of labels, where the recipe wants them; the entries of `dataset_v1.json`. */
export async function putFiles(
  { recipe, raw }: ExportRequest,
  context: ExportContext,
  files: BundleFiles,
): Promise<SourceEntry[]> {
  const paths = rawPaths(recipe);
  const total = recipe.sources.length + recipe.labels.length;
  const keep = async (file: string, done: number): Promise<BundleFile | undefined> => {
    const given = recipe.export.raw ? raw.find(({ name }) => name === file) : undefined;
    if (!given) return undefined;
    context.progress({ stage: `raw ${file}`, done, total, unit: 'files' });
    return files.putStream(lookup(paths, file), readFile(given.name, given.file));
  };
  const entries: SourceEntry[] = [];
  for (const [index, source] of recipe.sources.entries()) {
    const kept = [];
    for (const name of fileNames(source)) kept.push(await keep(name, index));
    const [first] = kept;
    const mine = context.series.filter(({ file }) => file === source.file);
    entries.push({
      name: source.file,
      kind: 'file',
      path: first ? folderIn(source, first.path) : null,
      bytes: source.bytes ?? first?.bytes ?? null,
      sha256: source.sha256 ?? first?.sha256 ?? null,
      rows: mine.reduce((sum, { rows }) => sum + rows, 0),
      rejected: context.rejected.get(source.file) ?? 0,
      rejects: [...(context.reasons.get(source.file) ?? [])],
      series: mine.map(({ name }) => name),
      zone: source.time.zone,
    });
  }
  for (const [index, { file, sha256, zone = 'UTC' }] of recipe.labels.entries()) {
    const kept = await keep(file, recipe.sources.length + index);
    entries.push({
      name: file,
      kind: 'labels',
      path: kept?.path ?? null,
      bytes: kept?.bytes ?? null,
      sha256: sha256 ?? kept?.sha256 ?? null,
      rows: 0,
      rejected: 0,
      rejects: [],
      series: [],
      zone,
    });
  }
  return entries;
}

/** Where a source is in the bundle, from where its first file is: of a data set of several the folder. */
function folderIn({ file, parts }: FileSource, path: string): string {
  const [first] = parts ?? [];
  if (!first) return path;
  const below = first.file.startsWith(`${file}/`) ? first.file.slice(file.length + 1) : first.file;
  return path.split('/').slice(0, -below.split('/').length).join('/');
}

/** Writes the generated series as they were made, and without their anomalies where the recipe wants that. */
export async function putGenerated(
  { recipe }: ExportRequest,
  context: ExportContext,
  outlet: Outlet,
  files: BundleFiles,
): Promise<SourceEntry[]> {
  const { series, labels, stages, twin } = context;
  const generated = series.filter(({ source }) => source !== 'file');
  const paths = safePaths(generated.map(({ name }) => name));
  const roots = new Map(generated.map(({ name }, index) => [name, `data/raw/${at(paths, index)}`]));
  const write = async (
    one: (typeof generated)[number],
    source: RowSource,
    root: string,
    intervals: readonly Interval[],
  ): Promise<void> => {
    const { files: parts } = await putTable(
      {
        source,
        bare: true,
        units: [],
        series: [one],
        intervals: () => intervals,
        root,
        stage: `raw ${one.name}`,
        total: one.rows,
      },
      recipe.export,
      context,
      outlet,
    );
    append(files.written, parts);
  };
  for (const [index, one] of generated.entries()) {
    if (recipe.export.raw) {
      const own = labels.filter((label) => label.series === one.name);
      const source: RowSource = { ...stageRows(stages, 'raw', 'clean'), extent: () => one };
      await write(one, source, lookup(roots, one.name), own);
    }
    if (recipe.export.twin && twin) {
      const source: RowSource = { extent: () => one, rows: () => twin(one.name) };
      await write(one, source, `data/twin/${at(paths, index)}`, []);
    }
  }
  return recipe.generated.flatMap((source): SourceEntry[] => {
    const mine = generated.filter(({ file }) => file === nameOf(source));
    const [first] = mine;
    if (!first) return [];
    return [
      {
        name: nameOf(source),
        kind: 'synthetic' in source ? 'synthetic' : 'copy',
        path: recipe.export.raw && mine.length === 1 ? lookup(roots, first.name) : null,
        bytes: null,
        sha256: null,
        rows: mine.reduce((sum, { rows }) => sum + rows, 0),
        rejected: 0,
        rejects: [],
        series: mine.map(({ name }) => name),
        zone: first.zone,
        definition: { ...source },
      },
    ];
  });
}
