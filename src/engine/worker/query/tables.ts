/** The tables that a person's SQL sees. They are filled when first asked for, by the pieces that everything else reads, and emptied by what changes them. */
import { LabFailure } from '../../../core/errors';
import { count } from '../../../core/format';
import { append } from '../../../core/list';
import type { Label, LabelRow } from '../../../core/label/types';
import { FILLED, OUTLIER, type Rows } from '../../../core/rows/types';
import { identifier, integer, list, text } from '../../../core/sql';
import type { CallContext } from '../../protocol';
import {
  arrowStream,
  booleanColumn,
  float64Column,
  int32Column,
  timestampColumn,
  type ArrowColumn,
} from '../duckdb/arrow';
import { ROW_GROUP, type Database } from '../duckdb/database';
import { labelsArrow } from '../label/labelTables';
import type { LoadedSeries } from '../series/loaded';
import type { Stage, Stages } from '../series/stages';

export const tableNames = ['series', 'raw', 'clean', 'resampled', 'labels'] as const;
export type TableName = (typeof tableNames)[number];
const rowTables = ['raw', 'clean', 'resampled'] as const;
type RowTable = (typeof rowTables)[number];
const isRows = (name: TableName): name is RowTable => name !== 'series' && name !== 'labels';

/** What the tables are filled from. */
export interface TableSource {
  series(): readonly LoadedSeries[];
  readonly stages: Stages;
  /** The number of a row of a series in its file. */
  rowNumber(sid: number): (row: number) => number;
  labels(): readonly (Label & Partial<LabelRow>)[];
}

/** More rows than these, of all tables, do not fit beside the rest: 24 bytes each. */
const MAX_ROWS = 40_000_000;
/** So few rows are filled in whatever a statement names. */
const FEW_ROWS = 200_000;
/** Rows of an insertion. */
const BATCH_ROWS = 4 * ROW_GROUP;

const columnsOf = {
  raw: 'sid INTEGER, "row" INTEGER, ts TIMESTAMP, value DOUBLE',
  clean: 'sid INTEGER, ts TIMESTAMP, value DOUBLE, outlier BOOLEAN, filled BOOLEAN',
  resampled: 'sid INTEGER, ts TIMESTAMP, value DOUBLE, observations INTEGER, filled BOOLEAN',
} as const;

const shown = {
  raw: 't."row", t.ts, t.value',
  clean: 't.ts, t.value, t.outlier, t.filled',
  resampled: 't.ts, t.value, t.observations, t.filled',
} as const;

export class QueryTables {
  private readonly filled = new Set<TableName>();

  constructor(
    private readonly database: Database,
    private readonly source: TableSource,
  ) {}

  /** To be called when rows have changed: of a run alone, or of what is loaded too. */
  async forget(what: 'run' | 'all'): Promise<void> {
    for (const name of tableNames) {
      if (!this.filled.has(name)) continue;
      if (what === 'run' && (name === 'series' || (name === 'raw' && !this.convertible()))) continue;
      await this.drop(name);
    }
  }

  /** Fills what a statement names and is not there, and what is small. Rejects with `memory`, or AbortError: then a table that was begun is gone. */
  async fillFor(sql: string, context: CallContext): Promise<void> {
    const named = tableNames.filter((name) =>
      new RegExp(String.raw`(?<![\w$])${name}(?![\w$])`, 'i').test(sql),
    );
    await this.makeRoom(named);
    for (const name of tableNames)
      if (named.includes(name) || !isRows(name) || this.rowsOf(name) <= FEW_ROWS)
        await this.fill(name, context);
  }

  /** The table that an error of DuckDB says is not there, where it is one of these and has not been filled. */
  missingIn(message: string): TableName | undefined {
    const [, named] = /Table with name "?(\w+)"? does not exist/i.exec(message) ?? [];
    return tableNames.find((name) => name === named?.toLowerCase() && !this.filled.has(name));
  }

