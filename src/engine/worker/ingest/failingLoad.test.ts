/** Loads of which one stage fails, each in its turn: what the store and the database are told, what child workers are asked, how files are read and hashed. */
import { gzipSync } from 'node:zlib';
import {
  Float64,
  makeData,
  makeVector,
  Table,
  tableToIPC,
  TimestampMicrosecond,
  vectorFromArray,
} from 'apache-arrow';
import { expose } from 'comlink';
import { Table as ParquetTable, writeParquet } from 'parquet-wasm';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { emptyRecipe } from '../../../core/recipe';
import { createChunkParser } from '../../../core/ingest/parse/chunk';
import type { FileSource, LabelSource } from '../../../core/recipe/types';
import type { LoadReport } from '../../protocol';
import type { Database } from '../duckdb/database';
import { openNodeDatabase } from '../duckdb/database.node';
import { handlers } from '../handlers';
import { storedRows } from '../series/stored.node';
import { Session } from '../session';
import { inThisThread } from '../steps/pool';
import { inspectFiles, loadIntoSession } from './calls';
import { nodeEnvironment } from './environment.node';
import { hashFile, pieceHash, type PieceHash } from './hash';

type Api = Record<string, (...argument: never[]) => unknown>;

/** What the stages are told to do. `fails`: whether the stage of this number, counted from 0, fails. */
let faults: { stages: string[]; failed: string[]; fails: (index: number, name: string) => boolean };
/** Child workers that run. */
let living: Set<FakeWorker>;

const letAllPass = (): void => void (faults = { stages: [], failed: [], fails: () => false });

/** Counts a stage, and whether it is to fail. */
function failing(name: string): boolean {
  const fails = faults.fails(faults.stages.push(name) - 1, name);
  if (fails) faults.failed.push(name);
  return fails;
}

function stage(name: string): void {
  if (failing(name)) throw new Error(`no ${name}`);
}

/** The work of the scripts that the app starts as child workers. */
function workOf(script: string): Api {
  if (script.includes('hash.worker')) {
    let pieces: PieceHash;
    return {
      hash: (file: Blob) => hashFile(file),
      begin: (size: number) => void (pieces = pieceHash(size)),
      take: (piece: Uint8Array<ArrayBuffer>) => pieces.take(piece),
      digest: () => pieces.digest(),
    };
  }
  if (script.includes('parquet.worker')) {
    const session = nodeEnvironment.parquet();
    const { open, sample, preview, read } = session;
    return { open, sample, preview, read };
  }
  let parser: ReturnType<typeof createChunkParser>;
  return {
    configure: (...layout: Parameters<typeof createChunkParser>) =>
      void (parser = createChunkParser(...layout)),
    parse: (bytes: Uint8Array<ArrayBuffer>, first: boolean) => ({
      chunk: parser.parse(bytes, first),
      memory: new ArrayBuffer(0),
    }),
  };
}

/** A worker in this thread. A stage that fails in it ends it, or is answered with an error: by turns, as `dies` says. */
let dies = false;
class FakeWorker extends EventTarget {
  private readonly channel = new MessageChannel();
  constructor(url: URL) {
    super();
    const script = url.pathname.split('/').at(-1) ?? '';
    stage(`start ${script}`);
    living.add(this);
    const { port1, port2 } = this.channel;
    const work = Object.entries(workOf(script)).map(([name, does]): [string, Api[string]] => [
      name,
      (...argument) => {
        if (failing(`${script} ${name}`)) {
          if (!dies) throw new Error(`no ${name}`);
          this.dispatchEvent(
            Object.assign(new Event('error', { cancelable: true }), { message: 'unreachable' }),
          );
          return new Promise(() => undefined);
        }
        return does(...argument);
      },
    ]);
    expose(Object.fromEntries(work), port2);
    port1.onmessage = ({ data }) =>
      this.dispatchEvent(Object.assign(new Event('message'), { data: data as unknown }));
  }
  postMessage(message: unknown, transfer: Transferable[] = []): void {
    this.channel.port1.postMessage(message, transfer);
  }
  terminate(): void {
    living.delete(this);
    this.channel.port1.close();
  }
}

/** A file whose reading is a stage. */
class StagedFile extends File {
  override slice(...range: [number?, number?]): Blob {
    stage('read a slice');
    return super.slice(...range);
  }
  override text(): Promise<string> {
    stage('read the text');
    return super.text();
  }
}

