/** A suite of checks proposed from the data: what holds now, with a margin and round numbers. */
import { maxOf, minOf } from '../list';
import { formatDuration } from '../recipe/duration';
import type { Check, CheckKind, CheckOptions, CheckScope, Split } from '../recipe/types';
import { kindOfCheck } from './kinds';
import { checkOf, namesOf } from './make';
import { roundDown, roundLength, roundUp } from './rounding';
import type { CheckResult } from './types';

/** Series up to which limits of values are proposed for each; of more for all together. */
export const EACH_SERIES = 12;

/** What is measured for a proposal, each of every series: checks of which the numbers count, not the verdicts. */
export function probes(splits: readonly Split[]): Check[] {
  const range = (part: number): CheckOptions['expect_column_quantile_values_to_be_between'] => ({
    quantile_ranges: { quantiles: [part], value_ranges: [[0, null]] },
  });
  const [first] = splits;
  return [
    checkOf('expect_table_row_count_to_be_between', { min_value: 0 }, { id: 'rows' }),
    checkOf('expect_times_to_be_utc', {}, { id: 'utc' }),
    checkOf('expect_column_values_to_be_increasing', { strictly: true }, { id: 'increasing' }),
    checkOf('expect_column_values_to_not_be_null', {}, { id: 'present' }),
    checkOf('expect_step_to_be_regular', {}, { id: 'regular' }),
    checkOf('expect_gaps_to_be_at_most', { longest: '1ms' }, { id: 'gap' }),
    checkOf('expect_filled_share_to_be_between', { min_value: 0 }, { id: 'filled' }),
    checkOf('expect_column_quantile_values_to_be_between', range(0), { id: 'low' }),
    checkOf('expect_column_quantile_values_to_be_between', range(1), { id: 'high' }),
    checkOf('expect_column_mean_to_be_between', { min_value: 0 }, { id: 'mean' }),
    checkOf('expect_column_stdev_to_be_between', { min_value: 0 }, { id: 'sd' }),
    checkOf('expect_anomaly_count_to_be_between', { min_value: 0 }, { id: 'labels' }),
    checkOf('expect_anomaly_share_to_be_between', { min_value: 0 }, { id: 'share', scope: 'all' }),
    checkOf('expect_labels_inside_series', {}, { id: 'inside' }),
    checkOf('expect_labels_to_cover_rows', {}, { id: 'cover' }),
    checkOf('expect_injected_effect_to_be_at_least', { deviations: 0 }, { id: 'effect' }),
    ...(first ? [checkOf('expect_split_without_anomalies', { split: first.name }, { id: 'split' })] : []),
  ];
}

/** What was found of all series, by the names of `probes`. */
class Probed {
  private readonly byId = new Map<string, CheckResult[]>();

  constructor(results: readonly CheckResult[]) {
    for (const result of results) {
      const mine = this.byId.get(result.id);
      if (mine) mine.push(result);
      else this.byId.set(result.id, [result]);
    }
  }

  of(id: string): readonly CheckResult[] {
    return this.byId.get(id) ?? [];
  }

  /** The numbers that were found, of a series or of all. */
  values(id: string, series?: string): number[] {
    return this.of(id).flatMap((result) => {
      const { value } = result;
      const wanted = series === undefined || result.series === series;
      return wanted && value !== null && value !== undefined ? [value] : [];
    });
  }

  holds(id: string): boolean {
    const found = this.of(id);
    return found.length > 0 && found.every(({ pass }) => pass);
  }
}

/**
 * Checks that hold for the data that the probes were measured on, but for those that the recipe has already (of the same kind, about the same series). `results`: of
 * `probes`.
 */
export function propose(
  results: readonly CheckResult[],
  series: readonly string[],
  splits: readonly Split[],
  there: readonly Check[] = [],
): Check[] {
  const probed = new Probed(results);
  const proposed = [
    ...ofTimes(probed),
    ...ofRows(probed),
    ...ofValues(probed, series),
    ...ofLabels(probed, splits),
  ];
  const keyOf = (check: Check): string =>
    JSON.stringify([kindOfCheck(check), check.for ?? null, check.scope ?? 'series', check.stage ?? null]);
  const known = new Set(there.map(keyOf));
  const fresh = proposed.filter((check) => !known.has(keyOf(check)));
  const names = namesOf([...there, ...fresh]).slice(there.length);
  return fresh.map((check, index) => ({ ...check, id: names[index] ?? kindOfCheck(check) }));
}

const check = <K extends CheckKind>(kind: K, options: CheckOptions[K], scope: CheckScope = {}): Check =>
  checkOf(kind, options, scope);

