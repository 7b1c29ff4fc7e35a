/** Workers that do one kind of work for this one. One that dies fails what it was asked, by name, and nothing else. */
import { wrap, type Endpoint, type Remote } from 'comlink';
import { LabFailure } from '../../../core/errors';
import { at } from '../../../core/list';
import { isLife } from './offer';

/** What of a worker is used. */
export interface WorkerLike extends Endpoint {
  terminate(): void;
}

type Question<T, R> = (remote: Remote<T>) => Promise<R>;

const cancelled = (): LabFailure => new LabFailure({ code: 'aborted', message: 'Cancelled.' });

/** A worker is no more that was asked something: `who` as `WorkerKind` names it. */
export class WorkerDied extends LabFailure {
  constructor(
    readonly who: string,
    detail: string,
  ) {
    super({
      code: 'worker-died',
      message: `${who} stopped unexpectedly. Try again; with less memory in use if it happens twice.`,
      detail,
    });
  }
}

class Child<T> {
  /** Why the worker is no more; undefined while it lives. */
  end: unknown;
  private readonly remote: Remote<T>;
  /** Of the questions under way. */
  private readonly rejects = new Set<(reason: unknown) => void>();

  constructor(
    name: string,
    private readonly worker: WorkerLike,
  ) {
    this.remote = wrap<T>(worker);
    const die = (detail: string): void => this.terminate(new WorkerDied(name, detail));
    const fail = (event: Event): void => {
      // An error that nobody handles would go on to end the worker that started this one.
      event.preventDefault();
      die('message' in event && typeof event.message === 'string' ? event.message : event.type);
    };
    worker.addEventListener('error', fail);
    worker.addEventListener('messageerror', fail);
    worker.addEventListener('message', (event) => {
      const told: unknown = 'data' in event ? event.data : undefined;
      if (isLife(told)) void navigator.locks.request(told.life, () => die('it ended without an error'));
    });
  }

  /** Questions under way. */
  get busy(): number {
    return this.rejects.size;
  }

  ask<R>(question: Question<T, R>): Promise<R> {
    return new Promise<R>((resolve, reject) => {
      if (this.end !== undefined) return reject(this.end);
      this.rejects.add(reject);
      question(this.remote)
        .then(resolve, reject)
        .finally(() => this.rejects.delete(reject));
    });
  }

  /** Gives up what is under way; the worker itself goes on. */
  release(reason: unknown): void {
    for (const reject of this.rejects) reject(reason);
    this.rejects.clear();
  }

  terminate(reason: unknown): void {
    if (this.end !== undefined) return;
    this.end = reason;
    this.worker.terminate();
    this.release(reason);
  }
}

/** One kind of work, and how its workers start. `T` is what they expose. */
export class WorkerKind<T> {
  private kept: Child<T>[] = [];
  private timer: ReturnType<typeof setTimeout> | undefined;

  /**
   * `name`: who does the work, as a message begins: `The CSV parser`. `keep`: how long the workers of a closed pool are kept for the next one,
   * and what else ends with them; absent: not at all.
   */
  constructor(
    private readonly name: string,
    private readonly start: () => WorkerLike,
    readonly keep?: { ms: number; onEnd: () => unknown },
  ) {}

  take(): Child<T> {
    for (;;) {
      const child = this.kept.pop() ?? new Child<T>(this.name, this.start());
      if (child.end === undefined) return child;
    }
  }

  /** Keeps the living for a while; each call starts the time anew. */
  giveBack(children: readonly Child<T>[], ms: number): void {
    for (const child of children) if (child.end === undefined) this.kept.push(child);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      for (const child of this.kept.splice(0)) child.terminate(cancelled());
      this.keep?.onEnd();
    }, ms);
  }
}

export interface WorkerPool<T> {
  /**
   * Puts a question to the worker with the fewest under way. Rejects with `worker-died` where that worker dies, with AbortError once the pool is
   * closed, and with the signal's reason; a cancel ends the pool's workers, for one that computes hears nothing.
   */
  ask<R>(question: Question<T, R>, signal?: AbortSignal): Promise<R>;
  /** Lets the workers go; what is under way rejects with AbortError. */
  close(): void;
}

/** So many workers of a kind, kept ones first. `configure`: what each is told before any question; where it fails, so do the questions. */
export function workerPool<T>(
  kind: WorkerKind<T>,
  { size = 1, configure }: { size?: number; configure?: Question<T, void> } = {},
): WorkerPool<T> {
  const members: { child: Child<T>; configured: Promise<void> | undefined }[] = [];
  try {
    while (members.length < size) {
      const child = kind.take();
      const configured = configure && child.ask(configure);
      configured?.catch(() => undefined);
      members.push({ child, configured });
    }
  } catch (thrown) {
    for (const { child } of members) child.terminate(thrown);
    throw thrown;
  }
  let closed: unknown;
  let turn = 0;

  /** The least busy of the living, by turns where several are; a dead one where all are, to tell why. */
  function choose(): (typeof members)[number] {
    let found: (typeof members)[number] | undefined;
    for (let i = 0; i < size; i++) {
      const member = at(members, (turn + i) % size);
      if (member.child.end !== undefined) continue;
      if (!found || member.child.busy < found.child.busy) found = member;
    }
    if (found) turn = members.indexOf(found) + 1;
    return found ?? at(members, 0);
  }

  function end(reason: unknown): void {
    closed = reason;
    for (const { child } of members) child.terminate(reason);
  }

  return {
    async ask(question, signal) {
      signal?.throwIfAborted();
      if (closed !== undefined) throw closed;
      const { child, configured } = choose();
      const stop = (): void => end(signal?.reason);
      signal?.addEventListener('abort', stop, { once: true });
      try {
        // The question stands behind the configuration in the worker's queue: it need not wait for the answer to that.
        const [answer] = await Promise.all([child.ask(question), configured]);
        return answer;
      } finally {
        signal?.removeEventListener('abort', stop);
      }
    },
    close() {
      if (closed !== undefined) return;
      closed = cancelled();
      if (!kind.keep) return end(closed);
      const children = members.map(({ child }) => child);
      for (const child of children) child.release(closed);
      kind.giveBack(children, kind.keep.ms);
    },
  };
}
