import { count, plural } from '../format';
import { durationText } from '../recipe/duration';
import type { StepKind } from '../recipe/types';
import type { Counts } from './types';

/** What each kind of step says about its counts; a count that is absent is zero. */
const sentences: Record<StepKind, (counts: Counts) => string> = {
  utc({ converted = 0, nonexistent = 0, ambiguous = 0, undecided = 0, displaced = 0, dropped = 0 }) {
    if (converted === 0 && dropped === 0) return 'all times are UTC';
    const parts = [`converted ${plural(converted, 'row')} to UTC`];
    if (nonexistent > 0) parts.push(`${count(nonexistent)} at times that the clock skipped`);
    if (ambiguous > 0)
      parts.push(
        `${count(ambiguous)} at times that it repeated${undecided > 0 ? `, ${count(undecided)} of them in an order that does not tell which` : ''}`,
      );
    if (dropped > 0)
      parts.push(
        `dropped ${count(dropped)}${displaced > 0 ? `, ${count(displaced)} of them moved onto the time of another row` : ''}`,
      );
    return parts.join('; ');
  },
  duplicates({ backward = 0, removed = 0, preferred = 0 }) {
    const parts: string[] = [];
    if (removed > 0) parts.push(`removed ${plural(removed, 'duplicate row')}`);
    if (preferred > 0)
      parts.push(`${plural(preferred, 'time')} kept the row with a value instead of the one without`);
    if (backward > 0) parts.push(`put ${plural(backward, 'row')} in order`);
    return parts.length > 0 ? parts.join('; ') : 'in order of time, no duplicates';
  },
  missing({
    missing = 0,
    sentinel = 0,
    outOfRange = 0,
    filled = 0,
    dropped = 0,
    left = 0,
    labelled = 0,
    longestGapUs = 0,
  }) {
    const total = missing + sentinel + outOfRange;
    const parts: string[] = [];
    if (total === 0) parts.push('no missing values');
    if (filled > 0) parts.push(`filled ${count(filled)} of ${count(total)}`);
    if (dropped > 0) parts.push(`dropped ${count(dropped)}`);
    if (labelled > 0) parts.push(`${count(labelled)} of them inside labelled intervals`);
    if (left > 0) parts.push(`left ${count(left)} without a value`);
    if (longestGapUs > 0) parts.push(`longest gap ${durationText(longestGapUs)}`);
    return parts.join('; ');
  },
  outliers(counts) {
    const { found = 0, protected: kept = 0, changed = 0, constant = 0 } = counts;
    const { short = 0, meanDeviation = 0, noWidth = 0 } = counts;
    const inside = kept === found ? 'inside' : `${count(kept)} of them inside`;
    const parts = [
      (found === 0 ? 'no outliers' : plural(found, 'outlier')) +
        (kept > 0 ? `, ${inside} labelled windows: kept` : ''),
    ];
    if (changed > 0) parts.push(`${count(changed)} removed or given another value`);
    if (constant > 0) parts.push(`${count(constant)} constant series skipped`);
    if (short > 0)
      parts.push(`${count(short)} series too short: of so few values none can exceed the threshold`);
    if (meanDeviation > 0) parts.push(`MAD zero ${count(meanDeviation)} times: mean deviation used`);
    if (noWidth > 0) parts.push(`quartiles equal ${count(noWidth)} times: the rule has no width there`);
    return parts.join('; ');
  },
  resample({ buckets = 0, empty = 0, filled = 0, missing = 0 }) {
    const parts = [plural(buckets, 'bucket')];
    if (empty > 0) parts.push(`${count(empty)} empty`, `${count(filled)} filled`);
    if (missing > 0) parts.push(`${count(missing)} without a value`);
    return parts.join(', ');
  },
};

/** One line for a person about what a step did. */
export const describe = (kind: StepKind, counts: Counts): string => sentences[kind](counts);
