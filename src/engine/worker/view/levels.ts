import { identifier } from '../../../core/sql';
import { levelWidths } from '../../../core/view/grid';
import { coarserLevelSql, levelColumns, levelSql } from '../../../core/view/lines';
import { markTableSql } from '../../../core/view/marks';
import { extentSql, FEW_DISTANCES, gapCountSql, gapTableSql, stepSql } from '../../../core/view/profile';
import type { Level, Profile, StageTables } from '../../../core/view/tables';
import type { Histogram, HistogramRequest } from '../../../core/view/types';
import type { ValueStats } from '../../../core/view/histogram';
import type { CallContext } from '../../protocol';
import type { Database } from '../database';
import type { ViewContext } from './context';

type Access = Pick<CallContext, 'signal'> & { database: Database };

interface Known {
  profiles: Map<number, Profile>;
  gaps: string;
  levels: Map<number, Level[]>;
  levelTables: string[];
  /** Of whole series. */
  stats: Map<number, ValueStats>;
}

interface Extent extends Omit<Profile, 'step' | 'gaps'> {
  kinds: number;
}

/** What has been worked out about relations so that it need not be again; forgotten when they change. */
export class ViewIndex {
  private readonly known = new Map<string, Known>();
  private marks: { of: string; table: string } | null = null;
  /** Whole-series histograms by relation names, series and rule. */
  readonly histograms = new Map<string, Histogram>();

  /** Extent, step and gaps of every series of a relation, worked out at first use. */
  async profiles(relation: string, access: Access): Promise<Map<number, Profile>> {
    return (await this.look(relation, access)).profiles;
  }

  /** Name of the table of a relation's gaps. */
  async gapTable(relation: string, access: Access): Promise<string> {
    return (await this.look(relation, access)).gaps;
  }

  /** Levels of one series, none where there are none (yet). */
  levels(relation: string, sid: number): readonly Level[] {
    return this.known.get(relation)?.levels.get(sid) ?? [];
  }

  /** Cache of the whole-series aggregates of a relation. */
  async stats(relation: string, access: Access): Promise<Map<number, ValueStats>> {
    return (await this.look(relation, access)).stats;
  }

  histogramKey(tables: StageTables, sid: number, rule: HistogramRequest['rule']): string {
    return JSON.stringify([tables.raw, tables.processed, sid, rule]);
  }

  /** Name of the table of marks; null before the first run. */
  async markTable(tables: StageTables, access: Access): Promise<string | null> {
    if (tables.changes === null) return null;
    const resampled = tables.processedKind === 'resampled' ? tables.processed : null;
    const of = JSON.stringify([tables.changes, resampled]);
    if (this.marks?.of !== of) {
      const table = 'view_marks';
      await access.database.run(markTableSql(table, tables.changes, resampled), access.signal);
      this.marks = { of, table };
    }
    return this.marks.table;
  }

  /** To be called whenever the rows of a relation, or of `changes`, are no longer what they were. */
  async forget(relation: string, database: Database): Promise<void> {
    this.marks = null;
    this.histograms.clear();
    const known = this.known.get(relation);
    this.known.delete(relation);
    if (!known) return;
    for (const table of [known.gaps, ...known.levelTables]) {
      await database.run(`DROP TABLE IF EXISTS ${identifier(table)}`);
    }
  }

  /** Builds the levels of a relation's long series. A series cancelled half-way has none; what was finished stays. */
  async build(relation: string, access: Access, done: (rows: number) => void): Promise<void> {
    const known = await this.look(relation, access);
    for (const profile of known.profiles.values()) {
      const widths = levelWidths(profile.rows, profile.step);
      if (widths.length === 0 || known.levels.has(profile.sid)) continue;
      const levels: Level[] = [];
      for (const [index, width] of widths.entries()) {
        const table = `view_${relation}_${profile.sid}_${index}`;
        known.levelTables.push(table);
        const finer = levels.at(-1);
        await access.database.run(
          `CREATE OR REPLACE TABLE ${identifier(table)} (${levelColumns})`,
          access.signal,
        );
        const fill = finer
          ? coarserLevelSql(table, finer.table, profile.sid, width)
          : levelSql(table, relation, profile.sid, width);
        await access.database.run(fill, access.signal);
        levels.push({ table, width });
      }
      known.levels.set(profile.sid, levels);
      done(profile.rows);
    }
  }

  private async look(relation: string, access: Access): Promise<Known> {
    const before = this.known.get(relation);
    if (before) return before;
    const { database, signal } = access;
    const extents = await database.rows<Extent>(extentSql(relation), signal);
    const unordered = extents.filter((extent) => extent.backward > 0).map((extent) => extent.sid);
    const few = extents.every((extent) => extent.kinds < FEW_DISTANCES);
    const steps = new Map(
      (
        await database.rows<{ sid: number; duplicates: number; step: number | null }>(
          stepSql(relation, unordered, few),
          signal,
        )
      ).map((row) => [row.sid, row]),
    );
    const gaps = `view_${relation}_gaps`;
    const longest = [...steps.values()];
    await database.run(gapTableSql(gaps, relation, unordered, longest), signal);
    const counts = new Map(
      (await database.rows<{ sid: number; n: number }>(gapCountSql(gaps), signal)).map((row) => [
        row.sid,
        row.n,
      ]),
    );
    const profiles = new Map(
      extents.map((extent) => [
        extent.sid,
        {
          sid: extent.sid,
          rows: extent.rows,
          count: extent.count,
          first: extent.first,
          last: extent.last,
          backward: extent.backward,
          duplicates: steps.get(extent.sid)?.duplicates ?? 0,
          step: steps.get(extent.sid)?.step ?? null,
          gaps: counts.get(extent.sid) ?? 0,
        },
      ]),
    );
    const known: Known = { profiles, gaps, levels: new Map(), levelTables: [], stats: new Map() };
    this.known.set(relation, known);
    return known;
  }
}

/**
 * Prepares the charts after a run: forgets what was known of the relations in `changed` and works it out anew, with levels
 * of detail for series of 200,000 rows and more. Cancelled, it leaves the charts right, only slower.
 */
export async function buildLevels(
  context: ViewContext,
  changed: readonly ('raw' | 'processed')[] = ['raw', 'processed'],
): Promise<void> {
  const { database, tables, view, signal, progress } = context;
  const relations = [...new Set(changed.map((layer) => tables[layer]).filter((name) => name !== null))];
  for (const relation of relations) await view.forget(relation, database);
  let total = 0;
  for (const relation of relations) {
    for (const profile of (await view.profiles(relation, context)).values()) total += profile.rows;
  }
  let done = 0;
  for (const relation of relations) {
    await view.build(relation, { database, signal }, (rows) => {
      done += rows;
      progress({ stage: 'preparing charts', done, total, unit: 'rows' });
    });
  }
  await view.markTable(tables, context);
}