  /** Fills one of the tables unless it is there. */
  async fill(name: TableName, context: CallContext): Promise<void> {
    if (this.filled.has(name)) return;
    if (name !== 'series') await this.fill('series', context);
    this.filled.add(name);
    try {
      if (isRows(name)) {
        await this.makeRoom([name]);
        await this.fillRows(name, context);
      } else if (name === 'labels') await this.fillLabels();
      else await this.fillSeries();
    } catch (thrown) {
      await this.drop(name);
      throw thrown;
    }
  }

  /** Refuses tables that do not fit together, and drops those that others need the room of. */
  private async makeRoom(wanted: readonly TableName[]): Promise<void> {
    const sizes = wanted.filter(isRows).map((name) => ({ name, rows: this.rowsOf(name) }));
    let total = sizes.reduce((sum, { rows }) => sum + rows, 0);
    if (total > MAX_ROWS) {
      const what = sizes.map(({ name, rows }) => `${name} has ${count(rows)}`).join(', ');
      const resampled = this.stageOf('resampled') && !wanted.includes('resampled');
      throw new LabFailure({
        code: 'memory',
        message: `Expected at most ${count(MAX_ROWS)} rows in tables for SQL; ${what}. ${resampled ? 'Ask the table resampled' : 'Resample to longer buckets and ask the table resampled'}, or load fewer series.`,
      });
    }
    for (const name of rowTables) {
      if (wanted.includes(name) || !this.filled.has(name)) continue;
      total += this.rowsOf(name);
      if (total > MAX_ROWS) await this.drop(name);
    }
  }

  /** Whether a run may change raw rows: it turns local times into UTC. */
  private convertible(): boolean {
    return this.source.series().some(({ zone }) => zone !== 'UTC');
  }

  private rowsOf(name: RowTable): number {
    const stage = this.stageOf(name);
    if (!stage) return 0;
    const { stages } = this.source;
    // The clean rows of a run that resampled are not counted: there are hardly more of them than raw ones.
    return this.source
      .series()
      .reduce((sum, { sid }) => sum + ((stages.facts(sid, stage) ?? stages.facts(sid, 'raw'))?.rows ?? 0), 0);
  }

  private stageOf(name: RowTable): Stage | null {
    if (name === 'raw') return 'raw';
    const { processedKind } = this.source.stages;
    if (processedKind === null) return null;
    return name === 'clean' ? 'clean' : processedKind === 'resampled' ? 'processed' : null;
  }

  private async drop(name: TableName): Promise<void> {
    if (isRows(name)) await this.database.run(`DROP VIEW IF EXISTS ${identifier(name)}`);
    const table = isRows(name) ? `rows_of_${name}` : name;
    await this.database.run(`DROP TABLE IF EXISTS ${identifier(table)}`);
    this.filled.delete(name);
  }

  private async fillSeries(): Promise<void> {
    const series = this.source.series();
    await this.database.run(
      'CREATE OR REPLACE TABLE series (sid INTEGER, name VARCHAR, file VARCHAR, zone VARCHAR)',
    );
    for (let from = 0; from < series.length; from += 1000) {
      const rows = series
        .slice(from, from + 1000)
        .map(({ sid, name, file, zone }) => `(${list([integer(sid), text(name), text(file), text(zone)])})`);
      await this.database.run(`INSERT INTO series VALUES ${list(rows)}`);
    }
  }

  private async fillRows(name: RowTable, { signal, progress }: CallContext): Promise<void> {
    const total = this.rowsOf(name);
    const table = identifier(`rows_of_${name}`);
    await this.database.run(`CREATE OR REPLACE TABLE ${table} (${columnsOf[name]})`);
    const stage = this.stageOf(name);
    if (stage) {
      let done = 0;
      for await (const batch of this.batches(name, stage, signal)) {
        await this.database.whenFree(() => this.database.insert(`rows_of_${name}`, batch.ipc));
        done += batch.rows;
        progress({ stage: `filling the table ${name}`, done, total, unit: 'rows' });
        await this.database.pause();
        signal.throwIfAborted();
      }
    }
    await this.database.run(
      `CREATE OR REPLACE VIEW ${identifier(name)} AS SELECT s.name AS series, ${shown[name]} FROM ${table} AS t JOIN series AS s USING (sid)`,
    );
  }

