import { checkSeriesCount, checkSeriesName } from '../../../core/ingest/limits';
import { listOf } from '../../../core/recipe/series';
import type { ParsedChunk } from '../../../core/ingest/parse/types';
import { at } from '../../../core/list';
import { seriesName } from '../../../core/recipe/series';
import type { FileSource } from '../../../core/recipe/types';
import type { Database } from '../duckdb/database';
import { RowWriter, type SeriesExtent } from './insert';

export interface WrittenSeries extends SeriesExtent {
  sid: number;
  name: string;
}

/** Where a file's chunks go, in order: every series' rows end up together. `claim` gives a name its number or throws `series-twice`. */
export interface Sink {
  /** Resolves when the next chunk may come. */
  add(chunk: ParsedChunk): Promise<void>;
  finish(signal: AbortSignal): Promise<WrittenSeries[]>;
}

type Claim = (name: string) => number;

/** Gives way to the event loop now and then, so that a cancel is heard: call it often. */
function breather(signal: AbortSignal): () => Promise<void> {
  let turn = performance.now();
  return async () => {
    if (performance.now() - turn < 50) return;
    await new Promise((resolve) => setTimeout(resolve, 0));
    signal.throwIfAborted();
    turn = performance.now();
  };
}

export function createSink(
  source: FileSource,
  database: Database,
  claimSeries: Claim,
  expectedRows: number,
): Sink {
  const claim: Claim = (name) => {
    checkSeriesName(source.file, name);
    return claimSeries(name);
  };
  const [column = ''] = source.values;
  const keys = listOf(source.series);
  if (keys.length > 0) return new KeyedSink(source, keys.join(', '), database, claim);
  if (source.values.length > 1) return new WideSink(source, database, claim);
  const name = seriesName(source, column);
  const sid = claim(name);
  const writer = new RowWriter(database, expectedRows);
  writer.begin(sid);
  return {
    add: (chunk) => writer.append(chunk.times, at(chunk.values, 0), chunk.rows),
    finish: async () => {
      await writer.finish();
      return [{ sid, name, ...writer.end() }];
    },
  };
}

/** Several value columns: chunks are kept, and written column by column at the end. */
class WideSink implements Sink {
  private readonly chunks: ParsedChunk[] = [];
  constructor(
    private readonly source: FileSource,
    private readonly database: Database,
    private readonly claim: Claim,
  ) {}

  async add(chunk: ParsedChunk): Promise<void> {
    const { rows } = chunk;
    this.chunks.push({
      ...chunk,
      times: chunk.times.slice(0, rows),
      values: chunk.values.map((v) => v.slice(0, rows)),
      rejects: [],
    });
  }

  async finish(signal: AbortSignal): Promise<WrittenSeries[]> {
    const written: WrittenSeries[] = [];
    const writer = new RowWriter(this.database);
    const breathe = breather(signal);
    for (const [i, column] of this.source.values.entries()) {
      const name = seriesName(this.source, column);
      const sid = this.claim(name);
      writer.begin(sid);
      for (const chunk of this.chunks) {
        await writer.append(chunk.times, at(chunk.values, i), chunk.rows);
        chunk.values[i] = new Float64Array(0);
        await breathe();
      }
      written.push({ sid, name, ...writer.end() });
    }
    await writer.finish();
    return written;
  }
}

interface Part {
  times: BigInt64Array;
  values: Float64Array[];
}

/** A series column: rows are gathered by key, and written key by key at the end. */
class KeyedSink implements Sink {
  private readonly parts = new Map<string, Part[]>();
  constructor(
    private readonly source: FileSource,
    private readonly column: string,
    private readonly database: Database,
    private readonly claim: Claim,
  ) {}

  async add(chunk: ParsedChunk): Promise<void> {
    if (!chunk.keys) return;
    const { names, index } = chunk.keys;
    const counts = new Int32Array(names.length);
    for (let i = 0; i < chunk.rows; i++) {
      const key = index[i] as number;
      counts[key] = (counts[key] as number) + 1;
    }
    const parts = names.map((_, k): Part => ({
      times: new BigInt64Array(counts[k] as number),
      values: chunk.values.map(() => new Float64Array(counts[k] as number)),
    }));
    const words = new Int32Array(chunk.times.buffer);
    const partWords = parts.map((part) => new Int32Array(part.times.buffer as ArrayBuffer));
    const next = new Int32Array(names.length);
    for (let i = 0; i < chunk.rows; i++) {
      const key = index[i] as number;
      const place = next[key] as number;
      next[key] = place + 1;
      const into = partWords[key] as Int32Array;
      into[2 * place] = words[2 * i] as number;
      into[2 * place + 1] = words[2 * i + 1] as number;
      const columns = (parts[key] as Part).values;
      for (let c = 0; c < columns.length; c++)
        (columns[c] as Float64Array)[place] = chunk.values[c]?.[i] as number;
    }
    names.forEach((name, k) => {
      const list = this.parts.get(name);
      if (list) list.push(parts[k] as Part);
      else this.parts.set(name, [parts[k] as Part]);
    });
    const { file, values } = this.source;
    checkSeriesCount(file, this.parts.size * values.length, this.column);
  }

  async finish(signal: AbortSignal): Promise<WrittenSeries[]> {
    const written: WrittenSeries[] = [];
    const writer = new RowWriter(this.database);
    const breathe = breather(signal);
    for (const [key, parts] of this.parts) {
      for (const [i, column] of this.source.values.entries()) {
        const name = seriesName(this.source, column, key);
        const sid = this.claim(name);
        writer.begin(sid);
        for (const part of parts) await writer.append(part.times, at(part.values, i), part.times.length);
        written.push({ sid, name, ...writer.end() });
        await breathe();
      }
      this.parts.set(key, []);
    }
    await writer.finish();
    return written;
  }
}
