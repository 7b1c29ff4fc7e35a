import { meanOf } from '../statistics';
import { slidingMoments } from './slidingMoments';
import { observed, reportRows, spread, suggest } from './scores';
import { assertOptions, checkOptions } from './options';
import type { Detector, OptionField } from './types';

export type ZscoreOptions = {
  /** An odd number of rows, centred on the row; absent: the whole series. */
  window?: number;
};

const options: readonly OptionField<ZscoreOptions>[] = [
  {
    key: 'window',
    label: 'Window',
    unit: 'rows',
    min: 3,
    max: 10_000_001,
    whole: true,
    odd: true,
    absent: 'the whole series',
  },
];
const check = (given: ZscoreOptions): ReturnType<typeof checkOptions> => checkOptions(options, given);

/**
 * |value − mean| in sample standard deviations, of the whole series or of the rows around the row (the row itself among them, fewer at
 * the ends; rows without a value count as rows and add none). 0 where there is no spread or fewer than two values, and where there is no value.
 */
export const zscore: Detector<ZscoreOptions> = {
  kind: 'zscore',
  label: 'Z-score',
  unit: 'deviations',
  threshold: 3,
  options,
  defaults: {},
  check,
  scores(series, given, onRows) {
    assertOptions(check(given));
    const { rows, values } = observed(series);
    // Scores do not depend on the level either; around their mean, values that are great and close together lose nothing.
    const centre = meanOf(values);
    for (let i = 0; i < values.length; i++) values[i] = (values[i] as number) - centre;
    const length = series.values.length;
    const half = given.window === undefined ? length : (given.window - 1) / 2;
    const scores = new Float64Array(values.length);
    const moments = slidingMoments(Math.min(2 * half + 1, values.length));
    let first = 0;
    let next = 0;
    for (let i = 0; i < values.length; i++) {
      reportRows(onRows, i);
      const row = rows[i] as number;
      while (first < next && (rows[first] as number) < row - half) {
        moments.shift();
        first++;
      }
      while (next < values.length && (rows[next] as number) <= row + half)
        moments.push(values[next++] as number);
      const deviation = Math.sqrt(moments.squares() / (moments.count - 1));
      if (deviation > 0) scores[i] = Math.abs((values[i] as number) - moments.mean()) / deviation;
    }
    return spread(length, rows, scores);
  },
  suggest,
};
