/** All of a change or none of it: what undoes it is noted beside each part, and done where a later part fails. */
import { append } from '../../core/list';

type Step = () => unknown;

/** Steps that undo what has been done so far. */
export class Undo {
  private readonly steps: Step[] = [];

  constructor(
    /** Undoing that failed, of all parts of one transaction and those before it. */
    private readonly left: Step[] = [],
  ) {}

  /** Notes what undoes a part, before the part begins: the step may find nothing to undo. */
  add(step: Step): void {
    this.steps.push(step);
  }

  /** Does a part of the change. Where it fails, it alone is undone, last step first, and the error goes on. */
  async attempt<T>(work: (undo: Undo) => Promise<T>): Promise<T> {
    const part = new Undo(this.left);
    try {
      const result = await work(part);
      append(this.steps, part.steps);
      return result;
    } catch (thrown) {
      append(this.left, part.steps);
      await undoAll(this.left).catch(() => undefined);
      throw thrown;
    }
  }
}

/** One change after the other, each of them whole. */
export class Transactions {
  private readonly left: Step[] = [];

  /** Does a change. One that fails is undone before this rejects with its error; what could not be undone is undone before the next change begins. */
  async run<T>(work: (undo: Undo) => Promise<T>): Promise<T> {
    await undoAll(this.left);
    return new Undo(this.left).attempt(work);
  }
}

/** Does every step, the last first. Those that fail stay, and the first error goes on. */
async function undoAll(steps: Step[]): Promise<void> {
  const errors: unknown[] = [];
  const failed: Step[] = [];
  for (const step of steps.splice(0).toReversed()) {
    try {
      await step();
    } catch (thrown) {
      errors.push(thrown);
      failed.unshift(step);
    }
  }
  append(steps, failed);
  if (errors.length > 0) throw errors[0];
}
