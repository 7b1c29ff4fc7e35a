/** What the worker knows between calls: what is loaded, what the last run left, and the database for people's SQL. */
import { LabFailure } from '../../core/errors';
import type { ReasonCount } from '../../core/ingest/reasons';
import type { Reject } from '../../core/ingest/types';
import { attachLabels, joinLabels, type LabelEntry } from '../../core/label/attach';
import { collectLabels, type LabelChanges } from '../../core/label/collect';
import type { Label } from '../../core/label/types';
import { filesOf, nameOf } from '../../core/recipe/series';
import type { Recipe } from '../../core/recipe/types';
import type { PlannedSource } from '../../core/synth/plan';
import { at } from '../../core/list';
import type { CallContext, EntryProblems, SeriesInfo } from '../protocol';
import type { OpenSink } from './dataset/context';
import type { ParquetWriter } from './dataset/parquet/writer';
import type { Database } from './duckdb/database';
import { QueryTables } from './query/tables';
import { SeriesCache, type LoadedSeries, type SeriesHolder } from './series/loaded';
import { RowStore } from './series/rowStore';
import { SessionStages } from './series/sessionStages';
import type { Stages } from './series/stages';
import { inWorkers, type StepsPool } from './steps/pool';
import type { RunState } from './steps/run';
import { Transactions } from './transaction';
import { ViewCache } from './view';

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

/** What a call is given beside its argument. */
export type SessionContext = CallContext & {
  session: Session;
  /** Where a bundle goes; the browser's storage or the folder that was asked for where absent. */
  openSink?: OpenSink;
  /** Who encodes Parquet; workers where absent. */
  openWriter?: () => ParquetWriter;
};

export class Session implements SeriesHolder {
  readonly view = new ViewCache();
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
  /** The same by reason. */
  reasonsByFile = new Map<string, readonly ReasonCount[]>();
  /** The last run, and what it left; undefined where it no longer fits what is loaded. */
  lastRun: RunState | undefined;
  /** What the page calls the last run that went through. */
  runNumber: number | undefined;
  /** The run of which the next one takes what is still right. */
  runBefore: RunState | undefined;
  readonly store = new RowStore();
  readonly stages: Stages = new SessionStages(this);
  readonly tables: QueryTables;

  private constructor(
    readonly database: Database,
    readonly pool: StepsPool,
  ) {
    this.tables = new QueryTables(database, {
      stages: this.stages,
      series: () => this.series,
      rowNumber: (sid) => {
        const numbers = this.lastRun?.series.get(sid)?.converted?.numbers;
        return numbers ? (row) => at(numbers, row) : (row) => row;
      },
      labels: () => this.lastRun?.report.labels ?? this.collect().labels,
    });
  }

  /** `pool`: who does the steps; workers unless a test says otherwise. */
  static open(database: Database, pool: StepsPool = inWorkers()): Session {
    return new Session(database, pool);
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

  /** `labels`: those to be counted; as they stand now unless said otherwise. */
  seriesInfo(labels: readonly Pick<Label, 'series'>[] = this.collect().labels): SeriesInfo[] {
    const counts = new Map<string, number>();
    for (const { series } of labels) counts.set(series, (counts.get(series) ?? 0) + 1);
    return this.series.map(({ sid, copyOf: _copyOf, ...entry }) => ({
      ...entry,
      id: sid,
      labels: counts.get(entry.name) ?? 0,
    }));
  }

  /**
   * Series, labels and label files in the order in which the recipe names their sources, however they came in: what a run leaves depends on the recipe
   * alone.
   */
  putInOrder(recipe: Recipe): void {
    const names = [...filesOf(recipe).map(({ file }) => file), ...recipe.generated.map(nameOf)];
    const places = new Map(names.map((name, place) => [name, place]));
    const place = ({ file }: { file: string }): number => places.get(file) ?? names.length;
    const ordered = <T extends { file: string }>(list: readonly T[]): T[] =>
      list.toSorted((a, b) => place(a) - place(b));
    this.series = ordered(this.series);
    this.labelFiles = ordered(this.labelFiles);
    const { injected } = this;
    this.injected = new Map(
      this.series.flatMap(({ name }) => {
        const labels = injected.get(name);
        return labels ? [[name, labels] as const] : [];
      }),
    );
  }

  /** What was run before no longer fits what is loaded, nor do the tables for SQL. */
  async forgetRun(): Promise<void> {
    this.lastRun = undefined;
    this.view.forget();
    await this.tables.forget('all');
  }

  /** The session as it stands now: what is loaded or run later does not show in it. */
  held(): SeriesHolder {
    const { series, lastRun, pool, cache } = this;
    const store = this.store.copy();
    return { series, store, lastRun, cache, stages: new SessionStages({ series, store, lastRun, pool }) };
  }

  /** Lets go of what the run before holds of series that are gone or made anew. */
  forgetSeries(sids: readonly number[]): void {
    if (!this.runBefore) return;
    const gone = new Set(sids);
    const series = new Map([...this.runBefore.series].filter(([sid]) => !gone.has(sid)));
    this.runBefore = { ...this.runBefore, series };
  }

  /** Takes files out: their series, rows, rejects and labels. */
  remove(files: readonly string[]): void {
    const gone = this.series.filter(({ file }) => files.includes(file));
    this.series = this.series.filter(({ file }) => !files.includes(file));
    for (const { name, sid } of gone) {
      this.injected.delete(name);
      this.store.remove(sid);
    }
    this.forgetSeries(gone.map(({ sid }) => sid));
    this.labelFiles = this.labelFiles.filter(({ file }) => !files.includes(file));
    this.rejects = this.rejects.filter(({ file }) => !files.includes(file));
    for (const file of files) {
      this.rejectedByFile.delete(file);
      this.reasonsByFile.delete(file);
      this.planned.delete(file);
    }
  }

  /** The name of a series by its number. Throws for a number that is not loaded. */
  nameOf(sid: number): string {
    const found = this.series.find((entry) => entry.sid === sid);
    if (!found) throw new LabFailure({ code: 'internal', message: `No series has the number ${sid}.` });
    return found.name;
  }
}