let database: Database;
let session: Session;
beforeAll(async () => {
  database = await openNodeDatabase();
  session = Session.open(database, inThisThread);
  vi.stubGlobal('Worker', FakeWorker);
  const { slices, insert } = database;
  vi.spyOn(database, 'insert').mockImplementation((table, ipc) => {
    stage(`insert ${table}`);
    insert.call(database, table, ipc);
  });
  vi.spyOn(database, 'slices').mockImplementation(async function* (sql, signal) {
    stage(sql.slice(0, 30));
    yield* slices.call(database, sql, signal);
  });
  const { store } = session;
  const { put } = store;
  vi.spyOn(store, 'put').mockImplementation((sid, rows) => {
    stage('store rows');
    put.call(store, sid, rows);
  });
  const { subtle } = crypto;
  const digest = subtle.digest.bind(subtle);
  vi.spyOn(subtle, 'digest').mockImplementation(async (...given) => {
    stage('digest');
    return digest(...given);
  });
  letAllPass();
  living = new Set();
  const error = await load(
    'good.csv',
    `timestamp,value\n${minutes.map((time, i) => `${time},${i === 3 ? 'x' : i}\n`).join('')}`,
  );
  if (error) throw new Error(`the first file could not be loaded: ${error.code}`);
});
beforeEach(() => letAllPass());
afterEach(() => {
  letAllPass();
  vi.stubGlobal('crypto', platform);
});

/** What hashes, and the same without a secure context: then the platform hashes nothing. */
const platform = crypto;
const insecure = {
  randomUUID: () => platform.randomUUID(),
  getRandomValues: (into: Uint8Array<ArrayBuffer>) => platform.getRandomValues(into),
};

const context = () => ({ session, signal: new AbortController().signal, progress: () => undefined });

/** Inspects a file and loads it as the inspection says; the error of what failed. */
async function load(
  name: string,
  content: string | Uint8Array<ArrayBuffer>,
): Promise<{ code: string; file?: string } | undefined> {
  const file = new StagedFile([content], name, { lastModified: 1 });
  const [found] = await inspectFiles([{ name, file }], context());
  if (!found?.source) return found?.error;
  const source: FileSource | LabelSource = found.source;
  const report = await loadIntoSession({ files: [{ name, file, source }] }, context()).catch(
    (thrown: unknown): LoadReport => {
      expect(thrown).toBeInstanceOf(Error);
      return {
        files: [
          {
            file: name,
            series: [],
            rows: 0,
            rejected: 0,
            error: { code: 'internal', message: String(thrown) },
          },
        ],
        series: [],
      };
    },
  );
  return report.files[0]?.error;
}

/** All that the session holds, and what a person's SQL sees of it. */
async function held() {
  const { rejects, labelFiles, lastRun, stages, store } = session;
  const ask = async (sql: string): Promise<unknown> =>
    (await handlers.query({ sql: `${sql} ORDER BY ALL` }, context())).rows;
  const names = new Map(session.series.map(({ sid, name }) => [sid, name]));
  const clean: unknown[] = [];
  for (const { sid, name } of session.series) {
    for await (const { length, times, values } of stages.rows(sid, 'clean', {}, context().signal))
      clean.push(name, times.slice(0, length), values.slice(0, length));
  }
  const found = {
    rows: storedRows(store).map(({ sid, ...row }) => ({ ...row, series: names.get(sid) })),
    raw: await ask('SELECT series, "row", epoch_us(ts) AS us, value FROM raw'),
    labels: await ask('SELECT * FROM labels'),
    clean,
    series: session.seriesInfo().map(({ id: _id, ...one }) => one),
    rejects,
    rejectedByFile: [...session.rejectedByFile],
    labelFiles,
    run: lastRun && { recipe: lastRun.recipe, kind: lastRun.kind },
  };
  return JSON.stringify(found, null, 1);
}

/** Runs the recipe; what is held with the run, and what after it has been forgotten. */
async function prepare(): Promise<{ run: string; none: string }> {
  await session.forgetRun();
  const none = await held();
  await handlers.run({ recipe: emptyRecipe() }, context());
  return { run: await held(), none };
}

const minutes = Array.from({ length: 40 }, (_, i) => `2024-01-01 00:${String(i).padStart(2, '0')}:00`);
const parquet = (): Uint8Array<ArrayBuffer> => {
  const times = BigInt64Array.from(minutes, (_, i) => 1704067200000000n + BigInt(i) * 60_000_000n);
  const table = new Table({
    time: makeVector(makeData({ type: new TimestampMicrosecond(), data: times, nullCount: 0 })),
    a: vectorFromArray(
      minutes.map((_, i) => i),
      new Float64(),
    ),
    b: vectorFromArray(
      minutes.map((_, i) => -i),
      new Float64(),
    ),
  });
  return new Uint8Array(writeParquet(ParquetTable.fromIPCStream(tableToIPC(table, 'stream'))));
};

