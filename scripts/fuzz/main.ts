/** Every kind of file that comes from elsewhere, damaged, through the code that reads it in the app. */
import { Worker } from 'node:worker_threads';
import { safePaths } from '../../src/core/dataset/path';
import { LabFailure, toLabError, type LabError } from '../../src/core/errors';
import {
  canonicalJson,
  decodeLink,
  encodeLink,
  parseRecipe,
  parseRecipeText,
  recipeFileText,
} from '../../src/core/recipe';
import type { FileSource, LabelSource } from '../../src/core/recipe/types';
import type {
  IngestEnvironment,
  ParquetSample,
  ParquetSession,
  ParquetShape,
} from '../../src/engine/worker/ingest/environment';
import { nodeEnvironment } from '../../src/engine/worker/ingest/environment.node';
import { inspectFiles } from '../../src/engine/worker/ingest/inspectFiles';
import { loadFiles } from '../../src/engine/worker/ingest/load';
import { RowStore } from '../../src/engine/worker/series/rowStore';
import { Undo } from '../../src/engine/worker/transaction';
import { WorkerDied } from '../../src/engine/worker/workers/pool';
import type { ParsedChunk } from '../../src/core/ingest/parse/types';
import {
  chance,
  csvFile,
  hostileName,
  hostileRecipe,
  hostileText,
  labelFile,
  parquetFile,
  recipeText,
  type Chance,
} from './inputs';
import type { ParquetQuestion } from './parquetThread';

const kinds = ['csv', 'labels', 'parquet', 'paths', 'recipe'] as const;
type Kind = (typeof kinds)[number];

/** A Parquet file that is not read after this is one that hangs the reader. */
const HANG_MS = 20_000;

/** A thread that reads Parquet; another takes its place when it dies. */
class ParquetThread {
  private worker: Worker | undefined;
  deaths = 0;
  hangs = 0;

  constructor(private readonly path: URL) {}

  ask<T>(question: ParquetQuestion): Promise<T> {
    this.worker ??= new Worker(this.path, { stderr: true });
    const { worker } = this;
    return new Promise<T>((resolve, reject) => {
      const end = (): void => {
        clearTimeout(timer);
        worker.off('error', die);
        worker.off('exit', die);
        worker.off('message', take);
      };
      const die = (thrown: unknown): void => {
        end();
        this.deaths++;
        this.worker = undefined;
        void worker.terminate();
        reject(new WorkerDied('The Parquet reader', String(thrown)));
      };
      const take = ({ value, error }: { value: T; error?: string }): void => {
        end();
        if (error === undefined) resolve(value);
        else reject(new Error(error));
      };
      const timer = setTimeout(() => {
        this.hangs++;
        die('no answer came in time');
      }, HANG_MS);
      worker.once('error', die);
      worker.once('exit', die);
      worker.once('message', take);
      worker.postMessage(question, []);
    });
  }

  session(): ParquetSession {
    return {
      open: async (file) => this.ask<ParquetShape>({ open: new Uint8Array(await file.arrayBuffer()) }),
      sample: (sample) => this.ask<ParquetSample>({ sample }),
      preview: (source) => this.ask<ParsedChunk[]>({ preview: source }),
      read: (group, source) => this.ask<ParsedChunk>({ group, source }),
      close: () => undefined,
    };
  }

  async close(): Promise<void> {
    await this.worker?.terminate();
  }
}

export interface FuzzReport {
  files: number;
  accepted: number;
  /** Refusals by their code. */
  refused: Record<string, number>;
  /** What a person would have seen as an error of the lab: kind, number of the file, what was thrown. */
  errors: string[];
  readerDeaths: number;
}

/** Reads so many damaged files; the same seed gives the same files. `parquetThread`: the bundled thread. */
export async function fuzz(options: {
  files: number;
  seed: number;
  parquetThread: URL;
  only?: number;
  progress?: (done: number) => void;
}): Promise<FuzzReport> {
  const { files, seed } = options;
  const report: FuzzReport = { files, accepted: 0, refused: {}, errors: [], readerDeaths: 0 };
  const thread = new ParquetThread(options.parquetThread);
  const environment: IngestEnvironment = { ...nodeEnvironment, parquet: () => thread.session() };
  let current = '';
  const uncaught = (thrown: unknown): void =>
    void report.errors.push(`${current}: uncaught ${describe(thrown)}`);
  process.on('uncaughtException', uncaught);
  process.on('unhandledRejection', uncaught);
  for (let i = options.only ?? 0; i < files; i++) {
    const kind = kinds[i % kinds.length] ?? 'csv';
    current = `file ${i} (${kind})`;
    const by = chance(seed * 1_000_003 + i);
    try {
      const error = await readers[kind](by, { environment });
      if (!error) report.accepted++;
      else if (!error.code || error.code === 'internal')
        report.errors.push(`${current}: ${error.message} ${error.detail ?? ''}`);
      else report.refused[`${kind} ${error.code}`] = (report.refused[`${kind} ${error.code}`] ?? 0) + 1;
    } catch (thrown) {
      report.errors.push(`${current}: ${describe(thrown)}`);
    }
    options.progress?.(i + 1);
    if (options.only !== undefined) break;
  }
  await thread.close();
  process.off('uncaughtException', uncaught);
  process.off('unhandledRejection', uncaught);
  report.readerDeaths = thread.deaths;
  if (thread.hangs > 0) report.errors.push(`the Parquet reader hung ${thread.hangs} times`);
  return report;
}

