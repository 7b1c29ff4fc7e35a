/** What the worker knows between calls: the database, what is loaded, and the tables of the last run. */
import { LabFailure } from '../../core/errors';
import type { Reject } from '../../core/ingest/types';
import { attachLabels, joinLabels, type LabelEntry } from '../../core/label/attach';
import { collectLabels, type LabelChanges } from '../../core/label/collect';
import type { Label } from '../../core/label/types';
import type { PlannedSource } from '../../core/synth/plan';
import type { Recipe } from '../../core/recipe/types';
import { identifier, integer, list } from '../../core/sql';
import type { StageTables } from '../../core/view/tables';
import type { CallContext, EntryProblems, RunReport, SeriesInfo } from '../protocol';
import type { Database } from './duckdb/database';
import { dropRelation } from './duckdb/relation';
import { labelsArrow } from './label/labelTables';
import { SeriesCache, type LoadedSeries, type SeriesHolder } from './series/loaded';
import { Transactions } from './transaction';
import { ViewIndex } from './view';

export interface LoadedLabels {
  file: string;
  sha256: string;
  entries: LabelEntry[];
  /** Every series that the file lists, also those without entries. */
  listed: string[];
  /** Entries that were left out. */
  skipped: EntryProblems;
}

const noChanges: LabelChanges = { annotations: [], edits: [] };
const noRun: StageTables = { raw: 'stage_raw', processed: null, processedKind: 'clean', changes: null };

/** What a call is given beside its argument. */
export type SessionContext = CallContext & { session: Session };

export class Session implements SeriesHolder {
  readonly view = new ViewIndex();
  readonly changes = new Transactions();
  readonly cache = new SeriesCache(() => this.series);
  series: LoadedSeries[] = [];
  labelFiles: LoadedLabels[] = [];
  /** How generated series were made, by source. */
  planned = new Map<string, PlannedSource>();
  /** Labels of injected anomalies, by series. */
  injected = new Map<string, Label[]>();
  rejects: Reject[] = [];
  /** All that were counted, of which `rejects` keeps the first. */
  rejectedByFile = new Map<string, number>();
  tables: StageTables = noRun;
  lastRun: { report: RunReport; recipe: Recipe } | undefined;
  /** Tables that the last run made. */
  made: string[] = [];
  runs = 0;
  /** What the views that a person's SQL sees select now. */
  private readonly published = new Map<string, string>();
  /** Whether the table `labels` tells what is so. */
  private labelsMade = false;

  readonly background: Database;

  private constructor(readonly database: Database) {
    this.background = database.background();
  }

  static async open(database: Database): Promise<Session> {
    const session = new Session(database);
    for (const statement of [
      'CREATE TABLE series (sid INTEGER, name VARCHAR, file VARCHAR, zone VARCHAR)',
      'CREATE TABLE ingested (sid INTEGER, "row" INTEGER, ts TIMESTAMP, value DOUBLE)',
    ]) {
      await database.run(statement);
    }
    await session.gather();
    await session.publish('stage_raw');
    return session;
  }

  /** Builds the levels of detail of what stands in the tables, giving way to every call. Resolves when that is done or stopped. */
  buildLevels(signal: AbortSignal): Promise<void> {
    const { raw, processed } = this.tables;
    return this.view.buildLevels([...new Set(processed ? [processed, raw] : [raw])], {
      database: this.background,
      signal,
    });
  }

  /** `stage_raw`: the rows of files and of every generated series, as the first step takes them. */
  async gather(): Promise<void> {
    const generated = this.series.flatMap(({ sid, table }) =>
      table === undefined
        ? []
        : `SELECT ${integer(sid)}::INTEGER, rowid::INTEGER, ts, value, false, false FROM ${identifier(table)}`,
    );
    this.view.provide(
      'stage_raw',
      this.series.flatMap(({ sid, rows, first, last, grid }) =>
        grid
          ? [
              {
                profile: {
                  sid,
                  rows,
                  count: rows - grid.missing,
                  first,
                  last,
                  backward: 0,
                  duplicates: 0,
                  step: rows > 1 ? grid.step : null,
                  gaps: 0,
                  regular: true,
                },
                finest: grid.finest,
              },
            ]
          : [],
      ),
    );
    await this.database.run(
      `CREATE OR REPLACE VIEW stage_raw AS ${[
        'SELECT sid, "row", ts, value, false AS outlier, false AS filled FROM ingested',
        ...generated,
      ].join('\nUNION ALL ')}`,
    );
  }

  /** The labels of all series: of label files, of injections, and by hand. Those by hand are the recipe's at the last run where `changes` is absent. `apart`: each file's as it has them. */
  collect(
    changes: LabelChanges = this.lastRun?.recipe ?? noChanges,
    files: 'joined' | 'apart' = 'joined',
  ): {
    labels: Label[];
    warnings: string[];
  } {
    const names = this.series.map(({ name }) => name);
    const changed = new Set(changes.edits.map(({ id }) => id));
    return collectLabels(this.fileLabels(files, changed), [...this.injected.values()].flat(), changes, names);
  }

  /** What of each label file belongs to a series that is loaded. */
  attached(): (ReturnType<typeof attachLabels> & { file: string })[] {
    return this.labelFiles.map(({ file, entries }) => ({
      file,
      ...attachLabels(entries, this.series, file),
    }));
  }

