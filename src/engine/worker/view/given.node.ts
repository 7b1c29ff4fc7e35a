/** Series for tests of the view. */
import { ChangeList, rowsOf } from '../../../core/rows/piece';
import { changeKinds, FILLED, type ChangeKind, type Changes, type Rows } from '../../../core/rows/types';
import type { StageFacts } from '../../../core/rows/facts';
import { Buckets } from '../../../core/rows/buckets';
import { MemoryStages, type MemorySeries } from '../series/memoryStages.node';
import type { Range, Stage } from '../series/stages';
import { ViewCache, type ViewContext } from './context';

export interface Row {
  t: number;
  v: number | null;
  filled?: boolean;
}

export const series = 'O\'Neil "x"';

export function rowsFrom(list: readonly Row[]): Rows {
  const rows = rowsOf(
    Float64Array.from(list, ({ t }) => t),
    Float64Array.from(list, ({ v }) => v ?? NaN),
  );
  for (const [row, { filled }] of list.entries()) if (filled) rows.flags[row] = FILLED;
  return rows;
}

export function changesFrom(
  list: readonly (readonly [time: number, kind: ChangeKind, before: number, after: number])[],
): Changes {
  const changes = new ChangeList(list.length + 1);
  for (const [time, kind, before, after] of list) changes.add(time, changeKinds.indexOf(kind), before, after);
  return changes.done() ?? noChanges;
}

const noChanges: Changes = {
  length: 0,
  times: new Float64Array(0),
  kinds: new Uint8Array(0),
  before: new Float64Array(0),
  after: new Float64Array(0),
};

/** Stages in memory, with levels of the given widths, that count the rows that they bring. */
export class CountedStages extends MemoryStages {
  read = 0;
  reads = 0;
  private readonly known = new Map<string, StageFacts | null>();

  constructor(
    list: readonly MemorySeries[],
    private readonly widths: readonly number[] = [],
    pieceRows = 100,
  ) {
    super(list, pieceRows);
  }

  override facts(sid: number, stage: Stage): StageFacts | null {
    const key = `${sid} ${stage}`;
    const kept = this.known.get(key);
    if (kept !== undefined) return kept;
    const facts = super.facts(sid, stage);
    this.known.set(key, facts);
    return facts;
  }

  override async *rows(
    sid: number,
    stage: Stage,
    range: Range,
    signal: AbortSignal,
  ): AsyncGenerator<Rows, void> {
    this.reads++;
    for await (const rows of super.rows(sid, stage, range, signal)) {
      this.read += rows.length;
      yield rows;
    }
  }

  /** Makes the levels of a stage whose rows are in order of time. */
  async withLevels(sid: number, stage: Stage): Promise<this> {
    const facts = super.facts(sid, stage);
    if (!facts) return this;
    const levels = this.widths.map((width) => ({ width, buckets: new Buckets(width) }));
    for await (const { times, values, length } of super.rows(sid, stage, {}, new AbortController().signal)) {
      for (const { buckets } of levels) buckets.append(values, length, (row) => times[row] as number);
    }
    this.known.set(`${sid} ${stage}`, {
      ...facts,
      levels: levels.map(({ width, buckets }) => ({ width, records: buckets.records() })),
    });
    return this;
  }
}

export const contextOf = <S extends MemoryStages>(stages: S): ViewContext & { stages: S } => ({
  stages,
  cache: new ViewCache(),
  signal: new AbortController().signal,
  progress: () => undefined,
});

/** Raw rows as they are, processed ones sorted and without duplicates. */
export function given(list: readonly Row[]): ViewContext & { stages: CountedStages } {
  const seen = new Set<number>();
  const clean = list.toSorted((a, b) => a.t - b.t).filter(({ t }) => !seen.has(t) && seen.add(t));
  return contextOf(
    new CountedStages([{ name: series, raw: rowsFrom(list), clean: rowsFrom(clean), changes: noChanges }]),
  );
}
