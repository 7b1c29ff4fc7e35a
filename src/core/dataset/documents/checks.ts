import type { LabelRow } from '../../label/types';
import { durationText } from '../../recipe/duration';
import { formatInstant } from '../../recipe/instant';
import { FILLED_SHARE, fewFilled, shareText, type ObservedRows } from '../verdict';

/** `checks_v1.json`. */
interface CheckDocument {
  version: 1;
  checks: { expectation: string; series?: string; observed: string; pass: boolean }[];
}

/** What a run found out about one series. */
export interface ObservedSeries extends ObservedRows {
  series: string;
}

/** How many values were filled in, and the longest stretch of them. */
export function filledText({ rows, filled, longestFilled }: ObservedRows): string {
  const stretch = longestFilled
    ? `, the longest stretch ${durationText(longestFilled.length)} from ${formatInstant(longestFilled.start)}`
    : '';
  return `${shareText(filled, rows)} (${filled} of ${rows})${stretch}`;
}

/** What the bundle claims, what was observed, and whether the two agree. `written` counts rows in the Parquet files. */
export function checkDocument(
  series: readonly ObservedSeries[],
  labels: readonly LabelRow[],
  written: ReadonlyMap<string, number>,
): CheckDocument {
  const checks: CheckDocument['checks'] = [];
  for (const entry of series) {
    const add = (expectation: string, observed: string, pass: boolean): void => {
      checks.push({ expectation, series: entry.series, observed, pass });
    };
    const count = written.get(entry.series) ?? 0;
    add('all timestamps in UTC', entry.utc ? 'UTC' : 'local times not put into UTC', entry.utc);
    add('timestamps strictly increase', entry.ordered ? 'they do' : 'they do not', entry.ordered);
    add('no gaps', `${entry.gaps} gaps`, entry.gaps === 0);
    add('distances between timestamps are equal', entry.regular ? 'they are' : 'they are not', entry.regular);
    add(
      `at most ${FILLED_SHARE * 100} % of values filled in, none in a stretch longer than the recipe asks for`,
      filledText(entry),
      fewFilled(entry),
    );
    add('no missing values', `${entry.missing} missing`, entry.missing === 0);
    add('as many rows written as processed', `${count} of ${entry.rows} rows`, count === entry.rows);
  }
  for (const label of labels) {
    const observed = `${label.id}: ${label.processedRows} rows (${label.rawRows} raw)`;
    checks.push({ expectation: 'label kept', series: label.series, observed, pass: label.processedRows > 0 });
  }
  return { version: 1, checks };
}
