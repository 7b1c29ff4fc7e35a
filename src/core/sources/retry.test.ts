import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resumeAction, mayResume, pauseBefore, readRetryAfter, retryPolicy } from '.';

const now = Date.UTC(2024, 0, 1);
const nothing = { etag: null, lastModified: null };

describe('the pause before another attempt', () => {
  it('doubles, of which chance decides half, up to the longest', () => {
    expect([1, 2, 3, 4].map((attempt) => pauseBefore(attempt, 0, null))).toEqual([250, 500, 1000, 2000]);
    expect(pauseBefore(3, 0.5, null)).toBe(1500);
    expect(pauseBefore(90, 0, null, { ...retryPolicy, attempts: 100 })).toBe(retryPolicy.maxMs / 2);
  });

  it('is never shorter than the server asks, and there is none when it asks for too much or attempts are used up', () => {
    const half = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 8 }), half, fc.nat(300_000), (attempt, random, asked) => {
        const pause = pauseBefore(attempt, random, asked);
        if (attempt >= retryPolicy.attempts || asked > retryPolicy.maxAskedMs) expect(pause).toBeNull();
        else expect(pause).toBeGreaterThanOrEqual(asked);
      }),
    );
  });

  it.each([
    ['7', 7000],
    ['Mon, 01 Jan 2024 00:00:09 GMT', 9000],
    ['Sun, 31 Dec 2023 23:00:00 GMT', 0],
    ['soon', null],
    ['-5', null],
    ['1.5', null],
    [null, null],
  ])('reads Retry-After %j as %j ms', (header, ms) => {
    expect(readRetryAfter(header, now)).toBe(ms);
  });
});

describe('the rest of a file', () => {
  it('is asked for alone only where two versions can be told apart', () => {
    expect(mayResume({ bytes: 0, version: { etag: '"a"', lastModified: null } }, true)).toBe(false);
    expect(mayResume({ bytes: 9, version: nothing }, false)).toBe(false);
    expect(mayResume({ bytes: 9, version: nothing }, true)).toBe(true);
    expect(mayResume({ bytes: 9, version: { etag: 'W/"a"', lastModified: null } }, false)).toBe(false);
    expect(mayResume({ bytes: 9, version: { etag: '"a"', lastModified: null } }, false)).toBe(true);
    expect(mayResume({ bytes: 9, version: { etag: null, lastModified: 'x' } }, false)).toBe(true);
  });

  const held = { bytes: 9, version: { etag: '"a"', lastModified: 'monday' } };
  it.each([
    [{ status: 206, contentRange: 'bytes 9-19/20', version: held.version }, 'append'],
    [{ status: 206, contentRange: null, version: nothing }, 'append'],
    [{ status: 206, contentRange: 'bytes 0-19/20', version: nothing }, 'restart'],
    [{ status: 206, contentRange: 'nonsense', version: nothing }, 'restart'],
    [{ status: 206, contentRange: 'bytes 9-19/20', version: { etag: '"b"', lastModified: null } }, 'restart'],
    [{ status: 206, contentRange: null, version: { etag: null, lastModified: 'tuesday' } }, 'restart'],
    [{ status: 200, contentRange: null, version: nothing }, 'whole'],
    [{ status: 416, contentRange: 'bytes */5', version: nothing }, 'restart'],
    [{ status: 503, contentRange: null, version: nothing }, 'fail'],
  ] as const)('answered with %j: %s', (answer, action) => {
    expect(resumeAction(answer, held)).toBe(action);
  });
});
