import type { LabError } from '../errors';
import { readAddress } from './url';

/** What can go wrong with the fetching of one file, as errors that say what to do. */
const host = (url: string): string => readAddress(url)?.origin ?? url;
const size = (bytes: number): string => `${bytes.toLocaleString('en-GB')} bytes`;

export const unreachable = (file: string, url: string, detail: string): LabError => ({
  code: 'source-unreachable',
  file,
  message: `No answer from ${host(url)}: there is no network, the server is down, or it keeps its files from other pages (CORS). Try again, or give another address.`,
  detail,
});

export const blockedOnTheWay = (file: string, url: string): LabError => ({
  code: 'source-blocked',
  file,
  message: `The page's policy stopped the request to ${host(url)}, or one that it was sent on to. The policy in the server's header has to allow the address too.`,
});

const meaning: Record<number, string> = {
  401: 'the server wants to know who asks, and the lab sends no name or password',
  403: 'the server does not give this file away',
  404: 'there is no such file',
  410: 'the file is gone for good',
  429: 'too many requests',
};

export function badStatus(file: string, url: string, status: number, askedMs: number | null): LabError {
  const said = meaning[status] ?? (status >= 500 ? 'the server has trouble' : 'an answer without the file');
  const later =
    askedMs === null
      ? ''
      : ` It asks to come back in ${Math.ceil(askedMs / 1000).toLocaleString('en-GB')} s.`;
  const advice = status >= 500 || status === 429 ? 'Try again later.' : 'Check the address.';
  return {
    code: 'source-status',
    file,
    message: `${host(url)} answered ${status}: ${said}.${later} ${advice}`,
    detail: url,
  };
}

export const stalled = (file: string, url: string, afterMs: number): LabError => ({
  code: 'source-stalled',
  file,
  message: `Nothing came from ${host(url)} for ${Math.round(afterMs / 1000)} s. Try again: what has come is kept and only the rest is fetched, where the server can.`,
});

export const cutShort = (file: string, got: number, expected: number | null, detail = ''): LabError => ({
  code: 'source-cut-short',
  file,
  message: `The answer broke off after ${size(got)}${expected === null ? '' : ` of ${size(expected)}`}. Try again: only the rest is fetched, where the server can.`,
  ...(detail ? { detail } : {}),
});

export const wrongSize = (file: string, got: number, expected: number): LabError => ({
  code: 'source-checksum',
  file,
  message: `Expected ${size(expected)}; the server gave ${got > expected ? 'more' : size(got)}. This is another file, and it was thrown away. Check the base address.`,
});

export const wrongChecksum = (file: string, got: string, expected: string): LabError => ({
  code: 'source-checksum',
  file,
  message: `Expected sha256 ${expected.slice(0, 12)}…; the server's bytes have ${got.slice(0, 12)}…, so the file was changed or damaged on the way. It was thrown away. Check the base address, or try again.`,
  detail: `expected ${expected}\ngot ${got}`,
});
