/** Hands things over one by one from who makes them to who takes them. */
export class Handover<T> implements AsyncIterable<T> {
  private offered: { thing: T; taken: () => void } | undefined;
  private closed = false;
  private wake: () => void = () => undefined;

  /** Resolves once it was taken, or nobody takes any more. */
  give(thing: T): Promise<void> {
    if (this.closed) return Promise.resolve();
    return new Promise((taken) => {
      this.offered = { thing, taken };
      this.wake();
    });
  }

  /** There are no more, or nobody takes any more. */
  close(): void {
    this.closed = true;
    this.offered?.taken();
    this.wake();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T, void> {
    for (;;) {
      while (!this.offered) {
        if (this.closed) return;
        await new Promise<void>((resolve) => (this.wake = resolve));
      }
      const { thing, taken } = this.offered;
      this.offered = undefined;
      taken();
      yield thing;
    }
  }
}
