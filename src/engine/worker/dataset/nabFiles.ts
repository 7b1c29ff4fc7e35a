/** NAB's files of the bundle: label files of the processed rows, and the whole once more in the layout of its corpus. */
import { at } from '../../../core/list';
import { acceptedWindows, nabPaths } from '../../../core/dataset/nabLayout';
import {
  windowsOfSeries,
  writeNabCsv,
  writeNabLabels,
  writeNabWindows,
  type NabWindow,
  type WindowLabel,
} from '../../../core/nab';
import type { LabelRow } from '../../../core/label/types';
import type { FileSource } from '../../../core/recipe/types';
import { listedTimes, type OrderedTimes } from '../../../core/rows/times';
import type { Rows } from '../../../core/rows/types';
import type { ExportRequest, SeriesInfo } from '../../protocol';
import type { ExportContext } from './context';
import { readFile, utf8 } from './csv';
import type { BundleFiles } from './sink';
import type { RowSource } from './rowSource';

/** The rows that the files are of, and where the labels lie in them. */
export interface NabRows {
  source: RowSource;
  /** Placed in these rows. */
  labels: readonly LabelRow[];
  /** The times of a series' rows, where `asksForTimes` is true of them. */
  times(sid: number): OrderedTimes;
  /** Rows of a series that share their time with one before. */
  duplicates(sid: number): number;
  signal: AbortSignal;
}

type PlacedLabel = WindowLabel & { points: readonly number[] };

/** The labels of each series where they lie in the rows. */
function placedLabels({ labels }: NabRows): (series: string) => readonly PlacedLabel[] {
  const bySeries = new Map<string, PlacedLabel[]>();
  for (const { series, shape, origin, points = [], processedStart, processedLast } of labels) {
    if (processedStart === null || processedLast === null) continue;
    const mine = bySeries.get(series) ?? [];
    mine.push({ start: processedStart, end: processedLast + 1, shape, origin, points });
    bySeries.set(series, mine);
  }
  return (series) => bySeries.get(series) ?? [];
}

/**
 * Whether label files depend on times of rows beside those where labels begin and end. Windows that are there as they stand begin and end at rows: where no
 * other row has those times, they are all that matter. NAB's rule for points counts the rows around them.
 */
export const asksForTimes = (
  labels: readonly { shape: LabelRow['shape']; points?: readonly number[] }[],
  duplicates: number,
): boolean =>
  labels.length > 0 &&
  (duplicates > 0 || labels.some(({ shape, points = [] }) => shape === 'point' || points.length > 0));

/** As many times of a series' rows as its windows depend on. */
function labelTimes({ id }: SeriesInfo, labels: readonly PlacedLabel[], rows: NabRows): OrderedTimes {
  if (asksForTimes(labels, rows.duplicates(id))) return rows.times(id);
  const ends = new Set<number>();
  for (const { start, end } of labels) ends.add(start).add(end - 1);
  return listedTimes(Float64Array.from(ends).sort());
}

/** Times of rows for the positions that are stated of a window: the row at each or after it, within the window. */
const positions = (times: OrderedTimes, { points, start, end }: PlacedLabel): number[] =>
  points.flatMap((point) => {
    const row = times.from(Math.max(point, start));
    return row < times.length && times.at(row) < end ? [times.at(row)] : [];
  });

interface LabelTexts {
  labels: string;
  windows: string;
  /** Windows that the files cannot hold, by series. */
  lost: { series: string; windows: number }[];
}

/** Gathers labels and windows series by series, and writes them as NAB's two files. */
class LabelFiles {
  private readonly points = new Map<string, number[]>();
  private readonly windows = new Map<string, NabWindow[]>();
  private readonly lost: LabelTexts['lost'] = [];

  add(name: string, labels: readonly PlacedLabel[], rows: OrderedTimes, duplicates: number): void {
    const points = labels.flatMap((label) =>
      label.shape === 'point' ? [label.start] : positions(rows, label),
    );
    this.points.set(
      name,
      [...new Set(points)].sort((a, b) => a - b),
    );
    const { windows } = windowsOfSeries(rows, labels, name);
    const accepted = duplicates > 0 ? acceptedWindows(rows, windows) : { windows, lost: 0 };
    this.windows.set(name, accepted.windows);
    if (accepted.lost > 0) this.lost.push({ series: name, windows: accepted.lost });
  }

  texts(): LabelTexts {
    return { labels: writeNabLabels(this.points), windows: writeNabWindows(this.windows), lost: this.lost };
  }
}

