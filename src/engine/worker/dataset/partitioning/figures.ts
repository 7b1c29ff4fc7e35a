/** What a file and a row of it take in each codec: measured by writing and reading a sample with the lab's own writer and reader. */
import { lineThrough, type Codec, type CodecFigures, type Line } from '../../../../core/dataset/partitioning';
import type { FileSource } from '../../../../core/recipe/types';
import type { ParquetSession } from '../../ingest/environment';
import type { ParquetWriter } from '../parquet/writer';
import type { Sample } from './sample';

export const codecs = ['snappy', 'gzip', 'zstd', 'none'] as const satisfies readonly Codec[];

/** A small file, and how many are written and read for what a file takes by itself. */
const SMALL_ROWS = 32;
const SMALL_FILES = { written: 24, read: 8 } as const;
/** Rows that are written and read before anything counts: compilers and caches are warm then. */
const WARM_ROWS = 20_000;
/** A sample under this is measured three times, and the least counts. */
const FEW_ROWS = 60_000;

/** What the reader is told of the lab's own files. */
const values: FileSource = {
  file: 'part-0.parquet',
  time: { column: 'timestamp', format: 'timestamp', zone: 'UTC' },
  values: ['value'],
  series: 'series',
};
const labels: FileSource = {
  ...values,
  labels: { column: 'is_anomaly', normal: ['0', 'false'], type: 'anomaly_type' },
};

export interface FiguresOptions {
  sample: Sample;
  smallest: boolean;
  writer: ParquetWriter;
  reader: ParquetSession;
  signal: AbortSignal;
  /** Milliseconds, from anywhere. */
  clock(): number;
  told(codec: Codec): void;
}

/** Opens a file and reads a source of it; how many row groups it has. */
async function read(
  reader: ParquetSession,
  bytes: Uint8Array<ArrayBuffer>,
  source: FileSource,
): Promise<void> {
  const { rowGroups } = await reader.open(new Blob([bytes]));
  for (let group = 0; group < rowGroups; group++) await reader.read(group, source);
}

/** The figures of each codec. Some rows are written and read once before anything counts. Rejects with AbortError, `worker-died`. */
export async function codecFigures(options: FiguresOptions): Promise<CodecFigures[]> {
  const { sample, smallest, writer, reader, signal, clock, told } = options;
  const figures: CodecFigures[] = [];
  const small = Math.min(SMALL_ROWS, sample.rows);
  const timed = async (work: () => Promise<unknown>): Promise<number> => {
    signal.throwIfAborted();
    const began = clock();
    await work();
    signal.throwIfAborted();
    return clock() - began;
  };
  const least = async (work: () => Promise<unknown>): Promise<number> => {
    let time = Infinity;
    for (let n = sample.rows < FEW_ROWS ? 3 : 1; n > 0; n--) time = Math.min(time, await timed(work));
    return time;
  };
  for (const codec of codecs) {
    told(codec);
    const write = (rows: number) => {
      const file = sample.file(rows, 'part-0.parquet');
      return writer.write(file, { codec, smallest });
    };
    if (codec === codecs[0]) {
      const { bytes: warm } = await write(WARM_ROWS);
      for (const source of [values, labels]) await timed(() => read(reader, warm, source));
    }
    const first = await write(small);
    await read(reader, first.bytes, labels);
    let bytes = 0;
    const writingSmall = await timed(async () => {
      for (let n = 0; n < SMALL_FILES.written; n++) bytes += (await write(small)).bytes.length;
    });
    let large = first;
    const writingLarge = await least(async () => void (large = await write(sample.rows)));
    const line = (ofSmall: number, ofLarge: number): Line =>
      lineThrough({ rows: small, y: ofSmall }, { rows: sample.rows, y: ofLarge });
    const reading = async (source: FileSource): Promise<Line> => {
      const ofSmall = await timed(async () => {
        for (let n = 0; n < SMALL_FILES.read; n++) await read(reader, first.bytes, source);
      });
      return line(ofSmall / SMALL_FILES.read, await least(() => read(reader, large.bytes, source)));
    };
    figures.push({
      codec,
      bytes: line(bytes / SMALL_FILES.written, large.bytes.length),
      write: line(writingSmall / SMALL_FILES.written, writingLarge),
      values: await reading(values),
      labels: await reading(labels),
    });
  }
  return figures;
}
