import { plural } from '../../format';
import type { LabelRow } from '../../label/types';
import { durationText } from '../../recipe/duration';
import { formatInstant } from '../../recipe/instant';
import { FILLED_SHARE, fewFilled, shareText, type ObservedRows } from '../verdict';

/** An entry of `checks_v1.json`. */
interface Check {
  expectation: string;
  series?: string;
  /** Of which rows, where the bundle has those of more than one stage. */
  stage?: 'clean' | 'resampled';
  observed: string;
  pass: boolean;
}

/** What a run found out about one series. */
export interface ObservedSeries extends ObservedRows {
  series: string;
}

/** A stage that is in the bundle, and what was found out of its series. */
export interface CheckedStage {
  kind: 'clean' | 'resampled';
  checks: readonly ObservedSeries[];
  /** Rows written by series, in the order of the series. */
  counts: ReadonlyMap<string, number>;
}

/** How many values were filled in, and the longest stretch of them. */
export function filledText({ rows, filled, longestFilled }: ObservedRows): string {
  const stretch = longestFilled
    ? `, the longest stretch ${durationText(longestFilled.length)} from ${formatInstant(longestFilled.start)}`
    : '';
  return `${shareText(filled, rows)} (${filled} of ${rows})${stretch}`;
}

/** What of the recipe and its labels the bundle cannot hold. */
export interface LeftOut {
  /** Files of the recipe that were not there. */
  awaited: readonly string[];
  /** Windows that are in no label file, since each of their rows shares its time with another, by series. */
  lostWindows: readonly { series: string; windows: number }[];
}

/** What is left out, each in a sentence for a person. */
export const leftOutNotes = ({ awaited, lostWindows }: LeftOut): string[] => [
  ...awaited.map(
    (file) => `${file}, a file of the recipe, was not there: the bundle and its recipe are without it.`,
  ),
  ...lostWindows.map(
    ({ series, windows }) =>
      `${series}: ${plural(windows, 'labelled window')} cannot stand in the label files, since every row in or around it shares its time with another row. The catalogue of anomalies has it. Remove duplicate times to keep it.`,
  ),
];

/** What the bundle claims, what was observed, and whether the two agree. */
export function checkEntries(
  stages: readonly CheckedStage[],
  labels: readonly LabelRow[],
  { awaited, lostWindows }: LeftOut = { awaited: [], lostWindows: [] },
): Check[] {
  const checks = stages.flatMap((stage) => stageChecks(stage, stages.length > 1));
  for (const label of labels) {
    const observed = `${label.id}: ${label.processedRows} rows (${label.rawRows} raw)`;
    checks.push({ expectation: 'label kept', series: label.series, observed, pass: label.processedRows > 0 });
  }
  for (const file of awaited)
    checks.push({
      expectation: 'every file of the recipe is there',
      observed: `${file} is awaited`,
      pass: false,
    });
  for (const { series: name, windows } of lostWindows) {
    const observed = `${plural(windows, 'window')} lost: the times of its rows come twice`;
    checks.push({ expectation: 'every window in the label files', series: name, observed, pass: false });
  }
  return checks;
}

/** The checks of one stage's rows. `named`: whether each says which stage. */
function stageChecks({ kind, checks: series, counts: written }: CheckedStage, named: boolean): Check[] {
  const checks: Check[] = [];
  for (const entry of series) {
    const add = (expectation: string, observed: string, pass: boolean): void => {
      checks.push({
        expectation,
        series: entry.series,
        ...(named ? { stage: kind } : {}),
        observed,
        pass,
      });
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
  return checks;
}