const kinds: {
  name: string;
  content: string | Uint8Array<ArrayBuffer>;
  stages: string[];
  /** What there is to hash with. */
  hashes?: object;
}[] = [
  {
    name: 'small.csv',
    content: `timestamp,a,b\n${minutes.map((time, i) => `${time},${i},${i === 7 ? 'x' : -i}\n`).join('')}`,
    stages: ['read a slice', 'digest', 'store rows', 'DROP VIEW IF EXISTS', 'DROP TABLE IF EXISTS'],
  },
  {
    name: 'packed.csv.gz',
    content: new Uint8Array(gzipSync(`timestamp,value\n${minutes.map((time) => `${time},1\n`).join('')}`)),
    stages: ['start parse.worker.ts', 'parse.worker.ts configure', 'parse.worker.ts parse', 'store rows'],
  },
  {
    name: 'table.parquet',
    content: parquet(),
    hashes: insecure,
    stages: [
      'start hash.worker.ts',
      'hash.worker.ts hash',
      'start parquet.worker.ts',
      'parquet.worker.ts open',
      'parquet.worker.ts sample',
      'parquet.worker.ts preview',
      'parquet.worker.ts read',
      'store rows',
    ],
  },
  {
    name: 'labels.json',
    content: '{"good.csv": ["2024-01-01 00:00:00"]}',
    stages: ['read the text', 'digest', 'DROP TABLE IF EXISTS'],
  },
];

/** Ways in which stages fail: which do, and how. */
const ways = [
  { title: 'that fails once', counts: /./, ends: false, goesOn: false },
  { title: 'that ends the worker that does it', counts: /^\w+\.worker\.ts /, ends: true, goesOn: false },
  { title: 'that fails, and all after it while the load is undone,', counts: /./, ends: false, goesOn: true },
];

describe.each(ways)('a load with one stage $title', ({ counts, ends, goesOn }) => {
  it.each(kinds)(
    'leaves nothing, and $name can be added again',
    async ({ name, content, stages, hashes = platform }) => {
      dies = ends;
      vi.stubGlobal('crypto', hashes);
      const before = await prepare();
      expect(before.run).not.toBe(before.none);
      expect(await load(name, content)).toBeUndefined();
      await session.forgetRun();
      const loaded = await held();
      expect(loaded).not.toBe(before.none);
      expect(living.size).toBe(0);
      const seen = new Set<string>();
      for (let turn = 0; ; turn++) {
        letAllPass();
        session.remove([name]);
        expect(await prepare()).toEqual(before);
        letAllPass();
        const counted = (): number => faults.stages.filter((one) => counts.test(one)).length - 1;
        faults.fails = (_, stageName) =>
          counts.test(stageName) && (goesOn ? counted() >= turn : counted() === turn);
        const error = await load(name, content);
        const [failed] = faults.failed;
        faults.stages.forEach((one) => seen.add(one));
        letAllPass();
        if (failed === undefined) break;
        expect(living.size, failed).toBe(0);
        if (error) {
          if (ends && /^(parse|parquet)/.test(failed)) {
            expect(error).toMatchObject({ code: 'file-damaged', file: name });
          }
          if (!goesOn) expect([before.run, before.none], failed).toContain(await held());
          expect(await load(name, content), failed).toBeUndefined();
        }
        await session.forgetRun();
        expect(await held(), failed).toBe(loaded);
      }
      expect(stages.filter((wanted) => ![...seen].some((one) => one.startsWith(wanted)))).toEqual([]);
      session.remove([name]);
    },
  );
});

it.each(['parquet.worker.ts open', 'parquet.worker.ts read', 'parse.worker.ts parse'])(
  'a parser that dies (%s) costs its file alone, which is told as damaged, by its name',
  async (dying) => {
    dies = true;
    const before = (await prepare()).none;
    const files = [...kinds, { name: 'last.csv', content: 'timestamp,value\n2024-01-01 00:00:00,1\n' }].map(
      ({ name, content }) => ({ name, file: new File([content], name, { lastModified: 1 }) }),
    );
    const inspections = await inspectFiles(files, context());
    let deaths = 0;
    faults.fails = (_, name) => name === dying && deaths++ === 0;
    const found = dying.endsWith('open') ? await inspectFiles(files, context()) : inspections;
    const sources = inspections.map(({ source }) => source);
    const request = files.flatMap((file, index) => {
      const source = sources[index];
      return source && !found[index]?.error ? [{ ...file, source }] : [];
    });
    const report = await loadIntoSession({ files: request }, context());
    const errors = [...found.map(({ error }) => error), ...report.files.map(({ error }) => error)].filter(
      (error) => error !== undefined,
    );
    const file = dying.startsWith('parse') ? 'packed.csv.gz' : 'table.parquet';
    expect(errors).toMatchObject([{ code: 'file-damaged', file }]);
    expect(errors[0]?.message).toContain(file);
    expect(report.files.filter(({ error }) => !error)).toHaveLength(files.length - 1);
    expect(living.size).toBe(0);
    session.remove(files.map(({ name }) => name));
    await session.forgetRun();
    expect(await held()).toBe(before);
  },
);
