/** The page's side of the engine: calls with an AbortSignal and progress, and a worker that is replaced when it dies. */
import { proxy, wrap, type Remote } from 'comlink';
import { LabFailure, type LabError, type Result } from '../core/errors';
import type { CallArgument, CallName, CallResult, LabWorker, Progress } from './protocol';

export interface CallOptions {
  signal?: AbortSignal;
  onProgress?: (progress: Progress) => void;
}

export interface EngineClient {
  /** Loads DuckDB; a second call waits for the first. Rejects with LabFailure `engine-start`. */
  open(onProgress?: (progress: Progress) => void): Promise<{ duckdb: string }>;
  /** Rejects with LabFailure; cancelled: its name is AbortError. */
  call<K extends CallName>(name: K, argument: CallArgument<K>, options?: CallOptions): Promise<CallResult<K>>;
  /** The worker died and a new, empty one stands ready: load and run again. Returns the way to stop listening. */
  onDeath(listener: (error: LabError) => void): () => void;
  /** Ends the worker and starts another; pending calls reject with `worker-died`. For what cannot be cancelled otherwise. */
  restart(error?: LabError): void;
}

const startId = 0;
/** A caller hears of its cancel after this long at the latest; the call itself may be within one long native operation. */
const CANCEL_ANSWER_MS = 1500;
/** A worker that has not answered a cancelled call for this long is replaced. */
const CANCEL_LIMIT_MS = 15_000;

const died = (cause: string): LabError => ({
  code: 'worker-died',
  message:
    'The part of the lab that holds the data stopped and was started again. Your recipe is kept; the files are read again.',
  detail: cause,
});

export function createEngineClient(): EngineClient {
  const deathListeners = new Set<(error: LabError) => void>();
  const progressListeners = new Map<number, (progress: Progress) => void>();
  const pending = new Set<(error: LabFailure) => void>();
  let worker: Worker | undefined;
  let remote: Remote<LabWorker> | undefined;
  let opened: Promise<{ duckdb: string }> | undefined;
  let lastId = startId;

  function start(): Remote<LabWorker> {
    worker = new Worker(new URL('./worker/lab.worker.ts', import.meta.url), { type: 'module', name: 'lab' });
    worker.addEventListener('error', (event) => restart(died(event.message || 'the worker failed to load')));
    worker.addEventListener('messageerror', () => restart(died('a message could not be read')));
    remote = wrap<LabWorker>(worker);
    return remote;
  }

  function restart(error: LabError = died('restarted on request')): void {
    worker?.terminate();
    worker = undefined;
    remote = undefined;
    opened = undefined;
    progressListeners.clear();
    for (const reject of pending) reject(new LabFailure(error));
    pending.clear();
    for (const listener of deathListeners) listener(error);
  }

  function untilDeath<T>(promise: Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      pending.add(reject);
      promise.then(resolve, reject).finally(() => pending.delete(reject));
    });
  }

  function unwrap<T>(result: Result<T>): T {
    if (!result.ok) throw new LabFailure(result.error);
    return result.value;
  }

  function open(onProgress?: (progress: Progress) => void): Promise<{ duckdb: string }> {
    if (onProgress) progressListeners.set(startId, onProgress);
    opened ??= (async (): Promise<{ duckdb: string }> => {
      const listener = proxy((id: number, progress: Progress) => progressListeners.get(id)?.(progress));
      const answer = start().open(listener) as Promise<Result<{ duckdb: string }>>;
      return unwrap(await untilDeath(answer));
    })().catch((error: unknown) => {
      opened = undefined;
      throw error;
    });
    return opened;
  }

  async function call<K extends CallName>(
    name: K,
    argument: CallArgument<K>,
    { signal, onProgress }: CallOptions = {},
  ): Promise<CallResult<K>> {
    signal?.throwIfAborted();
    await open();
    signal?.throwIfAborted();
    const target = remote;
    if (!target) throw new LabFailure(died('no worker'));
    const id = ++lastId;
    if (onProgress) progressListeners.set(id, onProgress);
    const answer = untilDeath(target.call(id, name, argument) as Promise<Result<CallResult<K>>>);
    const cancel = (): void => {
      void target.cancel(id);
      // The caller may have gone by then; the calls that wait behind this one have not.
      const limit = setTimeout(() => {
        if (target === remote) restart(died(`${name} did not answer a cancel`));
      }, CANCEL_LIMIT_MS);
      const answered = (): void => clearTimeout(limit);
      answer.then(answered, answered);
    };
    signal?.addEventListener('abort', cancel, { once: true });
    const forget = (): void => signal?.removeEventListener('abort', cancel);
    answer.then(forget, forget);
    try {
      return unwrap(await (signal ? abortable(answer, signal) : answer));
    } finally {
      progressListeners.delete(id);
    }
  }

  /** The caller hears of a cancel after `CANCEL_ANSWER_MS` at the latest, even while the worker is still winding down. */
  function abortable<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const giveUp = (): void => {
        setTimeout(
          () => reject(new LabFailure({ code: 'aborted', message: 'Cancelled.' })),
          CANCEL_ANSWER_MS,
        );
      };
      signal.addEventListener('abort', giveUp, { once: true });
      promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', giveUp));
    });
  }

  return {
    open,
    call,
    restart,
    onDeath(listener) {
      deathListeners.add(listener);
      return () => deathListeners.delete(listener);
    },
  };
}
