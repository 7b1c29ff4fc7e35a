/** Partitionings of the rows of the last run compared, for the page. */
import { DAY_US } from '../../../../core/civil';
import { partitioningTable, recommended } from '../../../../core/dataset/partitioning';
import { LabFailure } from '../../../../core/errors';
import { last as lastOf } from '../../../../core/list';
import { formatInstant } from '../../../../core/recipe/instant';
import type { CallArgument, CallResult } from '../../../protocol';
import { browserEnvironment } from '../../ingest/environment.browser';
import type { ParquetSession } from '../../ingest/environment';
import type { SessionContext } from '../../session';
import { writerPool } from '../parquet/pool';
import type { ParquetWriter } from '../parquet/writer';
import { stageIntervals, writtenStages, type WrittenStage } from '../writtenStages';
import type { ExportContext } from '../context';
import { countPartitionings, MAX_FILES } from './counted';
import { codecFigures, codecs } from './figures';
import { sampleRows } from './sample';

export interface PartitioningsContext extends Pick<
  ExportContext,
  'stages' | 'run' | 'ran' | 'labels' | 'signal' | 'progress'
> {
  series: readonly { id: number; name: string }[];
  openWriter?: () => ParquetWriter;
  openReader?: () => ParquetSession;
}

/** The series with the most rows, and the day around its middle. */
function dayOf(
  { source }: WrittenStage,
  series: PartitioningsContext['series'],
): { series: string; from: number; rows: number } {
  const present = series.flatMap(({ id, name }) => {
    const extent = source.extent(id);
    return extent ? [{ name, ...extent }] : [];
  });
  const [first] = present;
  if (!first)
    throw new LabFailure({
      code: 'nothing-to-export',
      message: 'Expected processed rows to compare partitionings of; there are none.',
    });
  const most = present.reduce((best, one) => (one.rows > best.rows ? one : best), first);
  const from = Math.floor((most.first + most.last) / 2 / DAY_US) * DAY_US;
  const length = most.last - most.first + 1;
  const inside = Math.min(from + DAY_US, most.last + 1) - Math.max(from, most.first);
  return { series: most.name, from, rows: Math.ceil((most.rows * Math.min(length, inside)) / length) };
}

/**
 * Counts the files of each partitioning over all rows and measures on a sample what a row and a file take in each codec. Rejects with `nothing-to-export`, `worker-died`,
 * `memory`, or AbortError.
 */
export async function comparePartitionings(
  { stages: asked, smallest, splits }: CallArgument<'partitionings'>,
  context: PartitioningsContext,
): Promise<CallResult<'partitionings'>> {
  const began = performance.now();
  const { stages, signal, progress } = context;
  const steps = codecs.length + 2;
  const told = (stage: string, done: number): void => progress({ stage, done, total: steps, unit: 'steps' });
  const written = writtenStages(asked ? { stages: asked } : {}, context).stages;
  const final = lastOf(written);
  const series = context.series.toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  const intervals = stageIntervals(context.labels, final);
  const day = dayOf(final, series);
  told('counting files', 0);
  const counted = await countPartitionings({
    stages,
    written: written.map(({ stage }) => stage),
    splits,
    series,
    intervals,
    day,
    signal,
  });
  told('reading a sample', 1);
  const sample = await sampleRows({ source: final.source, series, intervals, signal });
  const writer = (context.openWriter ?? (() => writerPool(1)))();
  const reader = (context.openReader ?? browserEnvironment.parquet)();
  const end = (): void => {
    writer.close();
    reader.close();
  };
  signal.addEventListener('abort', end);
  try {
    const figures = await codecFigures({
      sample,
      smallest,
      writer,
      reader,
      signal,
      clock: () => performance.now(),
      told: (codec) => told(`measuring ${codec}`, 2 + codecs.findIndex((one) => one === codec)),
    });
    const rows = written.reduce(
      (sum, { source }) => sum + series.reduce((all, { id }) => all + (source.extent(id)?.rows ?? 0), 0),
      0,
    );
    return {
      rows,
      sample: { rows: sample.rows, series: sample.series },
      asked: { series: day.series, day: formatInstant(day.from).slice(0, 10) },
      tables: figures.map((one) => {
        const entries = partitioningTable(counted, one, { rows, most: MAX_FILES });
        return { codec: one.codec, figures: one, entries, recommended: recommended(entries) };
      }),
      ms: performance.now() - began,
    };
  } finally {
    signal.removeEventListener('abort', end);
    end();
  }
}

/** As the page asks for it: what stands now, for as long as it is read. */
export async function partitionings(
  request: CallArgument<'partitionings'>,
  { session, signal, progress }: SessionContext,
): Promise<CallResult<'partitionings'>> {
  const { series, stages } = session.held();
  const { lastRun } = session;
  if (!lastRun)
    throw new LabFailure({
      code: 'not-run',
      message:
        'Expected rows of a run to compare partitionings of; nothing has run yet. Add files, and let the recipe run.',
    });
  return comparePartitionings(request, {
    stages,
    run: lastRun.report,
    ran: lastRun.recipe,
    labels: lastRun.report.labels,
    series: series.map(({ sid, name }) => ({ id: sid, name })),
    signal,
    progress,
  });
}