function ofTimes(probed: Probed): Check[] {
  const checks: Check[] = [];
  if (probed.holds('utc')) checks.push(check('expect_times_to_be_utc', {}));
  if (probed.holds('increasing'))
    checks.push(check('expect_column_values_to_be_increasing', { strictly: true }));
  if (probed.holds('regular')) checks.push(check('expect_step_to_be_regular', {}));
  const longest = maxOf(probed.values('gap')) * 1e6;
  if (longest > 0 && Number.isFinite(longest))
    checks.push(
      check('expect_gaps_to_be_at_most', { longest: formatDuration(roundLength(Math.ceil(longest))) }),
    );
  return checks;
}

function ofRows(probed: Probed): Check[] {
  const checks: Check[] = [];
  const rows = probed.values('rows').reduce((sum, value) => sum + value, 0);
  if (rows > 0)
    checks.push(
      check(
        'expect_table_row_count_to_be_between',
        { min_value: Math.max(1, Math.floor(roundDown(0.9 * rows, rows))) },
        { scope: 'all' },
      ),
    );
  const share = minOf(
    probed
      .of('present')
      .map(({ rows: looked = 0, unexpected = 0 }) => (looked === 0 ? 1 : (looked - unexpected) / looked)),
  );
  if (share === 1) checks.push(check('expect_column_values_to_not_be_null', {}));
  else if (share >= 0.5 && share < 1)
    checks.push(check('expect_column_values_to_not_be_null', { mostly: roundDown(0.98 * share, 1) }));
  const filled = maxOf(probed.values('filled'));
  if (filled >= 0)
    checks.push(
      check('expect_filled_share_to_be_between', {
        max_value: filled === 0 ? 0.01 : Math.min(1, roundUp(1.5 * filled, filled)),
      }),
    );
  return checks;
}

/** A series, or all of them, with its limits. */
function ofValues(probed: Probed, series: readonly string[]): Check[] {
  const each = series.length > 1 && series.length <= EACH_SERIES;
  const targets = each ? series : [undefined];
  return targets.flatMap((name): Check[] => {
    const scope = (kind: string): CheckScope =>
      name === undefined ? {} : { id: `${kind} ${name}`.slice(0, 200), for: [name] };
    const low = minOf(probed.values('low', name));
    const high = maxOf(probed.values('high', name));
    if (!(low <= high)) return [];
    const size = high > low ? high - low : Math.max(Math.abs(low), 1);
    const least = roundDown(low - 0.1 * size, size);
    const checks = [
      check(
        'expect_column_values_to_be_between',
        {
          min_value: low >= 0 && least < 0 ? 0 : least,
          max_value: high <= 0 && roundUp(high + 0.1 * size, size) > 0 ? 0 : roundUp(high + 0.1 * size, size),
        },
        scope('values between'),
      ),
    ];
    const means = probed.values('mean', name);
    const deviations = probed.values('sd', name);
    const [leastSd, mostSd] = [minOf(deviations), maxOf(deviations)];
    if (means.length > 0 && leastSd > 0 && Number.isFinite(mostSd)) {
      checks.push(
        check(
          'expect_column_mean_to_be_between',
          {
            min_value: roundDown(minOf(means) - mostSd, mostSd),
            max_value: roundUp(maxOf(means) + mostSd, mostSd),
          },
          scope('mean between'),
        ),
        check(
          'expect_column_stdev_to_be_between',
          { min_value: roundDown(leastSd / 2, leastSd), max_value: roundUp(2 * mostSd, mostSd) },
          scope('standard deviation between'),
        ),
      );
    }
    return checks;
  });
}

function ofLabels(probed: Probed, splits: readonly Split[]): Check[] {
  const labels = probed.values('labels').reduce((sum, value) => sum + value, 0);
  const checks: Check[] = [];
  const [first] = splits;
  if (first && probed.holds('split') && labels > 0)
    checks.push(check('expect_split_without_anomalies', { split: first.name }));
  if (labels === 0) return checks;
  if (probed.holds('cover')) checks.push(check('expect_labels_to_cover_rows', {}));
  if (probed.holds('inside')) checks.push(check('expect_labels_inside_series', {}));
  checks.push(
    check(
      'expect_anomaly_count_to_be_between',
      {
        min_value: Math.max(1, Math.floor(roundDown(0.9 * labels, labels))),
        max_value: Math.ceil(roundUp(1.1 * labels, labels)),
      },
      { scope: 'all' },
    ),
  );
  const [share = 0] = probed.values('share');
  if (share > 0)
    checks.push(
      check(
        'expect_anomaly_share_to_be_between',
        { min_value: roundDown(share / 2, share), max_value: Math.min(1, roundUp(2 * share, share)) },
        { scope: 'all' },
      ),
    );
  const effects = probed.values('effect');
  const weakest = minOf(effects);
  if (effects.length > 0 && weakest > 0)
    checks.push(
      check('expect_injected_effect_to_be_at_least', { deviations: roundDown(0.9 * weakest, weakest) }),
    );
  return checks;
}