const describe = (thrown: unknown): string =>
  thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);

interface Surroundings {
  environment: IngestEnvironment;
}

const readers: Record<Kind, (by: Chance, surroundings: Surroundings) => Promise<LabError | undefined>> = {
  csv: (by, around) => readFile(hostileName(by, by.once(6) ? 'csv.gz' : 'csv'), csvFile(by), around),
  labels: (by, around) => readFile(hostileName(by, 'json'), labelFile(by), around),
  parquet: (by, around) => readFile(hostileName(by, 'parquet'), parquetFile(by), around),
  paths: (by) =>
    Promise.resolve(
      checkPaths(
        Array.from({ length: 1 + by.below(8) }, () =>
          by.once(2) ? hostileText(by) : hostileName(by, 'csv'),
        ),
      ),
    ),
  recipe: (by) => Promise.resolve(checkRecipe(by)),
};

/** Inspects a file and loads it as its inspection says; what the lab refuses it with. */
async function readFile(
  name: string,
  bytes: Uint8Array<ArrayBuffer>,
  { environment }: Surroundings,
): Promise<LabError | undefined> {
  const file = new File([bytes], 'f', { lastModified: 1 });
  const store = new RowStore();
  const context = { signal: new AbortController().signal, progress: () => undefined, environment };
  const [found] = await inspectFiles([{ name, file }], context);
  if (!found) throw new Error('no inspection came');
  if (!found.source) return found.error ?? { code: 'internal', message: 'refused without a reason' };
  JSON.stringify(found);
  const source: FileSource | LabelSource =
    'time' in found.source ? found.source : { ...found.source, bad: 'skip' };
  const { files, series } = await loadFiles(
    { files: [{ name, file, source }] },
    { ...context, store, existing: [], undo: new Undo() },
  );
  const [loaded] = files;
  if (!loaded) throw new Error('no report came');
  const sids = series.map(({ sid }) => sid);
  if (JSON.stringify(store.sids()) !== JSON.stringify(sids))
    throw new Error(`the store holds other series: ${store.sids().join(', ')} for ${sids.join(', ')}`);
  const rows = sids.reduce((sum, sid) => sum + store.need(sid).rows, 0);
  if (rows !== loaded.rows) throw new Error(`the store holds ${rows} rows for ${loaded.rows}`);
  return loaded.error;
}

/** Throws where a path leaves its folder, is another's, or no system could write it. */
function checkPaths(names: readonly string[]): undefined {
  const paths = safePaths(names);
  const parts = paths.map((path) => path.toLowerCase().split('/'));
  for (const [i, own] of parts.entries()) {
    const path = paths[i] ?? '';
    if (
      own.some(
        (part) =>
          part === '' ||
          part === '.' ||
          part === '..' ||
          /[\p{Cc}<>:"|?*\\]|\p{Cs}|[. ]$|^(con|nul|com1)(\.|$)/u.test(part),
      )
    )
      throw new Error(`${JSON.stringify(path)} is no safe path`);
    for (const [j, other] of parts.entries())
      if (i !== j && own.every((part, k) => part === other[k]))
        throw new Error(`${JSON.stringify(path)} stands for two files`);
  }
  return undefined;
}

/** Throws where a recipe that was accepted is not the same once it has been written and read. */
function checkRecipe(by: Chance): LabError | undefined {
  const read = by.once(2)
    ? parseRecipeText(recipeText(by))
    : by.once(8)
      ? decodeLink(hostileText(by))
      : parseRecipe(hostileRecipe(by));
  if (!read.ok) return read.error;
  for (const again of [
    parseRecipe(read.value),
    parseRecipeText(recipeFileText(read.value)),
    decodeLink(encodeLink(read.value)),
  ]) {
    if (!again.ok)
      throw new Error(
        `a recipe that was accepted is refused: ${toLabError(new LabFailure(again.error)).message}`,
      );
    if (canonicalJson(again.value) !== canonicalJson(read.value))
      throw new Error('a recipe that was accepted comes back as another');
  }
  return undefined;
}
