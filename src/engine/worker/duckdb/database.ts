/**
 * DuckDB inside this worker, through its blocking bindings. A statement runs in slices of some 20 ms with a turn of the
 * event loop between them, so that progress goes out and a cancel comes in.
 */
import type { DuckDBBindings } from 'duckdb-blocking';
import { tableFromIPC, type Table } from 'apache-arrow';
import { LabFailure, type LabError } from '../../../core/errors';
import { identifier } from '../../../core/sql';
import { fatalCause } from './fatal';
import { Connection, nextTurn } from './schedule';
import type { RowOf, Shape } from './shape';

/** Takes effect for good: whatever SQL a person types, no file, network or setting is within its reach. */
export const hardening = [
  'SET autoinstall_known_extensions = false',
  'SET autoload_known_extensions = false',
  'SET enable_external_access = false',
  'SET lock_configuration = true',
] as const;

/**
 * Rows of a row group of DuckDB's tables. An insert of whole groups takes less than half the time of one that ends within a group (measured with
 * 1.32: 245,760 rows at 33 ns a row, 262,144 at 78 ns), because whole groups are taken over as they are.
 */
export const ROW_GROUP = 122_880;

export const openConfig = { path: ':memory:', query: { queryPollingInterval: 20 } } as const;

const stopped = (cause: string, thrown: unknown): LabError => ({
  code: 'engine-stopped',
  message: `DuckDB stopped (${cause}) and was started again. Change the statement or the step that asked for this before you try it again.`,
  detail: thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown),
});

function failure(thrown: unknown, sql: string): LabFailure {
  const cause = thrown instanceof Error ? thrown.message : String(thrown);
  if (/out of memory|could not allocate|failed to allocate|allocation failed/i.test(cause)) {
    return new LabFailure({
      code: 'memory',
      message:
        'The statement needs more memory than the browser gives to DuckDB, about 3 GB. Ask for fewer rows or groups, or ask the table resampled. What was loaded before is still there.',
      detail: cause,
    });
  }
  return new LabFailure({ code: 'sql', message: cause, detail: sql });
}

/** Opens a connection; its number, which is what the bindings take. */
export const connect = (bindings: DuckDBBindings): number =>
  bindings.connect().useUnsafe((_bindings, connection) => connection);

export class Database {
  constructor(
    private readonly bindings: DuckDBBindings,
    private readonly connection: number,
    /** Shared by all who use the connection. */
    private readonly shared = new Connection(),
    private readonly state: { stopped?: LabError } = {},
  ) {}

  /** Why this database can answer nothing more (`engine-stopped`); undefined while it lives. */
  get stopped(): LabError | undefined {
    return this.state.stopped;
  }

  /** A turn for the event loop. */
  pause(): Promise<void> {
    return nextTurn();
  }

  /** Runs one statement to its end. Rejects with AbortError when cancelled; the database lives on. */
  async run(sql: string, signal?: AbortSignal): Promise<void> {
    for await (const part of this.stream(sql, signal)) void part;
  }

  /**
   * The result as Arrow IPC: first the schema, then batches of about 2,000 rows, last the end-of-stream marker;
   * concatenated they are one stream.
   */
  async *stream(sql: string, signal?: AbortSignal): AsyncGenerator<Uint8Array, void> {
    for await (const slice of this.slices(sql, signal)) yield* slice;
  }

  /** `stream` by what one slice of work brought: many messages for one turn of whoever awaits them. */
  async *slices(sql: string, signal?: AbortSignal): AsyncGenerator<Uint8Array[], void> {
    signal?.throwIfAborted();
    const release = await this.shared.acquire();
    let started = false;
    let finished = false;
    try {
      signal?.throwIfAborted();
      started = true;
      let header = this.guard(sql, () => this.bindings.startPendingQuery(this.connection, sql, true));
      while (header === null) {
        await nextTurn();
        signal?.throwIfAborted();
        header = this.guard(sql, () => this.bindings.pollPendingQuery(this.connection));
      }
      let slice = [header];
      let sliceEnd = performance.now() + 20;
      for (;;) {
        const batch = this.guard(sql, () => this.bindings.fetchQueryResults(this.connection));
        if (batch !== null && batch.length === 0) break;
        if (batch !== null) slice.push(batch);
        if (batch === null || slice.length >= 256 || performance.now() > sliceEnd) {
          if (slice.length > 0) yield slice;
          slice = [];
          if (batch === null || performance.now() > sliceEnd) {
            await nextTurn();
            signal?.throwIfAborted();
            sliceEnd = performance.now() + 20;
          }
        }
      }
      finished = true;
      slice.push(new Uint8Array([0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0]));
      yield slice;
    } finally {
      if (started && !finished && !this.stopped) this.bindings.cancelPendingQuery(this.connection);
      release();
    }
  }

