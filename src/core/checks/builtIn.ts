/** The checks that every data set has. They inform: none of them stops an export. */
import { count, plural } from '../format';
import { FILLED_SHARE, fewFilled, shareText, type ObservedRows } from '../dataset/verdict';
import type { LeftOut } from '../dataset/documents';
import type { LabelRow } from '../label/types';
import { durationText } from '../recipe/duration';
import { formatInstant } from '../recipe/instant';
import { tallyLabels } from './labels';
import type { CheckResult } from './types';
import { tallyVerdict } from './verdicts';

/** Their names. */
export const builtInIds = {
  utc: 'built-in: times in UTC',
  ordered: 'built-in: times increase',
  gaps: 'built-in: no gaps',
  regular: 'built-in: regular step',
  filled: 'built-in: few values filled',
  missing: 'built-in: no missing values',
  rows: 'built-in: rows written',
  labels: 'built-in: labels cover rows',
  files: 'built-in: files of the recipe',
  windows: 'built-in: windows in label files',
} as const;

/** A series as a run found it, and how many of its rows were written; absent where nothing is written. */
export interface ObservedSeries extends ObservedRows {
  series: string;
  written?: number;
}

/** A stage, and what was found out of its series. */
export interface ObservedStage {
  kind: 'clean' | 'resampled';
  series: readonly ObservedSeries[];
}

type Found = Pick<CheckResult, 'pass' | 'observed' | 'value' | 'rows' | 'unexpected'>;

/** How many values were filled in, and the longest stretch of them. */
function filledText({ rows, filled, longestFilled }: ObservedRows): string {
  const stretch = longestFilled
    ? `, the longest stretch ${durationText(longestFilled.length)} from ${formatInstant(longestFilled.start)}`
    : '';
  return `${shareText(filled, rows)} (${count(filled)} of ${count(rows)})${stretch}`;
}

/** The checks of one stage's rows, series by series. */
export function stageResults({ kind, series }: ObservedStage): CheckResult[] {
  return series.flatMap((one) => {
    const { rows, utc, ordered, gaps, regular, missing, filled, written } = one;
    const result = (
      name: keyof typeof builtInIds,
      of: CheckResult['kind'],
      expectation: string,
      found: Found,
    ): CheckResult => ({
      id: builtInIds[name],
      kind: of,
      expectation,
      series: one.series,
      stage: kind,
      severity: 'warn',
      ...found,
      builtIn: true,
    });
    return [
      result('utc', 'expect_times_to_be_utc', 'all timestamps in UTC', {
        observed: utc ? 'UTC' : 'local times not put into UTC',
        pass: utc,
      }),
      result('ordered', 'expect_column_values_to_be_increasing', 'timestamps strictly increase', {
        observed: ordered ? 'they do' : 'they do not',
        pass: ordered,
      }),
      result('gaps', 'expect_gaps_to_be_at_most', 'no gaps', {
        observed: plural(gaps, 'gap'),
        rows: Math.max(0, rows - 1),
        unexpected: gaps,
        pass: gaps === 0,
      }),
      result('regular', 'expect_step_to_be_regular', 'distances between timestamps are equal', {
        observed: regular ? 'they are' : 'they are not',
        pass: regular,
      }),
      result(
        'filled',
        'filled_stretches',
        `at most ${FILLED_SHARE * 100} % of values filled in, none in a stretch longer than the recipe asks for`,
        { observed: filledText(one), value: rows > 0 ? filled / rows : 0, pass: fewFilled(one) },
      ),
      result('missing', 'expect_column_values_to_not_be_null', 'no missing values', {
        observed: `${count(missing)} missing`,
        rows,
        unexpected: missing,
        pass: missing === 0,
      }),
      ...(written === undefined
        ? []
        : [
            result('rows', 'expect_table_row_count_to_be_between', 'as many rows written as processed', {
              observed: `${count(written)} of ${count(rows)} rows`,
              value: written,
              pass: written === rows,
            }),
          ]),
    ];
  });
}

/** Whether each label kept rows, series by series. */
export function labelResults(labels: readonly LabelRow[], stage: CheckResult['stage']): CheckResult[] {
  const bySeries = new Map<string, LabelRow[]>();
  for (const label of labels) {
    const mine = bySeries.get(label.series);
    if (mine) mine.push(label);
    else bySeries.set(label.series, [label]);
  }
  return [...bySeries].map(([series, mine]) => ({
    id: builtInIds.labels,
    kind: 'expect_labels_to_cover_rows',
    expectation: 'each label covers at least one row',
    series,
    stage,
    severity: 'warn',
    ...tallyVerdict(tallyLabels(mine, { rule: 'covers' }, null, true), undefined, 'without a row', 'label'),
    builtIn: true,
  }));
}

/** What a bundle is without. */
export function leftOutResults(
  { awaited, lostWindows }: LeftOut,
  stage: CheckResult['stage'],
): CheckResult[] {
  const common = { stage, severity: 'warn', pass: false, builtIn: true } as const;
  return [
    ...awaited.map((file) => ({
      ...common,
      id: builtInIds.files,
      kind: 'files_present' as const,
      expectation: 'every file of the recipe is there',
      observed: `${file} is awaited`,
    })),
    ...lostWindows.map(({ series, windows }) => ({
      ...common,
      id: builtInIds.windows,
      kind: 'windows_in_label_files' as const,
      expectation: 'every window in the label files',
      series,
      observed: `${plural(windows, 'window')} lost: the times of its rows come twice`,
    })),
  ];
}