  /**
   * The labels of files as they came, but for points within a window of another file; a copy has those of the series that it copies. `changed`: ids of
   * those that a person changed, by the last run's recipe where absent: they stay by themselves.
   */
  fileLabels(
    files: 'joined' | 'apart' = 'joined',
    changed: ReadonlySet<string> = new Set(this.lastRun?.recipe.edits.map(({ id }) => id)),
  ): Label[] {
    const attached = this.attached();
    const labels =
      files === 'joined' ? joinLabels(attached, changed).labels : attached.flatMap((one) => one.labels);
    const copies = this.series.filter(({ copyOf }) => copyOf !== undefined);
    return [
      ...labels,
      ...copies.flatMap(({ name, copyOf }) =>
        labels
          .filter(({ series }) => series === copyOf)
          .map((label) => ({ ...label, series: name, id: label.id.replace(`${copyOf}#`, `${name}#`) })),
      ),
    ];
  }

  seriesInfo(): SeriesInfo[] {
    const counts = new Map<string, number>();
    for (const { series } of this.collect().labels) counts.set(series, (counts.get(series) ?? 0) + 1);
    return this.series.map(({ sid, table: _table, copyOf: _copyOf, grid: _grid, ...entry }) => ({
      ...entry,
      id: sid,
      labels: counts.get(entry.name) ?? 0,
    }));
  }

  /** What was run before no longer fits what is loaded. `publish` waits where the caller is about to do it. */
  async forgetRun(publish = true): Promise<void> {
    await this.view.forget('stage_raw', this.database);
    if (this.tables.processed) await this.view.forget(this.tables.processed, this.database);
    const { same } = this.tables;
    if (same !== undefined && same !== 'stage_raw') await this.view.forget(same, this.database);
    if (this.tables.raw !== 'stage_raw') await this.view.forget(this.tables.raw, this.database);
    if (publish) await this.publish('stage_raw');
    else await this.publishViews('stage_raw');
    for (const table of this.made) await dropRelation(this.database, table);
    this.made = [];
    this.tables = noRun;
    this.lastRun = undefined;
  }

  /** Takes files out: their series, rows, rejects and labels. */
  async remove(files: readonly string[]): Promise<void> {
    const gone = this.series.filter(({ file }) => files.includes(file));
    this.series = this.series.filter(({ file }) => !files.includes(file));
    if (gone.length > 0) {
      const numbers = list(gone.map(({ sid }) => integer(sid)));
      await this.database.run(`DELETE FROM ingested WHERE sid IN (${numbers})`);
      await this.database.run(`DELETE FROM series WHERE sid IN (${numbers})`);
      await this.gather();
      for (const { name, table } of gone) {
        this.injected.delete(name);
        if (table !== undefined) await this.database.run(`DROP TABLE IF EXISTS ${identifier(table)}`);
      }
    }
    this.labelFiles = this.labelFiles.filter(({ file }) => !files.includes(file));
    this.rejects = this.rejects.filter(({ file }) => !files.includes(file));
    for (const file of files) {
      this.rejectedByFile.delete(file);
      this.planned.delete(file);
    }
  }

  /** What a person's SQL sees: the views of rows at once, the labels when they are asked for. */
  async publish(raw: string, clean?: string, resampled?: string): Promise<void> {
    await this.publishViews(raw, clean, resampled);
    this.labelsMade = false;
  }

  /** Rows with series by name, in place of numbers. */
  private async publishViews(raw: string, clean?: string, resampled?: string): Promise<void> {
    const from = (table: string): string => `FROM ${identifier(table)} AS t JOIN series AS s USING (sid)`;
    const empty = (columns: string): string =>
      `SELECT s.name AS series, t.ts, t.value, ${columns} ${from('stage_raw')} WHERE false`;
    const views = {
      raw: `SELECT s.name AS series, t."row", t.ts, t.value ${from(raw)}`,
      clean: clean
        ? `SELECT s.name AS series, t.ts, t.value, t.outlier, t.filled ${from(clean)}`
        : empty('t.outlier, t.filled'),
      resampled: resampled
        ? `SELECT s.name AS series, t.ts, t.value, t.observations, t.filled ${from(resampled)}`
        : empty('0::INTEGER AS observations, t.filled'),
    };
    for (const [view, select] of Object.entries(views)) {
      if (this.published.get(view) === select) continue;
      await this.database.run(`CREATE OR REPLACE VIEW ${identifier(view)} AS ${select}`);
      this.published.set(view, select);
    }
  }

  /** `labels`: one row a label, with the rows that it covers now; made if something has changed since. For one caller at a time. */
  async publishLabels(): Promise<void> {
    if (this.labelsMade) return;
    await this.database.run(
      `CREATE OR REPLACE TABLE labels (id VARCHAR, series VARCHAR, "start" TIMESTAMP, "end" TIMESTAMP, type VARCHAR, shape VARCHAR, origin VARCHAR, file VARCHAR, raw_rows INTEGER, processed_rows INTEGER, processed_start TIMESTAMP, processed_end TIMESTAMP)`,
    );
    const ipc = labelsArrow(this.lastRun?.report.labels ?? this.collect().labels);
    if (ipc) await this.database.whenFree(() => this.database.insert('labels', ipc));
    this.labelsMade = true;
  }

  /** The name of a series by its number. Throws for a number that is not loaded. */
  nameOf(sid: number): string {
    const found = this.series.find((entry) => entry.sid === sid);
    if (!found) throw new LabFailure({ code: 'internal', message: `No series has the number ${sid}.` });
    return found.name;
  }
}