  /** The whole result as an Arrow table. */
  async table(sql: string, signal?: AbortSignal): Promise<Table> {
    const parts: Uint8Array[] = [];
    for await (const part of this.stream(sql, signal)) parts.push(part);
    return tableFromIPC(concatenate(parts));
  }

  /** A small result as objects. 64-bit integers become numbers; times are asked for as `epoch_us(…)`. What a `T` says of them nobody checks: it is for tests; see `read`. */
  async rows<T extends object = Record<string, unknown>>(sql: string, signal?: AbortSignal): Promise<T[]> {
    const { columns, length } = cellsOf(await this.table(sql, signal));
    return Array.from(
      { length },
      (_, row) => Object.fromEntries(columns.map(({ name, get }) => [name, get(row)])) as T,
    );
  }

  /** A small result as objects of a shape. Throws TypeError where the result has not that shape. */
  async read<S extends Shape>(sql: string, shape: S, signal?: AbortSignal): Promise<RowOf<S>[]> {
    const { columns, length } = cellsOf(await this.table(sql, signal));
    const readers = Object.entries(shape).map(([name, reader]) => {
      const found = columns.find((column) => column.name === name);
      if (!found) throw new TypeError(`expected a column ${name} of ${sql}`);
      return (row: number): [string, unknown] => [name, reader(found.get(row), name)];
    });
    return Array.from(
      { length },
      (_, row) => Object.fromEntries(readers.map((cell) => cell(row))) as RowOf<S>,
    );
  }

  /** The one row of a result that must have one, of a shape. Throws TypeError for any other. */
  async readOne<S extends Shape>(sql: string, shape: S, signal?: AbortSignal): Promise<RowOf<S>> {
    const [row, ...more] = await this.read(sql, shape, signal);
    if (!row || more.length > 0) throw new TypeError(`expected one row of ${sql}`);
    return row;
  }

  /** Appends an Arrow IPC stream (schema, batches, end-of-stream) to a table that has the same columns. Detaches nothing. */
  insert(table: string, ipc: Uint8Array): void {
    this.guard(`insert into ${identifier(table)}`, () =>
      this.bindings.insertArrowFromIPCStream(this.connection, ipc, { name: table, create: false }),
    );
  }

  /** Does work on the connection once no statement holds it: another in between would end that one. */
  async whenFree<T>(work: () => T): Promise<T> {
    const release = await this.shared.acquire();
    try {
      return work();
    } finally {
      release();
    }
  }

  /** The statement's own check: rejects when it is not exactly one that can be prepared. */
  check(sql: string): Promise<void> {
    return this.whenFree(() =>
      this.guard(sql, () =>
        this.bindings.closePrepared(this.connection, this.bindings.createPrepared(this.connection, sql)),
      ),
    );
  }

  private guard<T>(sql: string, action: () => T): T {
    if (this.stopped) throw new LabFailure(this.stopped);
    try {
      return action();
    } catch (thrown) {
      const cause = fatalCause(thrown);
      if (cause === undefined) throw failure(thrown, sql);
      this.state.stopped = stopped(cause, thrown);
      throw new LabFailure(this.state.stopped);
    }
  }
}

/** Readers of a table's cells, column by column. */
function cellsOf(table: Table): {
  columns: { name: string; get: (row: number) => unknown }[];
  length: number;
} {
  const columns = table.schema.fields.map(({ name }, index) => {
    const vector = table.getChildAt(index);
    if (!vector) throw new TypeError(`expected a column ${name}`);
    return {
      name,
      get: (row: number): unknown => {
        const cell: unknown = vector.get(row);
        return typeof cell === 'bigint' ? Number(cell) : cell;
      },
    };
  });
  return { columns, length: table.numRows };
}

/** One array from many. */
export function concatenate(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}
