/** The page's side of the engine: calls with an AbortSignal and progress, and a worker that is replaced when it dies. */
import { proxy, wrap, type Remote } from 'comlink';
import { CancelledByPerson, LabFailure, type LabError, type Result } from '../core/errors';
import { withLongLists } from './protocolLists';
import type { CallArgument, CallName, CallResult, LabWorker, Progress } from './protocol';

export interface CallOptions {
  signal?: AbortSignal;
  onProgress?: (progress: Progress) => void;
}

export interface EngineClient {
  /** Loads DuckDB; a second call waits for the first. Rejects with LabFailure `engine-start`. */
  open(onProgress?: (progress: Progress) => void): Promise<{ duckdb: string }>;
  /**
   * Rejects with LabFailure; cancelled: its name is AbortError. `engine-stopped`: this call ended the database; `worker-died`: another one did, or
   * the worker by itself.
   */
  call<K extends CallName>(name: K, argument: CallArgument<K>, options?: CallOptions): Promise<CallResult<K>>;
  /** Worker or database died and a new, empty one stands ready: load and run again. Returns the way to stop listening. */
  onDeath(listener: (error: LabError) => void): () => void;
  /** Ends the worker and starts another; pending calls reject with `worker-died`. For what cannot be cancelled otherwise. */
  restart(error?: LabError): void;
}

const startId = 0;
/** A caller hears of its cancel after this long at the latest; the call itself may be within one long native operation. */
const CANCEL_ANSWER_MS = 1500;
/** A worker that has not answered a cancelled call for this long is replaced. */
const CANCEL_LIMIT_MS = 15_000;
/** Where a person cancelled, one that has not even heard of it for this long: a single native operation hears nothing until its end. */
const HEARING_LIMIT_MS = 1500;
const SLACK_MS = 50;

const died = (cause: string): LabError => ({
  code: 'worker-died',
  message: 'The part of the lab that holds the data stopped and was started again. Your recipe is kept.',
  detail: cause,
});

const deaf = (call: string): LabError => ({
  code: 'engine-stopped',
  message: 'What was cancelled could not be interrupted, so the data engine was stopped and started again.',
  detail: `${call} did not hear of its cancel for ${HEARING_LIMIT_MS} ms`,
});

/** Of a call that was under way when the engine was replaced for the sake of another one: it may be made again. */
export class EngineReplaced extends LabFailure {
  constructor({ message, detail }: LabError) {
    super({
      code: 'worker-died',
      message: `This was under way when the data engine was started again, and has no answer. ${message}`,
      ...(detail === undefined ? {} : { detail }),
    });
  }
}

/** The page's engine, and one beside it that verifies bundles: what it loads and how it ends are its own affair. */
const starts = {
  lab: () => new Worker(new URL('./worker/lab.worker.ts', import.meta.url), { type: 'module', name: 'lab' }),
  verify: () =>
    new Worker(new URL('./worker/lab.worker.ts', import.meta.url), { type: 'module', name: 'verify' }),
};

export function createEngineClient(kind: keyof typeof starts = 'lab'): EngineClient {
  const deathListeners = new Set<(error: LabError) => void>();
  const progressListeners = new Map<number, (progress: Progress) => void>();
  const pending = new Set<(error: LabFailure) => void>();
  let worker: Worker | undefined;
  let remote: Remote<LabWorker> | undefined;
  let opened: Promise<{ duckdb: string }> | undefined;
  let lastId = startId;

  function start(): Remote<LabWorker> {
    worker = starts[kind]();
    worker.addEventListener('error', (event) => restart(died(event.message || 'the worker failed to load')));
    worker.addEventListener('messageerror', () => restart(died('a message could not be read')));
    remote = wrap<LabWorker>(withLongLists(worker));
    return remote;
  }

  function restart(error: LabError = died('restarted on request')): void {
    worker?.terminate();
    worker = undefined;
    remote = undefined;
    opened = undefined;
    progressListeners.clear();
    const culprit = error.code === 'engine-stopped';
    for (const reject of pending) reject(culprit ? new EngineReplaced(error) : new LabFailure(error));
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
    const replace = (error: LabError): void => {
      if (target === remote) restart(error);
    };
    const answer = untilDeath(target.call(id, name, argument) as Promise<Result<CallResult<K>>>).then(
      (result) => {
        // Of several calls that the same end met, the first is told as its cause.
        if (!result.ok && result.error.code === 'engine-stopped') replace(result.error);
        return result;
      },
    );
    const cancel = (): void => {
      // The caller may have gone when a limit is over; the calls that wait behind this one have not.
      const limits = [setTimeout(() => replace(died(`${name} did not answer a cancel`)), CANCEL_LIMIT_MS)];
      const heard = target.cancel(id);
      const clear = (): void => limits.splice(0).forEach((limit) => clearTimeout(limit));
      if (signal?.reason instanceof CancelledByPerson) {
        const give = (): void => replace(deaf(name));
        // A page that was busy itself reads what has come before it judges.
        const hearing = setTimeout(() => limits.push(setTimeout(give, SLACK_MS)), HEARING_LIMIT_MS);
        limits.push(hearing);
        void heard.then(() => limits.slice(1).forEach((limit) => clearTimeout(limit)));
      }
      answer.then(clear, clear);
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
