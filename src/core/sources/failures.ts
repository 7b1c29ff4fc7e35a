import type { LabError } from '../errors';
import { count, plural } from '../format';
import { readAddress } from './url';

/** What can fail when one file is fetched, as errors that name the remedy. */
const host = (url: string): string => readAddress(url)?.origin ?? url;
const size = (bytes: number): string => plural(bytes, 'byte');

export const unreachable = (file: string, url: string, detail: string): LabError => ({
  code: 'source-unreachable',
  file,
  message: `No answer from ${host(url)}: there is no network, the server is down, or it does not let other pages read its files (CORS). Try again, or give another address.`,
  detail,
});

export const blockedOnTheWay = (file: string, url: string): LabError => ({
  code: 'source-blocked',
  file,
  message: `The page's content security policy blocked the request to ${host(url)}, or its redirect. The policy in the server's header has to allow the address too.`,
});

const meaning: Record<number, string> = {
  401: 'the server requires a login, and the lab sends none',
  403: 'the server does not allow access to this file',
  404: 'there is no such file',
  410: 'the file no longer exists',
  429: 'too many requests',
};

export function badStatus(file: string, url: string, status: number, askedMs: number | null): LabError {
  const reason =
    meaning[status] ?? (status >= 500 ? 'the server has an error' : 'an answer without the file');
  const later = askedMs === null ? '' : ` It asks to come back in ${count(Math.ceil(askedMs / 1000))} s.`;
  const advice = status >= 500 || status === 429 ? 'Try again later.' : 'Check the address.';
  return {
    code: 'source-status',
    file,
    message: `${host(url)} answered ${status}: ${reason}.${later} ${advice}`,
    detail: url,
  };
}

export const stalled = (file: string, url: string, afterMs: number): LabError => ({
  code: 'source-stalled',
  file,
  message: `Nothing came from ${host(url)} for ${count(afterMs / 1000)} s. Try again: what was received is kept and only the rest is fetched, where the server supports it.`,
});

export const cutShort = (file: string, got: number, expected: number | null, detail = ''): LabError => ({
  code: 'source-cut-short',
  file,
  message: `The answer ended after ${size(got)}${expected === null ? '' : ` of ${size(expected)}`}. Try again: only the rest is fetched, where the server supports it.`,
  ...(detail ? { detail } : {}),
});

export const wrongSize = (file: string, got: number, expected: number): LabError => ({
  code: 'source-checksum',
  file,
  message: `Expected ${size(expected)}; the server gave ${got > expected ? 'more' : size(got)}. This is another file, and it was discarded. Check the base address.`,
});

export const wrongChecksum = (file: string, got: string, expected: string): LabError => ({
  code: 'source-checksum',
  file,
  message: `Expected sha256 ${expected.slice(0, 12)}…; the server's bytes have ${got.slice(0, 12)}…, so the file was changed or damaged on the way. It was discarded. Check the base address, or try again.`,
  detail: `expected ${expected}\ngot ${got}`,
});
