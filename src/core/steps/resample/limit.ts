import type { LabError } from '../../errors';
import { count } from '../../format';

/** More buckets than this are not made, unless empty ones are left out. */
export const MAX_BUCKETS = 50_000_000;

/** Why so many buckets are refused; `greatest`: the series that has most of them. `index`: of the step, where it is known. */
export const tooManyBuckets = (
  buckets: number,
  greatest: { name: string; buckets: number },
  index?: number,
): LabError => ({
  code: 'memory',
  ...(index !== undefined && { path: `$.steps[${index}].resample.every` }),
  message: `Expected at most ${count(MAX_BUCKETS)} buckets; got ${count(buckets)}, of them ${count(greatest.buckets)} in ${greatest.name}. Take longer buckets, or leave empty ones out.`,
});
