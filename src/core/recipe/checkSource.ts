import type { LabError } from '../errors';
import { parseDuration } from './duration';
import { parseInstant } from './instant';
import { listOf } from './series';
import { formatProblem } from './timeFormat';
import type { FileSource } from './types';

/** What is wrong with a source that its schema lets through; undefined where it can be read. `path` is its JSON path. */
export function checkSource(source: FileSource, path: string): LabError | undefined {
  return (
    checkTime(source, path) ??
    checkColumnRoles(source, path) ??
    checkAnomalies(source, path) ??
    checkSigns(source, path)
  );
}

const invalid = (path: string, message: string): LabError => ({ code: 'recipe-value', path, message });

function checkTime({ time }: FileSource, path: string): LabError | undefined {
  const problem = formatProblem(time.format);
  if (problem !== undefined)
    return invalid(
      `${path}.time.format`,
      `Expected a format such as iso or day-first, or a pattern such as dd-MMM-yyyy HH:mm; got "${time.format}": ${problem}.`,
    );
  const numbered = time.format === 'index';
  if (!numbered && listOf(time.column).length === 0)
    return invalid(
      `${path}.time.column`,
      'Expected at least one time column; got none. Only rows that are numbered (format index) need none.',
    );
  if (numbered && listOf(time.column).length > 1)
    return invalid(
      `${path}.time.column`,
      `Expected one column of row numbers, or none; got ${listOf(time.column).join(', ')}.`,
    );
  if (numbered && (time.start === undefined || parseInstant(time.start) === undefined))
    return invalid(
      `${path}.time.start`,
      `Expected the time of row 0, such as 2000-01-01T00:00:00Z; got ${time.start === undefined ? 'none' : `"${time.start}"`}.`,
    );
  if (numbered && (time.step === undefined || parseDuration(time.step) === undefined))
    return invalid(
      `${path}.time.step`,
      `Expected the time from one row to the next, such as 1s; got ${time.step === undefined ? 'none' : `"${time.step}"`}.`,
    );
  return undefined;
}

/** No column has two parts; the type of a label may be any. */
function checkColumnRoles({ time, series, values, labels }: FileSource, path: string): LabError | undefined {
  const used = new Map<string, string>();
  const parts = [
    ['a time column', listOf(time.column)],
    ['a key', listOf(series)],
    ['the column of labels', labels ? [labels.column] : []],
    ['a value column', values],
  ] as const;
  for (const [part, names] of parts) {
    for (const name of names) {
      const before = used.get(name);
      if (before !== undefined)
        return invalid(
          path,
          `Expected one part for each column; "${name}" is ${before} and ${part}. Choose one.`,
        );
      used.set(name, part);
    }
  }
  return undefined;
}

/** Rows are named by their numbers where they have no other time. */
function checkAnomalies({ time, series, anomalies = [] }: FileSource, path: string): LabError | undefined {
  if (anomalies.length === 0) return undefined;
  if (series !== undefined)
    return invalid(
      `${path}.anomalies`,
      `Expected one series whose rows are named by their numbers; got a key (${listOf(series).join(', ')}). Leave one of the two out.`,
    );
  if (time.format !== 'index' || listOf(time.column).length > 0)
    return invalid(
      `${path}.anomalies`,
      'Expected anomalous rows by number only where rows are numbered by their place (format index without a column). Use a column of labels, or a label file.',
    );
  const bad = anomalies.findIndex(([first, last]) => first > last);
  return bad < 0
    ? undefined
    : invalid(
        `${path}.anomalies[${bad}]`,
        `Expected the first row before the last; got ${String(anomalies[bad])}. Swap them.`,
      );
}

function checkSigns({ csv }: FileSource, path: string): LabError | undefined {
  if (!csv) return undefined;
  if (csv.thousands === csv.decimal)
    return invalid(
      `${path}.csv.thousands`,
      `Expected a thousands sign other than the decimal one; both are "${csv.decimal}".`,
    );
  if (csv.comment !== undefined && csv.comment === csv.delimiter)
    return invalid(
      `${path}.csv.comment`,
      `Expected a comment sign other than the delimiter; both are "${csv.delimiter}".`,
    );
  return undefined;
}
