import { fail, ok, type LabError, type Result } from '../../errors';
import { count } from '../../format';
import { readTime } from '../time';

/** A detector's scores of a file, row by row. */
export interface DetectorResults {
  /** Microseconds UTC. */
  times: Float64Array;
  scores: Float64Array;
}

/**
 * Reads a file of `results/<detector>/`: CSV with a header that names `timestamp` and `anomaly_score`; other columns (`value`, `label`,
 * `S(t)_standard`) are passed over. Fails with `file-empty`, `file-header-only`, `column-unknown`, `file-no-time` or `file-no-number`;
 * the last two name the line.
 */
export function parseResults(text: string, file: string): Result<DetectorResults> {
  const refuse = (code: LabError['code'], message: string): Result<never> =>
    fail({ code, file, message: `${file}: ${message}` });
  let at = text.startsWith('\uFEFF') ? 1 : 0;
  const lineEnd = (from: number): number => {
    const end = text.indexOf('\n', from);
    return end < 0 ? text.length : end;
  };
  let end = lineEnd(at);
  const header = text.slice(at, end).trim();
  if (header === '')
    return refuse('file-empty', 'expected a header such as "timestamp,anomaly_score"; the file is empty.');
  const names = header.split(',').map((name) => name.trim().replace(/^"(.*)"$/, '$1'));
  const timeColumn = names.indexOf('timestamp');
  const scoreColumn = names.indexOf('anomaly_score');
  const missing = timeColumn < 0 ? 'timestamp' : scoreColumn < 0 ? 'anomaly_score' : undefined;
  if (missing) {
    return refuse(
      'column-unknown',
      `the column "${missing}" is missing. Results of a detector in NAB's format have "timestamp" and "anomaly_score"; here are ${names.join(', ')}.`,
    );
  }
  const times: number[] = [];
  const scores: number[] = [];
  for (let line = 2; (at = end + 1) < text.length; line++) {
    end = lineEnd(at);
    const stop = text.charCodeAt(end - 1) === 13 ? end - 1 : end;
    if (stop <= at) continue;
    const time = readTime(cell(text, at, stop, timeColumn));
    if (Number.isNaN(time)) {
      return refuse(
        'file-no-time',
        `line ${count(line)} has no time such as 2014-04-11 00:00:00 in the column "timestamp": ${text.slice(at, Math.min(stop, at + 60))}`,
      );
    }
    const written = cell(text, at, stop, scoreColumn).trim();
    const score = written === '' ? NaN : Number(written);
    if (!Number.isFinite(score)) {
      return refuse(
        'file-no-number',
        `line ${count(line)} has no number in the column "anomaly_score": ${text.slice(at, Math.min(stop, at + 60))}`,
      );
    }
    times.push(time);
    scores.push(score);
  }
  if (times.length === 0) return refuse('file-header-only', 'there is a header and no row below it.');
  return ok({ times: Float64Array.from(times), scores: Float64Array.from(scores) });
}

/** The text of a cell of the line `[from, to)`; empty where the line has too few. */
function cell(text: string, from: number, to: number, column: number): string {
  let start = from;
  for (let i = 0; i < column; i++) {
    const comma = text.indexOf(',', start);
    if (comma < 0 || comma >= to) return '';
    start = comma + 1;
  }
  const comma = text.indexOf(',', start);
  return text.slice(start, comma < 0 || comma > to ? to : comma);
}

/**
 * The scores of a file's rows. NAB pairs them row by row, so both must have the same times in the same order. Fails with
 * `file-changed`, naming the first difference.
 */
export function scoresOfRows(
  times: Float64Array,
  results: DetectorResults,
  file: string,
): Result<Float64Array> {
  if (times.length !== results.times.length) {
    return fail({
      code: 'file-changed',
      file,
      message: `${file}: the results have ${count(results.times.length)} rows, the series has ${count(times.length)}. Results of the same rows are needed.`,
    });
  }
  for (let row = 0; row < times.length; row++) {
    if (times[row] !== results.times[row]) {
      return fail({
        code: 'file-changed',
        file,
        message: `${file}: row ${count(row + 1)} of the results has another time than the series. Results of the same rows are needed.`,
      });
    }
  }
  return ok(results.scores);
}
