/** NAB's score of a detector's results against the present labels. */
import { at, lookup } from '../../../core/list';
import { LabFailure, toLabError, type LabError } from '../../../core/errors';
import {
  parseResults,
  probationRows,
  profiles,
  resultsTarget,
  scoreCorpus,
  scoresOfRows,
  windowsOfSeries,
  type CorpusFile,
  type DetectorResults,
  type FileScore,
} from '../../../core/nab';
import type { CallResult, NabMarks, NabScoreRequest } from '../../protocol';
import { detectorScores } from '../detect';
import { bySeries } from '../label/agreement';
import type { LoadedSeries } from '../series/loaded';
import { columnsOf } from '../series/rows';
import type { Session, SessionContext } from '../session';
import { namesOf } from './nabWindows';

interface Scored {
  series: LoadedSeries;
  scores: Float64Array;
  results?: string;
}

interface Found {
  scored: Scored[];
  unmatched: string[];
  problems: LabError[];
}

/** Scores the series that have results; rejects with `results-shape`, or with the first file's problem, where none has. */
export async function nabScore(
  request: NabScoreRequest,
  context: SessionContext,
): Promise<CallResult<'nabScore'>> {
  const { session, signal } = context;
  const { source, profile, threshold } = request;
  const names = namesOf(session);
  const nameOf = ({ name }: LoadedSeries): string => lookup(names, name);
  const found =
    source.kind === 'files'
      ? await fromFiles(source.files, context)
      : { scored: await fromDetector(source.options, context), unmatched: [], problems: [] };
  const labels = bySeries(session.collect(request.changes).labels);
  const times = new Map<string, Float64Array>();
  const files: CorpusFile[] = [];
  // NAB adds up in the order of names.
  found.scored.sort((a, b) => (nameOf(a.series) < nameOf(b.series) ? -1 : 1));
  for (const { series, scores } of found.scored) {
    const columns = await columnsOf(session, series, signal, 'times');
    times.set(series.name, columns.times);
    const { windows } = windowsOfSeries(columns.times, labels.get(series.name) ?? [], nameOf(series));
    files.push({ name: series.name, scores, windows });
  }
  if (files.length === 0) throw new LabFailure(found.problems[0] ?? noResults(session));
  const corpus = scoreCorpus(files, profiles[profile], threshold);
  const detail = request.detail === undefined ? undefined : corpus.files.get(request.detail);
  const detailTimes = request.detail === undefined ? undefined : times.get(request.detail);
  const { files: _files, ...totals } = corpus;
  return {
    ...totals,
    files: found.scored.map(({ series, results }) => {
      const { score, tp, tn, fp, fn, windows } = lookup(corpus.files, series.name);
      return {
        series: series.name,
        name: nameOf(series),
        ...(results === undefined ? {} : { results }),
        score,
        tp,
        tn,
        fp,
        fn,
        windows: windows.length,
        found: windows.filter(({ detectedRow }) => detectedRow >= 0).length,
      };
    }),
    range: rangeOf(found.scored),
    unmatched: found.unmatched,
    without: session.series
      .filter((series) => !found.scored.some((one) => one.series === series))
      .map(({ name }) => name),
    problems: found.problems,
    ...(detail && detailTimes ? { marks: marksOf(detail, detailTimes) } : {}),
  };
}

const noResults = ({ series }: Session): LabError => ({
  code: 'results-shape',
  message:
    series.length === 0
      ? 'Results of a detector need the series that they are of; none is loaded. Add the data files first.'
      : 'None of these results belongs to a series that is loaded. NAB names them after the data: numenta_speed_6005.csv holds the scores of speed_6005.csv.',
});

function rangeOf(scored: readonly Scored[]): { least: number; greatest: number } {
  let min = Infinity;
  let max = -Infinity;
  for (const { scores } of scored) {
    for (const score of scores.subarray(probationRows(scores.length))) {
      if (score < min) min = score;
      if (score > max) max = score;
    }
  }
  return min <= max ? { least: min, greatest: max } : { least: 0, greatest: 1 };
}

/** What a chart draws of a score: times in place of rows. */
function marksOf(score: FileScore, times: Float64Array): NabMarks {
  const timeOf = (row: number): number => at(times, row);
  const { rows, contributions } = score.falsePositives;
  return {
    windows: score.windows.map(({ startRow, endRow, detectedRow, contribution, scored }) => ({
      start: timeOf(startRow),
      end: timeOf(endRow),
      contribution,
      detected: detectedRow < 0 ? null : timeOf(detectedRow),
      scored,
    })),
    falsePositives: { times: Float64Array.from(rows, timeOf), contributions },
    probationEnd: times[score.probation] ?? null,
  };
}

async function fromDetector(
  options: { window: number; step: number },
  context: SessionContext,
): Promise<Scored[]> {
  const { series } = context.session;
  const scores = await detectorScores('windowedGaussian', options, series, context);
  return series.flatMap((one) => {
    const mine = scores.get(one);
    return mine ? [{ series: one, scores: mine }] : [];
  });
}

const resultsKey = (name: string, { size, lastModified }: File): string => `${name} ${size} ${lastModified}`;

/** Each file's scores at the series that its name belongs to. A file that cannot be used is named, and the others go on. */
async function fromFiles(
  files: readonly { name: string; file: File }[],
  { session, signal, progress }: SessionContext,
): Promise<Found> {
  const names = session.series.map(({ name }) => name);
  const found: Found & { scored: (Scored & { results: string })[] } = {
    scored: [],
    unmatched: [],
    problems: [],
  };
  const { results } = session.cache;
  const keys = new Set(files.map(({ name, file }) => resultsKey(name, file)));
  for (const key of results.keys()) if (!keys.has(key)) results.delete(key);
  for (const [index, { name, file }] of files.entries()) {
    signal.throwIfAborted();
    const target = resultsTarget(name, names);
    const series = session.series.find((one) => one.name === target);
    if (!series) {
      found.unmatched.push(name);
      continue;
    }
    progress({ stage: `reading ${name}`, done: index, total: files.length, unit: 'files' });
    const before = found.scored.find((one) => one.series === series);
    if (before) {
      found.problems.push({
        code: 'results-shape',
        file: name,
        message: `${name}: ${before.results} holds results of ${series.name} already. Give one file of results for each series; the first counts.`,
      });
      continue;
    }
    try {
      const read = results.get(resultsKey(name, file)) ?? (await readResults(name, file));
      results.set(resultsKey(name, file), read);
      const { times } = await columnsOf(session, series, signal, 'times');
      const scores = scoresOfRows(times, read, name);
      if (scores.ok) found.scored.push({ series, scores: scores.value, results: name });
      else found.problems.push(scores.error);
    } catch (thrown) {
      signal.throwIfAborted();
      found.problems.push({ file: name, ...toLabError(thrown) });
    }
  }
  return found;
}

async function readResults(name: string, file: File): Promise<DetectorResults> {
  const text = await file.text().catch((thrown: unknown) => {
    throw new LabFailure({
      code: 'file-gone',
      file: name,
      message: `${name} could not be read again: it was moved, removed or changed. Drop it again.`,
      detail: String(thrown),
    });
  });
  const parsed = parseResults(text, name);
  if (!parsed.ok) throw new LabFailure(parsed.error);
  return parsed.value;
}
