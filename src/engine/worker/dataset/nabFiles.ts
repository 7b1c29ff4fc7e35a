/** NAB's files of the bundle: label files of the processed rows, and the whole once more in the layout of its corpus. */
import { at, lowerBound } from '../../../core/list';
import { acceptedWindows, nabPaths } from '../../../core/dataset/nabLayout';
import {
  windowsOfSeries,
  writeNabCsv,
  writeNabLabels,
  writeNabWindows,
  type NabWindow,
  type WindowLabel,
} from '../../../core/nab';
import type { FileSource } from '../../../core/recipe/types';
import { identifier, integer } from '../../../core/sql';
import type { ExportRequest, SeriesInfo } from '../../protocol';
import { doubles } from '../series/values';
import { rawBatches } from '../duckdb/arrow';
import type { ExportContext } from './context';
import { readFile, utf8 } from './csv';
import type { BundleFiles } from './sink';
import { scan } from './partitionScan';

interface SeriesRows {
  /** Microseconds, in order. */
  times: Float64Array;
  /** NaN where there is none. */
  values: Float64Array;
}

/** The processed rows of one series. */
async function processedRows(
  { database, processed, run, signal }: ExportContext,
  series: SeriesInfo,
): Promise<SeriesRows> {
  const parts: SeriesRows[] = [];
  for await (const { rows } of scan({
    database,
    table: processed.table,
    kind: processed.kind,
    units: [],
    series: [series],
    signal,
    source: `(SELECT * FROM ${identifier(processed.table)} WHERE sid = ${integer(series.id)})`,
    ordered: run.checks.some((check) => check.series === series.name && check.ordered),
  })) {
    const { valid } = rows;
    parts.push({
      times: Float64Array.from(rows.times.subarray(0, rows.rows), Number),
      values: rows.values
        .slice(0, rows.rows)
        .map((value, row) => (valid === null || valid[row] === 1 ? value : Number.NaN)),
    });
  }
  const count = parts.reduce((sum, { times }) => sum + times.length, 0);
  const whole = { times: new Float64Array(count), values: new Float64Array(count) };
  let filled = 0;
  for (const { times, values } of parts) {
    whole.times.set(times, filled);
    whole.values.set(values, filled);
    filled += times.length;
  }
  return whole;
}

type PlacedLabel = WindowLabel & { points: readonly number[] };

/** The labels of a series where they lie in the processed rows. */
function labelsOf({ labels }: ExportContext, series: string): PlacedLabel[] {
  return labels.flatMap(({ series: name, shape, origin, points = [], processedStart, processedLast }) =>
    name === series && processedStart !== null && processedLast !== null
      ? [{ start: processedStart, end: processedLast + 1, shape, origin, points }]
      : [],
  );
}

/** Times of rows for the positions that are stated of a window: the row at each or after it, within the window. */
const positions = (times: Float64Array, { points, start, end }: PlacedLabel): number[] =>
  points.flatMap((point) => {
    const time = times[lowerBound(times, Math.max(point, start))];
    return time !== undefined && time < end ? [time] : [];
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

  /** Rows are asked for only where there are labels. */
  async add(name: string, labels: readonly PlacedLabel[], times: () => Promise<Float64Array>): Promise<void> {
    const rows = labels.length > 0 ? await times() : new Float64Array(0);
    const points = labels.flatMap((label) =>
      label.shape === 'point' ? [label.start] : positions(rows, label),
    );
    this.points.set(
      name,
      [...new Set(points)].sort((a, b) => a - b),
    );
    const accepted = acceptedWindows(rows, windowsOfSeries(rows, labels, name).windows);
    this.windows.set(name, accepted.windows);
    if (accepted.lost > 0) this.lost.push({ series: name, windows: accepted.lost });
  }

  texts(): LabelTexts {
    return { labels: writeNabLabels(this.points), windows: writeNabWindows(this.windows), lost: this.lost };
  }
}

/** `combined_labels.json` and `combined_windows.json` of the processed rows, series by their own names. */
export async function nabLabelTexts(context: ExportContext): Promise<LabelTexts> {
  const files = new LabelFiles();
  for (const series of context.series) {
    await files.add(
      series.name,
      labelsOf(context, series.name),
      async () => (await processedRows(context, series)).times,
    );
  }
  return files.texts();
}

/** Rows that become text at a time. */
const CHUNK_ROWS = 65_536;

async function* csvOf({ times, values }: SeriesRows): AsyncGenerator<Uint8Array<ArrayBuffer>, void> {
  const fraction = times.some((time) => time % 1e6 !== 0);
  yield utf8(writeNabCsv(new Float64Array(0), []));
  for (let from = 0; from < times.length; from += CHUNK_ROWS) {
    const to = from + CHUNK_ROWS;
    yield utf8(writeNabCsv(times.subarray(from, to), values.subarray(from, to), { header: false, fraction }));
    await Promise.resolve();
  }
}

/** The file of a series if it is in NAB's form and the steps changed nothing in it. */
async function untouchedFile(
  { recipe, raw }: ExportRequest,
  context: ExportContext,
  series: SeriesInfo,
  rows: SeriesRows,
): Promise<File | undefined> {
  const source = recipe.sources.find(({ file }) => file === series.file);
  const given = raw.find(({ name }) => name === series.file)?.file;
  if (!source || !given || series.source !== 'file' || series.rows !== rows.times.length) return undefined;
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
async function isRaw(
  { database, signal }: ExportContext,
  { id }: SeriesInfo,
  rows: SeriesRows,
): Promise<boolean> {
  const sql = `SELECT epoch_us(ts)::DOUBLE AS t, coalesce(value, 'nan'::DOUBLE) AS v FROM stage_raw WHERE sid = ${integer(id)} ORDER BY "row"`;
  let place = 0;
  let same = true;
  for await (const slice of rawBatches(database.slices(sql, signal))) {
    for (const batch of slice) {
      const [times, values] = [doubles(batch, 't'), doubles(batch, 'v')];
      for (let row = 0; row < batch.rows && same; row++, place++) {
        same = times[row] === rows.times[place] && Object.is(values[row], rows.values[place]);
      }
    }
    if (!same) return false;
  }
  return place === rows.times.length;
}

/**
 * Writes `nab/data` and `nab/labels`: every series with processed rows as NAB's CSV, a file that nothing changed byte for byte as it came; the
 * label files list them all, and their windows end at rows of these files.
 */
export async function putNab(
  request: ExportRequest,
  context: ExportContext,
  files: BundleFiles,
): Promise<void> {
  const { series, names, progress } = context;
  const paths = nabPaths(series.map(({ name }) => names?.get(name) ?? name));
  const labels = new LabelFiles();
  for (const [index, one] of series.entries()) {
    const path = at(paths, index);
    progress({ stage: `NAB's ${path}`, done: index, total: series.length, unit: 'files' });
    const rows = await processedRows(context, one);
    if (rows.times.length === 0) continue;
    const untouched = await untouchedFile(request, context, one, rows);
    await files.putStream(`nab/data/${path}`, untouched ? readFile(one.file, untouched) : csvOf(rows));
    await labels.add(path, labelsOf(context, one.name), () => Promise.resolve(rows.times));
  }
  const texts = labels.texts();
  await files.put('nab/labels/combined_labels.json', utf8(texts.labels));
  await files.put('nab/labels/combined_windows.json', utf8(texts.windows));
}