  /** Rows of all series, many to an insertion: each costs some milliseconds however few its rows are. */
  private async *batches(
    name: RowTable,
    stage: Stage,
    signal: AbortSignal,
  ): AsyncGenerator<{ ipc: Uint8Array; rows: number }, void> {
    let parts: Part[] = [];
    let rows = 0;
    for (const { sid } of this.source.series()) {
      const numberOf = this.source.rowNumber(sid);
      let first = 0;
      for await (const its of this.source.stages.rows(sid, stage, {}, signal)) {
        parts.push({ sid, rows: its, first, numberOf });
        first += its.length;
        rows += its.length;
        if (rows < BATCH_ROWS) continue;
        yield { ipc: arrowOf(name, parts, rows), rows };
        parts = [];
        rows = 0;
      }
    }
    if (rows > 0) yield { ipc: arrowOf(name, parts, rows), rows };
  }

  /** `labels`: one row a label, with the rows that it covers now. */
  private async fillLabels(): Promise<void> {
    await this.database.run(
      `CREATE OR REPLACE TABLE labels (id VARCHAR, series VARCHAR, "start" TIMESTAMP, "end" TIMESTAMP, type VARCHAR, shape VARCHAR, origin VARCHAR, file VARCHAR, raw_rows INTEGER, processed_rows INTEGER, processed_start TIMESTAMP, processed_end TIMESTAMP)`,
    );
    const ipc = labelsArrow(this.source.labels());
    if (ipc) await this.database.whenFree(() => this.database.insert('labels', ipc));
  }
}

interface Part {
  sid: number;
  rows: Rows;
  /** How many rows of the series come before. */
  first: number;
  numberOf: (row: number) => number;
}

function arrowOf(name: RowTable, parts: readonly Part[], length: number): Uint8Array {
  const sids = new Int32Array(length);
  const numbers = new Int32Array(length);
  const times = new BigInt64Array(length);
  const words = new Int32Array(times.buffer);
  const values = new Float64Array(length);
  const present = new Uint8Array(length);
  const observations = new Int32Array(length);
  const flags = new Uint8Array(length);
  let at = 0;
  for (const { sid, rows, first, numberOf } of parts) {
    sids.fill(sid, at, at + rows.length);
    values.set(rows.values.subarray(0, rows.length), at);
    flags.set(rows.flags.subarray(0, rows.length), at);
    if (rows.observations) observations.set(rows.observations.subarray(0, rows.length), at);
    for (let row = 0; row < rows.length; row++) {
      const time = rows.times[row] as number;
      const high = Math.floor(time / 4_294_967_296);
      words[2 * (at + row)] = time - high * 4_294_967_296;
      words[2 * (at + row) + 1] = high;
      const value = values[at + row] as number;
      if (value === value) present[at + row] = 1;
    }
    if (name === 'raw') for (let row = 0; row < rows.length; row++) numbers[at + row] = numberOf(first + row);
    at += rows.length;
  }
  const columns: ArrowColumn[] = [int32Column('sid', sids)];
  if (name === 'raw') columns.push(int32Column('row', numbers));
  columns.push(timestampColumn('ts', times), float64Column('value', values, { present }));
  const flag = (bit: number): Uint8Array => flags.map((bits) => ((bits & bit) > 0 ? 1 : 0));
  if (name === 'clean') append(columns, [booleanColumn('outlier', flag(OUTLIER))]);
  if (name === 'resampled') append(columns, [int32Column('observations', observations)]);
  if (name !== 'raw') append(columns, [booleanColumn('filled', flag(FILLED))]);
  return arrowStream(columns);
}
