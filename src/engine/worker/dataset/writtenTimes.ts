/** The times of the rows that label files tell of: kept as these rows are written, so that no row is made twice. */
import { lookup } from '../../../core/list';
import type { LabelRow } from '../../../core/label/types';
import { gridTimes, joinedTimes, type OrderedTimes, type PackedTimes } from '../../../core/rows/times';
import type { StageFacts } from '../../../core/rows/facts';
import type { ExportContext } from './context';
import { asksForTimes } from './nabFiles';
import type { WrittenStage } from './writtenStages';

/** The times of some series, whose rows come in order of time. */
export class WrittenTimes {
  private readonly parts = new Map<number, PackedTimes[]>();
  private readonly grids = new Map<number, OrderedTimes>();

  /** `series`: their numbers, and what is known of their rows: those on a grid need not be noted. */
  constructor(series: Iterable<readonly [sid: number, facts: StageFacts | null]>) {
    for (const [sid, facts] of series) {
      const grid = facts && gridOf(facts);
      if (grid) this.grids.set(sid, grid);
      else this.parts.set(sid, []);
    }
  }

  /** Whether the times of a series are to be noted. */
  wants(sid: number): boolean {
    return this.parts.has(sid);
  }

  note(sid: number, part: PackedTimes): void {
    lookup(this.parts, sid).push(part);
  }

  /** Of all rows, once these are written. Throws RangeError for other series. */
  of(sid: number): OrderedTimes {
    return this.grids.get(sid) ?? joinedTimes(lookup(this.parts, sid));
  }
}

function gridOf({ rows, first, step, regular, duplicates }: StageFacts): OrderedTimes | undefined {
  if (!regular || duplicates > 0 || step === null) return undefined;
  return gridTimes(rows, first, step);
}

/** For the series whose label files depend on times of a stage's rows. */
export function writtenTimes(
  { series, stages, labels }: ExportContext,
  { stage }: WrittenStage,
): WrittenTimes {
  const bySeries = new Map<string, LabelRow[]>();
  for (const label of labels) {
    const its = bySeries.get(label.series);
    if (its) its.push(label);
    else bySeries.set(label.series, [label]);
  }
  const asked = series.flatMap(({ id, name }): (readonly [number, StageFacts | null])[] => {
    const facts = stages.facts(id, stage);
    return asksForTimes(bySeries.get(name) ?? [], facts?.duplicates ?? 0) ? [[id, facts]] : [];
  });
  return new WrittenTimes(asked);
}
