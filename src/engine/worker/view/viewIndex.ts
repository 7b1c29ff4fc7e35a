import { LabFailure } from '../../../core/errors';
import { identifier, text } from '../../../core/sql';
import { levelWidths } from '../../../core/view/grid';
import { coarserLevelSql, levelColumns, levelSql } from '../../../core/view/lines';
import { filledCountSql, filledTableSql } from '../../../core/view/filled';
import { markTableSql } from '../../../core/view/marks';
import {
  extentSql,
  FEW_DISTANCES,
  gapCountSql,
  gapTableSql,
  stepSql,
  type ProfileScope,
} from '../../../core/view/profile';
import type { Level, Profile, StageTables } from '../../../core/view/tables';
import type { Histogram, HistogramRequest } from '../../../core/view/types';
import type { ValueStats } from '../../../core/view/histogram';
import type { CallContext } from '../../protocol';
import type { Database } from '../duckdb/database';
import { flag, number, orNull } from '../duckdb/shape';
import { fillLevel, joined, readFinest, stagingOf } from './finest';

type Access = Pick<CallContext, 'signal'> & { database: Database };

interface Known {
  profiles: Map<number, Profile>;
  gaps: string;
  levels: Map<number, Level[]>;
  /** Of whole series. */
  stats: Map<number, ValueStats>;
}

const extentShape = {
  sid: number,
  rows: number,
  count: number,
  first: number,
  last: number,
  backward: number,
  duplicates: number,
  kinds: number,
  regular: flag,
};

/** A series whose profile is known from the way it was made. */
export interface ProvidedSeries {
  profile: Profile;
  /** Its finest level, of the first of `levelWidths`, in pieces as `Buckets` records them: one's last bucket may be the next one's first. */
  finest?: readonly Float64Array[];
}

const markTable = 'view_marks';
const filledTable = 'view_filled';

/** What has been worked out about relations so that it need not be again; forgotten when they change. */
export class ViewIndex {
  private readonly known = new Map<string, Promise<Known>>();
  /** Tables made of each relation, also by a look that failed, until they are dropped. */
  private readonly made = new Map<string, string[]>();
  private readonly provided = new Map<string, readonly ProvidedSeries[]>();
  private marks: { of: string; marked: Promise<Set<number>> } | null = null;
  private filled: { of: string; made: Promise<boolean> } | null = null;
  /** Resolves when the levels that are being built are there. */
  private building: Promise<void> | null = null;
  /** The series that someone is looking at: its levels come first. */
  private wanted: number | null = null;
  /** Whole-series histograms by relation names, series and rule. */
  readonly histograms = new Map<string, Histogram>();

  /** Relations with the times and values of another, of which all is known that is known of that one. */
  private readonly same = new Map<string, string>();

  /** Says that a relation has the times and values of another, row for row; until it is forgotten. */
  alike(relation: string, other: string): void {
    this.same.set(relation, this.resolve(other));
  }

  /** The relation that is looked at in place of this one. */
  resolve(relation: string): string {
    return this.same.get(relation) ?? relation;
  }

  /** Takes what is known of a relation's series from the way they were made: nothing of it is looked up. */
  provide(relation: string, series: readonly ProvidedSeries[]): void {
    this.provided.set(relation, series);
  }

  /** Extent, step and gaps of every series of a relation, worked out at first use. */
  async profiles(relation: string, access: Access): Promise<Map<number, Profile>> {
    return (await this.look(relation, access)).profiles;
  }

  /** Name of the table of a relation's gaps. */
  async gapTable(relation: string, access: Access): Promise<string> {
    return (await this.look(relation, access)).gaps;
  }

  /** Levels of one series, none where there are none (yet). */
  async levels(relation: string, sid: number, access: Access): Promise<readonly Level[]> {
    return (await this.look(relation, access)).levels.get(sid) ?? [];
  }

