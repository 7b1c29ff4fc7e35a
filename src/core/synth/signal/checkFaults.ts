import type { LabError } from '../../errors';
import { microseconds, durationText } from '../../recipe/duration';
import type { Faults } from '../../recipe/types';
import { checkField, checkFields, wrong } from './checkField';
import { day } from './clock';
import { faultFields, missingFields } from './fields';
import { say } from './limits';

/** What is wrong with the faults, at a path below the source. */
export function checkFaults(faults: Faults): LabError | undefined {
  const error = checkFields(faults, faultFields, '.faults');
  const { missing } = faults;
  if (error || !missing) return error;
  const path = '.faults.missing';
  const first =
    checkField(missing.as, missingFields.as, `${path}.as`) ??
    checkField(missing.random, missingFields.random, `${path}.random`) ??
    (missing.bursts ? checkFields(missing.bursts, missingFields.bursts, `${path}.bursts`) : undefined) ??
    (missing.pattern ? checkFields(missing.pattern, missingFields.pattern, `${path}.pattern`) : undefined);
  if (first) return first;
  if (missing.bursts) {
    const { perDay, length } = missing.bursts;
    const total = perDay * microseconds(length);
    if (total > day) {
      return wrong(
        `${path}.bursts.length`,
        `Expected stretches that together take at most 1 d of each day on average; ${say(perDay)} a day of ${length} take ${durationText(total)}. Take fewer or shorter ones.`,
      );
    }
  }
  if (missing.pattern && microseconds(missing.pattern.length) >= microseconds(missing.pattern.every)) {
    return wrong(
      `${path}.pattern.length`,
      `Expected a length below the distance ${missing.pattern.every}, so that rows remain; got ${missing.pattern.length}.`,
    );
  }
  return undefined;
}
