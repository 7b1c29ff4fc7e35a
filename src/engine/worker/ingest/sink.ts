/** Where the rows of a file go: each series into columns of its own. */
import { checkSeriesCount, checkSeriesName } from '../../../core/ingest/limits';
import { listOf, seriesName } from '../../../core/recipe/series';
import type { ParsedChunk } from '../../../core/ingest/parse/types';
import { at } from '../../../core/list';
import type { FileSource } from '../../../core/recipe/types';
import { rawFactsInSteps, timeFactsInSteps } from '../series/rawFacts';
import type { RowKeeper } from '../series/rowKeeper';
import { Column, type RowStore } from '../series/rowStore';
import { sparkOf } from '../series/spark';
import { TimesBuilder } from '../series/timesBuilder';
import { breather } from '../workers/breather';

export interface WrittenSeries {
  sid: number;
  name: string;
  rows: number;
  /** Least and greatest time in microseconds. */
  first: number;
  last: number;
  sparkline: (number | null)[];
}

/** Where a file's chunks go, in order. */
export interface Sink {
  /** Throws LabFailure `memory`, `storage-full`. */
  add(chunk: ParsedChunk): void;
  /** Puts the series that have rows into the store. Rejects with AbortError, `series-twice`, `memory`, `storage-full`. */
  finish(signal: AbortSignal): Promise<WrittenSeries[]>;
  /** Lets go of the rows that no series in the store has. */
  discard(): void;
}

/** Gives a name its number, or throws `series-twice`. */
type Claim = (name: string) => number;

/** Rows of one key: the series of its value columns share their times. */
class Group {
  readonly times: TimesBuilder;
  readonly values: Column[];

  constructor(columns: number, keeper: RowKeeper) {
    this.times = new TimesBuilder(keeper);
    this.values = Array.from({ length: columns }, () => new Column(keeper));
  }

  append(times: Float64Array, values: readonly Float64Array[]): void {
    this.times.append(times);
    for (const [i, column] of this.values.entries()) column.append(at(values, i));
  }

  discard(): void {
    this.times.discard();
    for (const column of this.values) column.discard();
  }
}

/** The rows of each key; of a file without keys all under `undefined`. */
type Groups = Map<string | undefined, Group>;

export function createSink(source: FileSource, store: RowStore, claimSeries: Claim): Sink {
  const { file, values } = source;
  const keys = listOf(source.series);
  const groups: Groups = new Map();
  const named = (column: string, key?: string): { sid: number; name: string } => {
    const name = seriesName(source, column, key);
    checkSeriesName(file, name);
    return { sid: claimSeries(name), name };
  };
  const discard = (): void => groups.forEach((group) => group.discard());
  if (keys.length > 0) {
    return {
      discard,
      add(chunk) {
        addByKey(groups, chunk, store.keeper);
        checkSeriesCount(file, groups.size * values.length, keys.join(', '));
      },
      finish: (signal) => putInPlace(groups, values, named, store, signal),
    };
  }
  const [column] = values;
  // A lone series is refused for its name before anything is read.
  const early = values.length === 1 && column !== undefined ? named(column) : undefined;
  const group = new Group(values.length, store.keeper);
  groups.set(undefined, group);
  return {
    discard,
    add: ({ times, values: columns, rows }) =>
      group.append(
        times.subarray(0, rows),
        columns.map((one) => one.subarray(0, rows)),
      ),
    finish: (signal) => putInPlace(groups, values, early === undefined ? named : () => early, store, signal),
  };
}

function addByKey(groups: Groups, { keys, rows, times, values }: ParsedChunk, keeper: RowKeeper): void {
  if (!keys) return;
  const { names, index } = keys;
  const counts = new Int32Array(names.length);
  for (let i = 0; i < rows; i++) {
    const key = index[i] as number;
    counts[key] = (counts[key] as number) + 1;
  }
  // The rows of a key lie side by side from its start on.
  const starts = new Int32Array(names.length + 1);
  for (let key = 0; key < names.length; key++)
    starts[key + 1] = (starts[key] as number) + (counts[key] as number);
  const places = new Int32Array(rows);
  const next = starts.slice();
  for (let i = 0; i < rows; i++) {
    const key = index[i] as number;
    const place = next[key] as number;
    places[i] = place;
    next[key] = place + 1;
  }
  const byKey = (column: Float64Array): Float64Array => {
    const out = new Float64Array(rows);
    for (let i = 0; i < rows; i++) out[places[i] as number] = column[i] as number;
    return out;
  };
  const ownTimes = byKey(times);
  const ownValues = values.map(byKey);
  for (const [key, name] of names.entries()) {
    const group = groups.get(name) ?? new Group(values.length, keeper);
    groups.set(name, group);
    const own = (column: Float64Array): Float64Array => column.subarray(starts[key], starts[key + 1]);
    group.append(own(ownTimes), ownValues.map(own));
  }
}

async function putInPlace(
  groups: Groups,
  columns: readonly string[],
  named: (column: string, key?: string) => { sid: number; name: string },
  store: RowStore,
  signal: AbortSignal,
): Promise<WrittenSeries[]> {
  const written: WrittenSeries[] = [];
  const breathe = breather(signal);
  for (const [key, group] of groups) {
    const { rows } = group.times;
    const times = group.times.done();
    const known = await timeFactsInSteps(times, rows, breathe);
    for (const [i, column] of columns.entries()) {
      const { sid, name } = named(column, key);
      if (rows === 0) continue;
      const values = at(group.values, i);
      values.trim();
      store.put(sid, { rows, times, values, facts: await rawFactsInSteps(times, values, known, breathe) });
      const { first, last } = known;
      written.push({ sid, name, rows, first, last, sparkline: sparkOf(times, values, known) });
      await breathe();
    }
  }
  return written;
}
