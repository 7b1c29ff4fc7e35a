/** How a server tells one version of a file from another. */
export interface Version {
  etag: string | null;
  lastModified: string | null;
}

/** What was received of a file before its transfer ended early. */
export interface Held {
  bytes: number;
  version: Version;
}

/** An answer's status, headers and version. */
export interface Answer {
  status: number;
  /** As sent; null where the server does not let other origins read it. */
  contentRange: string | null;
  version: Version;
}

const strong = (etag: string | null): boolean => etag !== null && !etag.startsWith('W/');

/**
 * Whether the rest of a file can be requested alone: something is held, and afterwards it can be checked that both parts are of one
 * version, by the file's sha256, a strong ETag or the time of its last change.
 */
export const mayResume = ({ bytes, version }: Held, checksum: boolean): boolean =>
  bytes > 0 && (checksum || strong(version.etag) || version.lastModified !== null);

const differs = (a: string | null, b: string | null): boolean => a !== null && b !== null && a !== b;

/**
 * What to do with the answer to a request for the rest, `bytes=N-` (RFC 9110, 14 and 15.3.7): `append` its body; take its body as the
 * whole file (`whole`); request the file from its start (`restart`); or `fail` by its status.
 */
export function resumeAction(answer: Answer, held: Held): 'append' | 'whole' | 'restart' | 'fail' {
  if (answer.status === 416) return 'restart';
  if (answer.status !== 206) return answer.status === 200 ? 'whole' : 'fail';
  const start = /^bytes (\d+)-/.exec(answer.contentRange ?? '')?.[1];
  if (answer.contentRange !== null && Number(start) !== held.bytes) return 'restart';
  const { etag, lastModified } = held.version;
  const other = answer.version;
  if (strong(etag) && strong(other.etag) && differs(etag, other.etag)) return 'restart';
  return differs(lastModified, other.lastModified) ? 'restart' : 'append';
}
