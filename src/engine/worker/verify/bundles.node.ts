/** Bundles for tests of verifying: made by the engine in this thread, and damaged on purpose. */
import { createRequire } from 'node:module';
import { tableFromIPC, type Table } from 'apache-arrow';
import { ParquetFile } from 'parquet-wasm';
import { rawCsv, type Files } from '../../../../e2e/fixtures/faults';
import { emptyRecipe } from '../../../core/recipe';
import type { Recipe } from '../../../core/recipe/types';
import type { VerifyReport } from '../../../core/verify/types';
import type { VerifyRequest } from '../../protocol';
import { MemorySink } from '../dataset/memorySink.node';
import { generalWriter, type ParquetModule } from '../dataset/parquet/parquetWasm';
import { inProcessWriter } from '../dataset/parquet/writer';
import { openNodeDatabase } from '../duckdb/database.node';
import { handlers } from '../handlers';
import { makeRecipe, writeMade, type GivenSource } from '../making';
import { Session, type SessionContext } from '../session';
import { inThisThread } from '../steps/pool';
import type { CompareParquet, OpenComparer } from './differ';
import { FolderComparison } from './folder';
import { verify } from './index';
import { tableDifference } from './tables';

const parquet = createRequire(import.meta.url)('parquet-wasm/node') as ParquetModule & {
  readParquet(bytes: Uint8Array): { intoIPCStream(): Uint8Array };
};
const decode = (bytes: Uint8Array): Table => tableFromIPC(parquet.readParquet(bytes).intoIPCStream());

export const compareHere: CompareParquet = (expected, got) =>
  Promise.resolve().then(() => tableDifference(decode(expected), decode(got)));

/** Folders compared in this thread. */
export const foldersHere: OpenComparer = () => {
  let folder: FolderComparison | undefined;
  const given = (): FolderComparison => folder ?? raise('expected a folder');
  return {
    open: (scales) =>
      Promise.resolve(void (folder = new FolderComparison(scales, (file) => ParquetFile.fromFile(file)))),
    add: (file) => Promise.resolve(given().add(file)),
    next: (bytes) => given().next(bytes),
    end: () => given().end(),
    close: () => undefined,
  };
};

function raise(message: string): never {
  throw new RangeError(message);
}

let database: ReturnType<typeof openNodeDatabase> | undefined;

async function newContext(signal = new AbortController().signal): Promise<SessionContext> {
  return {
    session: Session.open(await (database ??= openNodeDatabase()), inThisThread),
    signal,
    progress: () => undefined,
    openWriter: () => inProcessWriter(generalWriter(parquet)),
  };
}

/** Of the lab that makes these bundles. */
export const VERSION = '0.1.0';

/** `rawCsv` of the fixtures as a file. */
export const csv = (rows: number, changed: Record<number, number> = {}): File =>
  new File([rawCsv(changed, rows)], 'a.csv', { lastModified: 0 });

const windows = new File(
  ['{"site/a.csv": [["2023-03-14 10:00:00.000000", "2023-03-14 11:00:00.000000"]]}'],
  'w.json',
  {
    lastModified: 0,
  },
);

export const recipe: Recipe = {
  ...emptyRecipe(),
  name: 'Trial',
  sources: [
    {
      file: 'site/a.csv',
      csv: { delimiter: ',', decimal: '.', header: true, encoding: 'utf-8' },
      time: { column: 'timestamp', format: 'iso', zone: 'UTC' },
      values: ['value'],
    },
  ],
  labels: [{ file: 'labels/combined_windows.json' }],
  generated: [
    {
      synthetic: 's',
      start: '2023-03-14T00:00:00Z',
      step: '10min',
      rows: 400,
      signal: [{ sine: { period: '1d', amplitude: 20 } }],
      noise: [{ gaussian: { sd: 3 } }],
    },
  ],
  injections: [
    {
      id: 'one',
      series: 's',
      start: '2023-03-15T12:00:00Z',
      shape: { kind: 'spike', length: '1h', strength: { sigma: 6 } },
    },
  ],
  steps: [{ duplicates: { keep: 'first' } }, { resample: { every: '10min', with: 'mean', empty: 'linear' } }],
};

export const given = (file = csv(600)): GivenSource[] => [
  { name: 'site/a.csv', file, source: recipe.sources[0] ?? { file: '' } },
  { name: 'labels/combined_windows.json', file: windows, source: recipe.labels[0] ?? { file: '' } },
];

/** The files of the bundle of a recipe. */
export async function bundleOf(made = recipe, sources = given()): Promise<Files> {
  const context = await newContext();
  const sink = new MemorySink();
  const mine = sources.map((one, index) => ({
    ...one,
    source: [...made.sources, ...made.labels][index] ?? one.source,
  }));
  const done = await makeRecipe(made, mine, handlers, context);
  await writeMade(done, mine, { now: '2026-01-31T12:00:00.000Z', version: VERSION, awaited: [] }, handlers, {
    ...context,
    openSink: () => Promise.resolve(sink),
  });
  return new Map(sink.files);
}

export async function verified(
  bundle: File | Files,
  more: Partial<Omit<VerifyRequest, 'bundle'>> = {},
  signal?: AbortSignal,
): Promise<VerifyReport> {
  const request: VerifyRequest = {
    bundle:
      bundle instanceof File
        ? { file: bundle }
        : { files: [...bundle].map(([name, bytes]) => ({ name, file: new File([bytes], name) })) },
    version: VERSION,
    ...more,
  };
  return verify(request, {
    ...(await newContext(signal)),
    calls: handlers,
    compareParquet: compareHere,
    openComparer: foldersHere,
  });
}
