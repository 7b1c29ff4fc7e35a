/** Formats of times: names, and patterns in Unicode's tokens. */
import { timePattern } from './timePattern';

/** Formats whose times are moments: they say their zone, or need none. */
const moments: readonly string[] = ['iso-offset', 'epoch-s', 'epoch-ms', 'epoch-us', 'epoch-ns', 'index'];

/** Whether times of this format come out in UTC; others are local times of the source's zone. */
export function isMoment(format: string): boolean {
  if (moments.includes(format)) return true;
  const pattern = named.has(format) ? undefined : timePattern(format);
  return typeof pattern === 'object' && pattern.hasOffset;
}

const named: ReadonlySet<string> = new Set([
  ...moments,
  'iso',
  'day-first',
  'month-first',
  'excel',
  'timestamp',
]);

/** What is wrong with a format; undefined where it is a name or a pattern that can be read. */
export function formatProblem(format: string): string | undefined {
  const pattern = named.has(format) ? undefined : timePattern(format);
  return typeof pattern === 'string' ? pattern : undefined;
}
