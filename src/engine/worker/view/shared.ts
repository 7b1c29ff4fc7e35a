/** Work on a series for whoever asks for its result, which is kept. */
interface Work<T> {
  result: Promise<T>;
  /** Callers that wait for it. */
  waiting: number;
  stop: AbortController;
}

/** Results of series by what they are of. One caller's cancel takes them from no other; cancelled by all, the work stops. */
export class SharedWork<T> {
  private readonly works = new Map<number, Map<string, Work<T>>>();

  /** The result that is there, or of the work under way, or of this work. Rejects as the work does, and with the signal's reason. */
  get(sid: number, key: string, signal: AbortSignal, begin: (signal: AbortSignal) => Promise<T>): Promise<T> {
    signal.throwIfAborted();
    const work = this.works.get(sid)?.get(key) ?? this.begin(sid, key, begin);
    work.waiting++;
    return new Promise<T>((resolve, reject) => {
      const leave = (): void => {
        // The last one waits until nothing of the work goes on any more.
        if (--work.waiting > 0) return reject(signal.reason as Error);
        this.drop(sid, key, work);
        work.stop.abort(signal.reason);
      };
      signal.addEventListener('abort', leave, { once: true });
      void work.result.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave));
    });
  }

  /** To be called when rows of a series, or of any, are no longer what they were. Who waits for work under way still gets its result. */
  forget(sid?: number): void {
    if (sid === undefined) this.works.clear();
    else this.works.delete(sid);
  }

  private begin(sid: number, key: string, begin: (signal: AbortSignal) => Promise<T>): Work<T> {
    const stop = new AbortController();
    const work = { result: begin(stop.signal), waiting: 0, stop };
    const mine = this.works.get(sid) ?? new Map<string, Work<T>>();
    this.works.set(sid, mine);
    mine.set(key, work);
    work.result.catch(() => this.drop(sid, key, work));
    return work;
  }

  private drop(sid: number, key: string, work: Work<T>): void {
    const mine = this.works.get(sid);
    if (mine?.get(key) === work) mine.delete(key);
  }
}
