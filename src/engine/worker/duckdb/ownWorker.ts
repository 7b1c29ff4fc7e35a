/** A worker for one kind of work, started when it is first wanted and ended at once by a cancel. */
import { wrap, type Remote } from 'comlink';

export interface OwnWorker<T> {
  /** Rejects with the signal's reason, or an Error where the worker itself fails. */
  ask<R>(signal: AbortSignal, question: (remote: Remote<T>) => Promise<R>): Promise<R>;
  close(): void;
}

/** `what`: the work, as an error names it. */
export function ownWorker<T>(what: string, start: () => Worker): OwnWorker<T> {
  let worker: Worker | undefined;
  const close = (): void => {
    worker?.terminate();
    worker = undefined;
  };
  return {
    close,
    async ask(signal, question) {
      signal.throwIfAborted();
      worker ??= start();
      const mine = worker;
      let stop = (): void => undefined;
      const stopped = new Promise<never>((_, reject) => {
        stop = () => {
          close();
          reject(signal.reason as Error);
        };
        signal.addEventListener('abort', stop, { once: true });
        mine.onerror = (event) => reject(new Error(`${what} stopped: ${event.message}`));
      });
      stopped.catch(() => undefined);
      try {
        return await Promise.race([question(wrap<T>(mine)), stopped]);
      } finally {
        signal.removeEventListener('abort', stop);
      }
    },
  };
}
