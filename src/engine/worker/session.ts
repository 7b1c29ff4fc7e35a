/** What the worker knows between calls: the database, what is loaded, and the tables of the last run. */
import { LabFailure } from '../../core/errors';
import type { Reject } from '../../core/ingest/types';
import { attachLabels } from '../../core/ingest/attachLabels';
import type { LabelEntry } from '../../core/ingest/labels';
import type { Label } from '../../core/label/types';
import type { Recipe } from '../../core/recipe/types';
import { identifier, list, text } from '../../core/sql';
import type { StageTables } from '../../core/view/tables';
import type { CallArgument, CallContext, CallName, CallResult, RunReport, SeriesInfo } from '../protocol';
import type { Database } from './database';
import { handlers } from './handlers';
import { ViewIndex } from './view';

export interface LoadedSeries extends Omit<SeriesInfo, 'id' | 'labels'> {
  sid: number;
}

export interface LoadedLabels {
  file: string;
  sha256: string;
  entries: LabelEntry[];
}

const noRun: StageTables = { raw: 'stage_raw', processed: null, processedKind: 'clean', changes: null };

export class Session {
  readonly view = new ViewIndex();
  series: LoadedSeries[] = [];
  labelFiles: LoadedLabels[] = [];
  rejects: Reject[] = [];
  /** All that were counted, of which `rejects` keeps the first. */
  rejectedByFile = new Map<string, number>();
  tables: StageTables = noRun;
  lastRun: { report: RunReport; recipe: Recipe } | undefined;
  /** Tables that the last run made. */
  made: string[] = [];
  runs = 0;

  /** For what may take its time. */
  readonly patient: Database;

  private constructor(readonly database: Database) {
    this.patient = database.background();
  }

  static async open(database: Database): Promise<Session> {
    const session = new Session(database);
    for (const statement of [
      'CREATE TABLE series (sid INTEGER, name VARCHAR, file VARCHAR, zone VARCHAR)',
      'CREATE TABLE ingested (sid INTEGER, "row" INTEGER, ts TIMESTAMP, value DOUBLE)',
      'CREATE VIEW stage_raw AS SELECT sid, "row", ts, value, false AS outlier, false AS filled FROM ingested',
    ]) {
      await database.run(statement);
    }
    await session.publish('stage_raw');
    return session;
  }

  /** Prepares the charts of what stands in the tables, giving way to every call; `view.stopBuilding` ends it. */
  prepareCharts(): void {
    const { raw, processed } = this.tables;
    if (processed) this.view.startBuilding([...new Set([processed, raw])], this.patient);
  }

  /** Runs one call. Throws LabFailure or AbortError. */
  async handle<K extends CallName>(
    name: K,
    argument: CallArgument<K>,
    context: CallContext,
  ): Promise<CallResult<K>> {
    return handlers[name](argument, { ...context, session: this });
  }

  /** Every label of every label file that belongs to a loaded series. */
  labels(): Label[] {
    const names = this.series.map(({ name }) => name);
    return this.labelFiles.flatMap(({ file, entries }) => attachLabels(entries, names, file).labels);
  }

  seriesInfo(): SeriesInfo[] {
    const labels = this.labels();
    return this.series.map(({ sid, ...entry }) => ({
      ...entry,
      id: sid,
      labels: labels.filter(({ series }) => series === entry.name).length,
    }));
  }

  /** What was run before no longer fits what is loaded. */
  async forgetRun(): Promise<void> {
    await this.view.forget('stage_raw', this.database);
    if (this.tables.processed) await this.view.forget(this.tables.processed, this.database);
    if (this.tables.raw !== 'stage_raw') await this.view.forget(this.tables.raw, this.database);
    await this.publish('stage_raw');
    for (const table of this.made) await this.database.run(`DROP TABLE IF EXISTS ${identifier(table)}`);
    this.made = [];
    this.tables = noRun;
    this.lastRun = undefined;
  }

  /** Takes files out: their series, rows, rejects and labels. */
  async remove(files: readonly string[]): Promise<void> {
    const gone = this.series.filter(({ file }) => files.includes(file)).map(({ sid }) => sid);
    if (gone.length > 0) {
      await this.database.run(`DELETE FROM ingested WHERE sid IN (${list(gone.map(String))})`);
      await this.database.run(`DELETE FROM series WHERE sid IN (${list(gone.map(String))})`);
    }
    this.series = this.series.filter(({ file }) => !files.includes(file));
    this.labelFiles = this.labelFiles.filter(({ file }) => !files.includes(file));
    this.rejects = this.rejects.filter(({ file }) => !files.includes(file));
    for (const file of files) this.rejectedByFile.delete(file);
  }

  /** The views that a person's SQL sees: series by name, in place of numbers. */
  async publish(raw: string, clean?: string, resampled?: string): Promise<void> {
    const from = (table: string): string => `FROM ${identifier(table)} AS t JOIN series AS s USING (sid)`;
    const empty = (table: string, columns: string): string =>
      `CREATE OR REPLACE VIEW ${table} AS SELECT s.name AS series, t.ts, t.value, ${columns} ${from('stage_raw')} WHERE false`;
    await this.database.run(
      `CREATE OR REPLACE VIEW raw AS SELECT s.name AS series, t."row", t.ts, t.value ${from(raw)}`,
    );
    await this.database.run(
      clean
        ? `CREATE OR REPLACE VIEW clean AS SELECT s.name AS series, t.ts, t.value, t.outlier, t.filled ${from(clean)}`
        : empty('clean', 't.outlier, t.filled'),
    );
    await this.database.run(
      resampled
        ? `CREATE OR REPLACE VIEW resampled AS SELECT s.name AS series, t.ts, t.value, t.observations, t.filled ${from(resampled)}`
        : empty('resampled', '0::INTEGER AS observations, t.filled'),
    );
    await this.publishLabels();
  }

  /** `labels`: one row a label, with the rows that it covers now. */
  private async publishLabels(): Promise<void> {
    await this.database.run(
      `CREATE OR REPLACE TABLE labels (id VARCHAR, series VARCHAR, "start" TIMESTAMP, "end" TIMESTAMP, type VARCHAR, shape VARCHAR, origin VARCHAR, file VARCHAR, raw_rows INTEGER, processed_rows INTEGER, processed_start TIMESTAMP, processed_end TIMESTAMP)`,
    );
    const followed =
      this.lastRun?.report.labels ??
      this.labels().map((label) => ({
        ...label,
        rawRows: null,
        processedRows: null,
        processedStart: null,
        processedEnd: null,
        processedLast: null,
      }));
    const time = (us: number | null): string => (us === null ? 'NULL' : `make_timestamp(${us}::BIGINT)`);
    const rows = followed.map(
      (label) =>
        `(${list([text(label.id), text(label.series), time(label.start), time(label.end), text(label.type), text(label.shape), text(label.origin), text(label.file ?? ''), `${label.rawRows ?? 'NULL'}`, `${label.processedRows ?? 'NULL'}`, time(label.processedStart), time(label.processedEnd)])})`,
    );
    for (let at = 0; at < rows.length; at += 500) {
      await this.database.run(`INSERT INTO labels VALUES ${list(rows.slice(at, at + 500))}`);
    }
  }

  /** The name of a series by its number. Throws for a number that is not loaded. */
  nameOf(sid: number): string {
    const found = this.series.find((entry) => entry.sid === sid);
    if (!found) throw new LabFailure({ code: 'internal', message: `No series has the number ${sid}.` });
    return found.name;
  }
}
