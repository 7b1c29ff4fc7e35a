/** How often, and after how long, a file is requested again. Times in milliseconds. */
export interface RetryPolicy {
  /** Attempts in all. */
  attempts: number;
  /** Before the second attempt. */
  firstMs: number;
  maxMs: number;
  /** A server that asks for a longer pause is given up. */
  maxAskedMs: number;
}

export const retryPolicy: RetryPolicy = {
  attempts: 5,
  firstMs: 500,
  maxMs: 30_000,
  maxAskedMs: 120_000,
};

/**
 * Milliseconds before attempt `attempt + 1`, once `attempt` (from 1) has failed: doubling from `firstMs` up to `maxMs`, of which
 * `random` (in [0, 1)) decides half, so that files that failed together are not requested together; never less than the server asked for.
 * Null: no further attempt, because all are used up, or the server asks for more than `maxAskedMs`.
 */
export function pauseBefore(
  attempt: number,
  random: number,
  askedMs: number | null,
  policy: RetryPolicy = retryPolicy,
): number | null {
  if (attempt >= policy.attempts || (askedMs ?? 0) > policy.maxAskedMs) return null;
  const whole = Math.min(policy.maxMs, policy.firstMs * 2 ** (attempt - 1));
  return Math.max(whole * (0.5 + random / 2), askedMs ?? 0);
}

/** Milliseconds that a `Retry-After` header asks for, given seconds or a date (RFC 9110, 10.2.3); null where it is neither. */
export function readRetryAfter(header: string | null, nowMs: number): number | null {
  const text = header?.trim() ?? '';
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
  // A date has a day's name first; Date.parse would take far more.
  const date = /^[A-Z][a-z]{2,8},? /.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? null : Math.max(0, date - nowMs);
}

/** Whether the same request may succeed later: a time-out, too early, too many requests, or an error of the server. */
export const isTransient = (status: number): boolean => [408, 425, 429, 500, 502, 503, 504].includes(status);
