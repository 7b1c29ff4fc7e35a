/** What a measure is held against, as spec/checks.md says. */
import { count, finePercent, measure, plural } from '../format';
import type { Answer, Limits, Verdict } from './types';

/** A number for a person: six significant digits, with an exponent where it is very large or small. */
export function numberText(value: number): string {
  const size = Math.abs(value);
  return size >= 1e15 || (size > 0 && size < 1e-6) ? String(Number(value.toPrecision(6))) : measure(value);
}

/** Whether a number lies within limits; NaN does not. */
export function inLimits(value: number, limits: Limits): boolean {
  const { min_value: min = -Infinity, max_value: max = Infinity } = limits;
  const { strict_min: aboveMin = false, strict_max: belowMax = false } = limits;
  if (Number.isNaN(value)) return false;
  const low = aboveMin && limits.min_value !== undefined ? value > min : value >= min;
  const high = belowMax && limits.max_value !== undefined ? value < max : value <= max;
  return low && high;
}

/** `between 0 and 10`, `above 0`, `at most 10`. */
export function limitsText(limits: Limits, text: (value: number) => string = numberText): string {
  const { min_value: min, max_value: max, strict_min: aboveMin, strict_max: belowMax } = limits;
  if (min !== undefined && max !== undefined) {
    if (min === max) return `equal to ${text(min)}`;
    const ends = [
      aboveMin ? `${text(min)} (excluded)` : text(min),
      belowMax ? `${text(max)} (excluded)` : text(max),
    ];
    return `between ${ends.join(' and ')}`;
  }
  if (min !== undefined) return `${aboveMin ? 'above' : 'at least'} ${text(min)}`;
  if (max !== undefined) return `${belowMax ? 'below' : 'at most'} ${text(max)}`;
  return 'of any size';
}

/** Verdict on rows or labels: whether those that are as expected are at least `mostly` of those looked at. None passes. `word`: what the others are. */
export function tallyVerdict(
  answer: Answer,
  mostly: number | undefined,
  word: string,
  one = 'row',
  more = `${one}s`,
): Verdict {
  if (answer.of !== 'tally')
    return { pass: false, observed: answer.of === 'nothing' ? answer.reason : 'not measured', value: null };
  const { looked, unexpected, examples } = answer;
  const share = looked === 0 ? 1 : (looked - unexpected) / looked;
  return {
    pass: share >= (mostly ?? 1),
    observed:
      looked === 0
        ? `no ${more}`
        : unexpected === 0
          ? `all ${plural(looked, one, more)}`
          : `${count(unexpected)} of ${plural(looked, one, more)} ${word} (${finePercent(unexpected / looked)})`,
    rows: looked,
    unexpected,
    examples,
  };
}

/** Verdict on a statistic. One that there is none of does not pass. */
export function statisticVerdict<K extends Answer['of']>(
  answer: Answer,
  of: K,
  pick: (answer: Extract<Answer, { of: K }>) => number,
  limits: Limits,
  text: (value: number) => string,
): Verdict {
  const is = (any: Answer): any is Extract<Answer, { of: K }> => any.of === of;
  if (!is(answer))
    return { pass: false, observed: answer.of === 'nothing' ? answer.reason : 'not measured', value: null };
  const value = pick(answer);
  if (Number.isNaN(value)) return { pass: false, observed: 'no values', value: null };
  return { pass: inLimits(value, limits), observed: text(value), value };
}