  /** The levels, once those that are being built are there; none where none are being built. */
  async levelsSoon(relation: string, sid: number, access: Access): Promise<readonly Level[]> {
    this.wanted = sid;
    for (;;) {
      const levels = await this.levels(relation, sid, access);
      if (levels.length > 0 || !this.building) return levels;
      await Promise.race([this.building, new Promise((resolve) => setTimeout(resolve, 10))]);
      access.signal.throwIfAborted();
    }
  }

  /** Builds the levels that relations lack, on a connection that gives way to others. Resolves when nothing of it touches the tables any more, aborted or not. */
  buildLevels(relations: readonly string[], access: Access): Promise<void> {
    const work = async (): Promise<void> => {
      try {
        for (const relation of relations) await this.build(relation, access);
      } catch {
        // Stopped, or out of memory: charts are right without levels, only slower.
      }
      this.building = null;
    };
    this.building = Promise.resolve().then(work);
    return this.building;
  }

  /** Cache of the whole-series aggregates of a relation. */
  async stats(relation: string, access: Access): Promise<Map<number, ValueStats>> {
    return (await this.look(relation, access)).stats;
  }

  histogramKey(tables: StageTables, sid: number, rule: HistogramRequest['rule']): string {
    return JSON.stringify([tables.raw, tables.processed, sid, rule]);
  }

  /** Name of the table of marks; null before the first run, and for a series that has none. */
  async markTable(tables: StageTables, sid: number, access: Access): Promise<string | null> {
    if (tables.changes === null) return null;
    const resampled = tables.processedKind === 'resampled' ? tables.processed : null;
    const of = JSON.stringify([tables.changes, resampled]);
    if (this.marks?.of !== of) {
      const marked = this.mark(markTableSql(markTable, tables.changes, resampled), access.database);
      this.marks = { of, marked };
      marked.catch(() => (this.marks = null));
    }
    return (await this.marks.marked).has(sid) ? markTable : null;
  }

  /** Name of the table of stretches of filled rows; null before the first run, and where none is filled. */
  async filledTable({ processed }: StageTables, { database }: Access): Promise<string | null> {
    if (processed === null) return null;
    if (this.filled?.of !== processed) {
      const made = this.fill(processed, database);
      this.filled = { of: processed, made };
      made.catch(() => (this.filled = null));
    }
    return (await this.filled.made) ? filledTable : null;
  }

  /** Makes the table of filled stretches; whether there are any. */
  private async fill(processed: string, database: Database): Promise<boolean> {
    const { n } = await database.readOne(filledCountSql(processed), { n: number });
    if (n > 0) await database.run(filledTableSql(filledTable, processed));
    return n > 0;
  }

  /** Makes the table of marks; the series that have any. */
  private async mark(sql: string, database: Database): Promise<Set<number>> {
    await database.run(sql);
    const marked = await database.read(`SELECT DISTINCT sid FROM ${identifier(markTable)}`, { sid: number });
    return new Set(marked.map(({ sid }) => sid));
  }

  /** To be called after every run: the changes of each are in a table of the same name. */
  forgetRun(): void {
    this.marks = null;
    this.filled = null;
    this.histograms.clear();
  }

  /** To be called whenever the rows of a relation, or of `changes`, are no longer what they were. */
  async forget(relation: string, database: Database): Promise<void> {
    this.forgetRun();
    if (this.same.delete(relation)) return;
    await this.known.get(relation)?.catch(() => null);
    this.known.delete(relation);
    for (const table of new Set(this.made.get(relation))) {
      await database.run(`DROP TABLE IF EXISTS ${identifier(table)}`);
    }
    this.made.delete(relation);
  }

  private willMake(table: string, relation: string): void {
    this.made.set(relation, [...(this.made.get(relation) ?? []), table]);
  }

