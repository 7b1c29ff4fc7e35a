import {
  failures,
  resumeAction,
  mayResume,
  isTransient,
  pauseBefore,
  readRetryAfter,
  type RetryPolicy,
  type SourceFile,
  type Version,
} from '../../core/sources';
import { LabFailure, type LabError } from '../../core/errors';
import { newPartial, type Hasher, type PartialFile } from './partial';

/** What fetching needs of its surroundings. */
export interface DownloadEnvironment {
  fetch: (url: string, init: RequestInit) => Promise<Response>;
  /** A new sha256. */
  hasher: () => Promise<Hasher>;
  /** Milliseconds since 1970. */
  now: () => number;
  /** In [0, 1). */
  random: () => number;
  /** Resolves after so many milliseconds; rejects when cancelled. */
  sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  retry: RetryPolicy;
  /** Without a byte for so long, an answer is given up. */
  stallMs: number;
  /** Whether the page's policy has stopped a request to this address's origin just now. */
  wasBlocked: (url: string) => Promise<boolean>;
}

/** How far one file is. `total` is null where nobody knows the size. */
export type DownloadStep =
  | { phase: 'fetching'; got: number; total: number | null }
  | { phase: 'pausing'; ms: number; attempt: number; error: LabError };

interface DownloadOptions {
  signal: AbortSignal;
  onStep: (step: DownloadStep) => void;
  /** Runs one attempt when there is a place for it. */
  slot: <T>(attempt: () => Promise<T>) => Promise<T>;
  /** What earlier calls left of unfinished files, by address. */
  partials: Map<string, PartialFile>;
}

interface Downloaded {
  blob: Blob;
  sha256: string;
}

/** A failed attempt, and whether another may help. */
class Attempt extends Error {
  constructor(
    readonly error: LabError,
    readonly again: boolean,
    readonly askedMs: number | null = null,
  ) {
    super(error.message);
  }
}

const aborted = (): LabFailure => new LabFailure({ code: 'aborted', message: 'Cancelled.' });

/**
 * Fetches one file, again after what passes away, and only the rest of it where the server can and it is safe. Its size and sha256 are
 * checked where they are known. Rejects with LabFailure: `aborted`, or one of the catalogue's codes. What has come of a file that was
 * cancelled, stalled or cut short stays in `partials` for the next call.
 */
export async function download(
  file: SourceFile,
  environment: DownloadEnvironment,
  options: DownloadOptions,
): Promise<Downloaded> {
  const { signal, onStep } = options;
  for (let attempt = 1; ; attempt++) {
    try {
      return await options.slot(() => oneAttempt(file, environment, options));
    } catch (thrown) {
      if (signal.aborted) throw aborted();
      if (!(thrown instanceof Attempt)) throw thrown;
      const pause = thrown.again
        ? pauseBefore(attempt, environment.random(), thrown.askedMs, environment.retry)
        : null;
      if (pause === null) throw new LabFailure(thrown.error);
      onStep({ phase: 'pausing', ms: pause, attempt: attempt + 1, error: thrown.error });
      await environment.sleep(pause, signal).catch(() => {
        throw aborted();
      });
    }
  }
}

async function oneAttempt(
  file: SourceFile,
  environment: DownloadEnvironment,
  options: DownloadOptions,
): Promise<Downloaded> {
  const { signal, partials, onStep } = options;
  const fresh = async (): Promise<PartialFile> => {
    const partial = newPartial(await environment.hasher());
    partials.set(file.url, partial);
    return partial;
  };
  if (signal.aborted) throw aborted();
  let held = partials.get(file.url);
  if (!held || !mayResume(held, file.sha256 !== undefined) || held.bytes > (file.bytes ?? Infinity))
    held = await fresh();
  onStep({ phase: 'fetching', got: held.bytes, total: file.bytes ?? null });
  for (;;) {
    if (held.bytes === 0 || held.bytes !== file.bytes) {
      const answer = await ask(file, environment, signal, held.bytes);
      const { response } = answer;
      const verdict = held.bytes > 0 ? resumeAction(described(response), held) : 'whole';
      if (verdict === 'restart') {
        answer.stop();
        held = await fresh();
        continue;
      }
      if (verdict === 'fail' || !response.ok || (verdict === 'whole' && response.status === 206)) {
        answer.stop();
        throw refused(file, response, environment.now());
      }
      if (verdict === 'whole' && held.bytes > 0) held = await fresh();
      await take(file, answer, held, onStep);
    }
    const pieced = held.answers > 1;
    const done = check(file, held);
    partials.delete(file.url);
    if (!(done instanceof Attempt)) return done;
    // Pieces of two versions make a third: the file as a whole may still be right.
    if (!pieced) throw done;
    held = await fresh();
  }
}

const versionOf = (headers: Headers): Version => ({
  etag: headers.get('etag'),
  lastModified: headers.get('last-modified'),
});

const described = (response: Response): Parameters<typeof resumeAction>[0] => ({
  status: response.status,
  contentRange: response.headers.get('content-range'),
  version: versionOf(response.headers),
});