/** `combined_labels.json` and `combined_windows.json` of the rows, series by their own names. */
export function nabLabelTexts(series: readonly SeriesInfo[], rows: NabRows): LabelTexts {
  const files = new LabelFiles();
  const labelsOf = placedLabels(rows);
  for (const one of series) {
    const labels = labelsOf(one.name);
    files.add(one.name, labels, labelTimes(one, labels, rows), rows.duplicates(one.id));
  }
  return files.texts();
}

/** Rows that become text at a time. */
const CHUNK_ROWS = 65_536;

async function* csvOf(
  { id }: SeriesInfo,
  { source, signal }: NabRows,
  fraction: boolean,
): AsyncGenerator<Uint8Array<ArrayBuffer>, void> {
  yield utf8(writeNabCsv(new Float64Array(0), []));
  for await (const { length, times, values } of source.rows(id, {}, signal)) {
    for (let from = 0; from < length; from += CHUNK_ROWS) {
      const to = Math.min(length, from + CHUNK_ROWS);
      yield utf8(
        writeNabCsv(times.subarray(from, to), values.subarray(from, to), { header: false, fraction }),
      );
      await Promise.resolve();
    }
  }
}

/** Whether some time is not a whole second. */
async function hasFraction({ id }: SeriesInfo, { source, signal }: NabRows): Promise<boolean> {
  for await (const { length, times } of source.rows(id, {}, signal))
    for (let row = 0; row < length; row++) if ((times[row] as number) % 1e6 !== 0) return true;
  return false;
}

/** The file of a series if it is in NAB's form and the steps changed nothing in it. */
async function untouchedFile(
  { recipe, raw }: ExportRequest,
  context: ExportContext,
  series: SeriesInfo,
  rows: NabRows,
): Promise<File | undefined> {
  const source = recipe.sources.find(({ file }) => file === series.file);
  const given = raw.find(({ name }) => name === series.file)?.file;
  if (!source || !given || series.source !== 'file' || series.rows !== rows.source.extent(series.id)?.rows)
    return undefined;
  if ((context.rejected.get(series.file) ?? 0) > 0 || !isNab(source)) return undefined;
  const head = await given.slice(0, 32).text();
  if (!/^timestamp,value\r?\n/.test(head)) return undefined;
  return (await isRaw(context, series, rows)) ? given : undefined;
}

const isNab = ({ csv, time, values, series }: FileSource): boolean =>
  csv?.delimiter === ',' &&
  csv.header &&
  csv.encoding === 'utf-8' &&
  time.format === 'iso' &&
  time.zone === 'UTC' &&
  series === undefined &&
  values.length === 1;

/** Whether rows are those of the file, in its order. */
async function isRaw({ stages }: ExportContext, { id }: SeriesInfo, rows: NabRows): Promise<boolean> {
  const { source, signal } = rows;
  const raw = stages.rows(id, 'raw', {}, signal);
  try {
    let [piece, place]: [Rows | undefined, number] = [undefined, 0];
    for await (const { length, times, values } of source.rows(id, {}, signal))
      for (let row = 0; row < length; row++, place++) {
        while (!piece || place === piece.length) {
          [piece, place] = [(await raw.next()).value ?? undefined, 0];
          if (!piece) return false;
        }
        if (piece.times[place] !== times[row] || !Object.is(piece.values[place], values[row])) return false;
      }
    if (piece && place < piece.length) return false;
    for (;;) {
      const { done, value } = await raw.next();
      if (done) return true;
      if (value.length > 0) return false;
    }
  } finally {
    await raw.return();
  }
}

/**
 * Writes `nab/data` and `nab/labels`: every series with processed rows as NAB's CSV, a file that nothing changed byte for byte as it came; the
 * label files list them all, and their windows end at rows of these files.
 */
export async function putNab(
  request: ExportRequest,
  context: ExportContext,
  rows: NabRows,
  files: BundleFiles,
): Promise<void> {
  const { series, names, progress } = context;
  const paths = nabPaths(series.map(({ name }) => names?.get(name) ?? name));
  const labels = new LabelFiles();
  const labelsOf = placedLabels(rows);
  for (const [index, one] of series.entries()) {
    const path = at(paths, index);
    progress({ stage: `NAB's ${path}`, done: index, total: series.length, unit: 'files' });
    if (!rows.source.extent(one.id)) continue;
    const untouched = await untouchedFile(request, context, one, rows);
    await files.putStream(
      `nab/data/${path}`,
      untouched ? readFile(one.file, untouched) : csvOf(one, rows, await hasFraction(one, rows)),
    );
    const mine = labelsOf(one.name);
    labels.add(path, mine, labelTimes(one, mine, rows), rows.duplicates(one.id));
  }
  const texts = labels.texts();
  await files.put('nab/labels/combined_labels.json', utf8(texts.labels));
  await files.put('nab/labels/combined_windows.json', utf8(texts.windows));
}
