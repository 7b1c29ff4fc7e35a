/** Who waits for whom: of the calls, by their rule in the protocol's table; of the statements on the one connection. Described in ARCHITECTURE.md. */
import type { CallRule } from '../../protocol';

type Work<T> = (signal: AbortSignal) => Promise<T>;

const ignore = (): void => undefined;

/** Runs calls when their turn comes. */
export class Scheduler {
  /** Ends with the last call so far that runs one at a time: interactive ones and changes. */
  private turn: Promise<unknown> = Promise.resolve();
  /** Ends with the last background call, or change, so far. */
  private backgroundTurn: Promise<unknown> = Promise.resolve();
  /** Of background calls that wait or are under way. */
  private readonly stops = new Set<AbortController>();

  /** Does a call's work in its turn. Rejects as the work does, and with the signal's reason; cancelled while it waits, the work never begins. */
  run<T>(rule: CallRule, work: Work<T>, signal: AbortSignal): Promise<T> {
    switch (rule.priority) {
      case 'exclusive':
        return this.exclusive(work, signal);
      case 'interactive': {
        const { answer, ended } = after(this.turn, work, signal);
        this.turn = ended;
        return answer;
      }
      case 'background':
        return this.background(work, signal);
      case 'beside':
        return begin(work, signal);
    }
  }

  private exclusive<T>(work: Work<T>, signal: AbortSignal): Promise<T> {
    for (const stop of this.stops) stop.abort();
    const { answer, ended } = after(Promise.all([this.turn, this.backgroundTurn]), work, signal);
    this.turn = ended;
    this.backgroundTurn = ended;
    return answer;
  }

  private async background<T>(work: Work<T>, signal: AbortSignal): Promise<T> {
    const stop = new AbortController();
    this.stops.add(stop);
    const attempt = (): Promise<T> => begin(work, AbortSignal.any([signal, stop.signal]));
    const { answer, ended } = after(this.backgroundTurn, attempt, signal);
    this.backgroundTurn = ended.then(() => this.stops.delete(stop));
    try {
      return await answer;
    } catch (thrown) {
      if (signal.aborted || !stop.signal.aborted) throw thrown;
      return this.background(work, signal);
    }
  }
}

async function begin<T>(work: Work<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  return work(signal);
}

/** Begins work when `before` has ended. A cancel ends the wait at once; whoever comes next, who begins when `ended`, waits for those before all the same. */
function after<T>(
  before: Promise<unknown>,
  work: Work<T>,
  signal: AbortSignal,
): { answer: Promise<T>; ended: Promise<void> } {
  let waits = true;
  const done = before.then(() => {
    waits = false;
    return begin(work, signal);
  });
  const answer = new Promise<T>((resolve, reject) => {
    const giveUp = (): void => {
      if (waits) reject(signal.reason as Error);
    };
    signal.addEventListener('abort', giveUp, { once: true });
    if (signal.aborted) giveUp();
    done.then(resolve, reject).finally(() => signal.removeEventListener('abort', giveUp));
  });
  return { answer, ended: done.then(ignore, ignore) };
}

/** A turn for the event loop. */
export const nextTurn = (): Promise<void> =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });

/** The one connection, which holds one statement at a time, in the order in which they came. */
export class Connection {
  /** Resolves when the statement that holds the connection has ended. */
  private busy: Promise<void> | undefined;

  /** Waits until the connection is free and holds it; the function that comes back lets it go. */
  async acquire(): Promise<() => void> {
    while (this.busy) await this.busy;
    let free: () => void = ignore;
    this.busy = new Promise((resolve) => (free = resolve));
    return () => {
      this.busy = undefined;
      free();
    };
  }
}