function refused(file: SourceFile, response: Response, now: number): Attempt {
  const { status } = response;
  const asked = readRetryAfter(response.headers.get('retry-after'), now);
  return new Attempt(failures.badStatus(file.name, file.url, status, asked), isTransient(status), asked);
}

interface Answer {
  response: Response;
  /** The next bytes; null at the end. Rejects with an Attempt, or when cancelled. */
  next: () => Promise<Uint8Array<ArrayBuffer> | null>;
  stop: () => void;
}

/** Sends a request, whose headers and every piece have to come within the time-out. */
async function ask(
  file: SourceFile,
  { fetch, stallMs, wasBlocked }: DownloadEnvironment,
  signal: AbortSignal,
  from: number,
): Promise<Answer> {
  const control = new AbortController();
  const within = <T>(work: Promise<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      const end = (error: Error): void => {
        control.abort();
        reject(error);
      };
      const cancel = (): void => end(aborted());
      const timer = setTimeout(
        () => end(new Attempt(failures.stalled(file.name, file.url, stallMs), true)),
        stallMs,
      );
      signal.addEventListener('abort', cancel, { once: true });
      if (signal.aborted) cancel();
      work.then(resolve, reject).finally(() => {
        clearTimeout(timer);
        signal.removeEventListener('abort', cancel);
      });
    });
  const response = await within(
    fetch(file.url, {
      signal: control.signal,
      headers: from > 0 ? { Range: `bytes=${from}-` } : {},
      cache: 'no-store',
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
    }),
  ).catch(async (thrown: unknown) => {
    if (thrown instanceof Attempt || signal.aborted) throw thrown;
    if (await wasBlocked(file.url)) throw new Attempt(failures.blockedOnTheWay(file.name, file.url), false);
    throw new Attempt(failures.unreachable(file.name, file.url, String(thrown)), true);
  });
  const reader = response.body?.getReader();
  return {
    response,
    next: async () => (reader ? ((await within(reader.read())).value ?? null) : null),
    stop: () => control.abort(),
  };
}

/** Takes an answer's body behind what is held. */
async function take(
  file: SourceFile,
  { response, next, stop }: Answer,
  held: PartialFile,
  onStep: DownloadOptions['onStep'],
): Promise<void> {
  const { headers } = response;
  const start = held.bytes;
  // A compressed body has another length than its content; such bodies are counted as they come.
  const announced = headers.has('content-encoding') ? 0 : Number(headers.get('content-length'));
  const end = announced > 0 ? start + announced : null;
  if (held.answers === 0) held.version = versionOf(headers);
  held.answers++;
  try {
    for (let bytes = await next(); bytes; bytes = await next()) {
      held.append(bytes);
      await held.rest();
      if (held.bytes > (file.bytes ?? Infinity)) break;
      onStep({ phase: 'fetching', got: held.bytes, total: file.bytes ?? end });
    }
  } catch (thrown) {
    stop();
    if (thrown instanceof Attempt || thrown instanceof LabFailure) throw thrown;
    throw new Attempt(failures.cutShort(file.name, held.bytes, file.bytes ?? end, String(thrown)), true);
  }
  if (file.bytes !== undefined && held.bytes > file.bytes) stop();
  // All that the server announced, and yet not the size that is known, is another file, not a shorter answer.
  if (file.bytes !== undefined && held.bytes < file.bytes && held.bytes !== end)
    throw new Attempt(failures.cutShort(file.name, held.bytes, file.bytes ?? end), true);
}

/** The finished file, or what is wrong with it. */
function check(file: SourceFile, held: PartialFile): Downloaded | Attempt {
  if (file.bytes !== undefined && held.bytes !== file.bytes)
    return new Attempt(failures.wrongSize(file.name, held.bytes, file.bytes), false);
  const done = held.whole();
  if (file.sha256 !== undefined && done.sha256 !== file.sha256)
    return new Attempt(failures.wrongChecksum(file.name, done.sha256, file.sha256), false);
  return done;
}

/**
 * At most `limit` works at one time, the others in the order in which they came. A work that is cancelled while it waits never starts, and
 * its promise rejects with the signal's reason.
 */
export function limiter(limit: number): <T>(work: () => Promise<T>, signal: AbortSignal) => Promise<T> {
  const waiting: (() => void)[] = [];
  let free = limit;
  const leave = (): void => {
    const next = waiting.shift();
    if (next) next();
    else free++;
  };
  const enter = (signal: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      signal.throwIfAborted();
      if (free > 0) {
        free--;
        resolve();
        return;
      }
      const start = (): void => {
        signal.removeEventListener('abort', giveUp);
        resolve();
      };
      const giveUp = (): void => {
        waiting.splice(waiting.indexOf(start), 1);
        reject(signal.reason as Error);
      };
      waiting.push(start);
      signal.addEventListener('abort', giveUp, { once: true });
    });
  return async (work, signal) => {
    await enter(signal);
    try {
      return await work();
    } finally {
      leave();
    }
  };
}