  /** Builds the levels of a relation's long series. A series cancelled half-way has none; what was finished stays. */
  private async build(relation: string, access: Access): Promise<void> {
    const known = await this.look(relation, access);
    const looked = this.resolve(relation);
    const waiting = new Set(
      [...known.profiles.values()].filter(
        ({ sid, rows, step }) => !known.levels.has(sid) && levelWidths(rows, step).length > 0,
      ),
    );
    while (waiting.size > 0) {
      const profile = [...waiting].find(({ sid }) => sid === this.wanted) ?? [...waiting][0];
      if (!profile) break;
      waiting.delete(profile);
      const widths = levelWidths(profile.rows, profile.step);
      const levels: Level[] = [];
      for (const [index, width] of widths.entries()) {
        const table = `view_${looked}_${profile.sid}_${index}`;
        this.willMake(table, looked);
        this.willMake(stagingOf(table), looked);
        const finer = levels.at(-1);
        await access.database.run(
          `CREATE OR REPLACE TABLE ${identifier(table)} (${levelColumns})`,
          access.signal,
        );
        if (!finer && profile.backward === 0) {
          const { sid } = profile;
          const pieces = this.provided.get(looked)?.find((one) => one.profile.sid === sid)?.finest;
          const level = pieces ? joined(pieces, width) : await readFinest(looked, profile, width, access);
          await fillLevel(table, sid, level.records(), access);
        } else {
          const fill = finer
            ? coarserLevelSql(table, finer.table, profile.sid, width)
            : levelSql(table, looked, profile.sid, width);
          await access.database.run(fill, access.signal);
        }
        levels.push({ table, width });
      }
      known.levels.set(profile.sid, levels);
    }
  }

  /** Shared by all who ask, so that no one's cancel takes it from the others. */
  private look(name: string, { database }: Access): Promise<Known> {
    const relation = this.resolve(name);
    let known = this.known.get(relation);
    if (!known) {
      known = this.lookAt(relation, database);
      this.known.set(relation, known);
      known.catch(() => this.known.delete(relation));
    }
    return known;
  }

  private async lookAt(relation: string, database: Database): Promise<Known> {
    const provided = this.provided.get(relation) ?? [];
    const looked: ProfileScope = { relation, known: provided.map(({ profile }) => profile.sid) };
    const extents = await database.read(extentSql(looked), extentShape);
    const unordered = extents.filter((extent) => extent.backward > 0).map((extent) => extent.sid);
    const few = extents.every((extent) => extent.kinds < FEW_DISTANCES);
    const stepShape = { sid: number, duplicates: number, step: orNull(number) };
    const steps = await database.read(stepSql(looked, unordered, few), stepShape);
    const stepOf = new Map(steps.map((row) => [row.sid, row]));
    const gaps = `view_${relation}_gaps`;
    this.willMake(gaps, relation);
    await database.run(gapTableSql(gaps, looked, unordered, steps));
    const counts = await database.read(gapCountSql(gaps), { sid: number, n: number });
    const gapsOf = new Map(counts.map(({ sid, n }) => [sid, n]));
    const profiles = new Map(
      extents.map(({ kinds: _kinds, ...extent }): [number, Profile] => {
        // A series of one row has no distances, and so no step; one without gaps is not counted.
        const { duplicates, step } = stepOf.get(extent.sid) ?? { duplicates: 0, step: null };
        return [extent.sid, { ...extent, duplicates, step, gaps: gapsOf.get(extent.sid) ?? 0 }];
      }),
    );
    for (const { profile } of provided) profiles.set(profile.sid, profile);
    return { profiles, gaps, levels: new Map(), stats: new Map() };
  }
}

/** What a call of the view is given beside its argument. `view` lives as long as the database. */
export interface ViewContext extends CallContext {
  database: Database;
  tables: StageTables;
  view: ViewIndex;
}

/** The number of a series in the table `series`. Fails with `source-missing` for one that is not loaded. */
export async function seriesId(name: string, context: ViewContext): Promise<number> {
  const sql = `SELECT sid FROM series WHERE name = ${text(name)}`;
  const [found] = await context.database.read(sql, { sid: number }, context.signal);
  if (found) return found.sid;
  throw new LabFailure({
    code: 'source-missing',
    message: `Expected a series that is loaded, got “${name}”. Load its file, or choose another series.`,
  });
}
