import { checkSeriesCount, checkSeriesName } from '../../../core/ingest/limits';
import type { ParsedChunk } from '../../../core/ingest/parse/types';
import { seriesName } from '../../../core/recipe/series';
import type { FileSource } from '../../../core/recipe/types';
import type { Database } from '../duckdb/database';
import { SeriesWriter } from './insert';

export interface WrittenSeries {
  sid: number;
  name: string;
  rows: number;
  first: number;
  last: number;
}

/** Where a file's chunks go, in order: every series' rows end up together. `claim` gives a name its number or throws `series-twice`. */
export interface Sink {
  add(chunk: ParsedChunk): void;
  finish(signal: AbortSignal): Promise<WrittenSeries[]>;
}

type Claim = (name: string) => number;
const done = (name: string, writer: SeriesWriter): WrittenSeries => {
  writer.finish();
  return { sid: writer.sid, name, rows: writer.rows, first: writer.first, last: writer.last };
};
const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

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
  if (source.series !== undefined) return new KeyedSink(source, source.series, database, claim);
  if (source.values.length > 1) return new WideSink(source, database, claim);
  const name = seriesName(source, column);
  const writer = new SeriesWriter(database, claim(name), expectedRows);
  return {
    add: (chunk) => writer.append(chunk.times, chunk.values[0] as Float64Array, chunk.rows),
    finish: () => Promise.resolve([done(name, writer)]),
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

  add(chunk: ParsedChunk): void {
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
    for (const [i, column] of this.source.values.entries()) {
      const name = seriesName(this.source, column);
      const writer = new SeriesWriter(this.database, this.claim(name));
      for (const chunk of this.chunks) {
        writer.append(chunk.times, chunk.values[i] as Float64Array, chunk.rows);
        await pause();
        signal.throwIfAborted();
      }
      written.push(done(name, writer));
      for (const chunk of this.chunks) chunk.values[i] = new Float64Array(0);
    }
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

  add(chunk: ParsedChunk): void {
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
      const at = next[key] as number;
      next[key] = at + 1;
      const into = partWords[key] as Int32Array;
      into[2 * at] = words[2 * i] as number;
      into[2 * at + 1] = words[2 * i + 1] as number;
      const columns = (parts[key] as Part).values;
      for (let c = 0; c < columns.length; c++)
        (columns[c] as Float64Array)[at] = chunk.values[c]?.[i] as number;
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
    let turn = performance.now();
    for (const [key, parts] of this.parts) {
      for (const [i, column] of this.source.values.entries()) {
        const name = seriesName(this.source, column, key);
        const writer = new SeriesWriter(this.database, this.claim(name), 16);
        for (const part of parts)
          writer.append(part.times, part.values[i] as Float64Array, part.times.length);
        written.push(done(name, writer));
        if (performance.now() - turn > 50) {
          await pause();
          signal.throwIfAborted();
          turn = performance.now();
        }
      }
      this.parts.set(key, []);
    }
    return written;
  }
}
