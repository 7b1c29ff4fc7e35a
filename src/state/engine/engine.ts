import { LabFailure } from '../../core/errors';
import { createEngineClient, EngineReplaced, type EngineClient } from '../../engine/client';
import type { CallArgument, CallName, CallResult, Progress } from '../../engine/protocol';
import { mayCall, mayRepeat } from './rebuild';

/** What the interface knows of the engine: shapes of data alone, so that `ui` never imports the engine. */
export type {
  FileReport,
  NamedFile,
  Progress,
  QueryResult,
  RunReport,
  SeriesInfo,
} from '../../engine/protocol';

let client: EngineClient | undefined;
let release: () => void = () => undefined;
/** Settles once DuckDB answers; calls made before wait for it. */
const ready = new Promise<void>((resolve) => (release = resolve));

/** The one client of the page, made on first use. */
export function engine(): EngineClient {
  client ??= createEngineClient();
  return client;
}

/** Releases the calls that wait for the engine. */
export function engineIsReady(): void {
  release();
}

/** What `promise` brings; but a cancel rejects at once, even while the worker is still stopping. */
export function abortable<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const giveUp = (): void => reject(new LabFailure({ code: 'aborted', message: 'Cancelled.' }));
    if (signal.aborted) giveUp();
    signal.addEventListener('abort', giveUp, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', giveUp));
  });
}

/**
 * A call that waits for the engine to be there, and where it reads for all of the tables. One that reads is made once more where the engine was
 * replaced for the sake of another. Rejects with LabFailure, and at once when cancelled; the calls after it wait until the worker has stopped.
 */
export function call<K extends CallName>(
  name: K,
  argument: CallArgument<K>,
  options?: { signal?: AbortSignal; onProgress?: (progress: Progress) => void },
): Promise<CallResult<K>> {
  const attempt = async (): Promise<CallResult<K>> => {
    await mayCall(name);
    options?.signal?.throwIfAborted();
    return engine().call(name, argument, options);
  };
  const answer = ready.then(attempt).catch((thrown: unknown) => {
    if (thrown instanceof EngineReplaced && mayRepeat(name)) return attempt();
    throw thrown;
  });
  return options?.signal ? abortable(answer, options.signal) : answer;
}
