/** Whether the engine holds all that the page believes it to hold. A new one, in the place of one that died, is empty; what reads waits until it is whole. */
import { LabFailure, type LabError } from '../../core/errors';
import { callRules, type CallName } from '../../engine/protocol';

let whole: Promise<void> = Promise.resolve();
let settle: { resolve: () => void; reject: (error: LabFailure) => void } | undefined;

/** The engine's rows are gone: calls that read wait from now on. */
export function rowsAreGone(): void {
  if (settle) return;
  whole = new Promise((resolve, reject) => (settle = { resolve, reject }));
  // Nobody need be waiting.
  whole.catch(() => undefined);
}

/** All that can be there is there again; or it will not come, and what reads is refused with this error until it does. */
export function rowsAreBack(refusal?: LabError): void {
  if (refusal) {
    rowsAreGone();
    settle?.reject(new LabFailure(refusal));
  } else {
    settle?.resolve();
    whole = Promise.resolve();
  }
  settle = undefined;
}

/** Settles when no rows are missing. Rejects with LabFailure where they will not come back. */
export const rowsWhole = (): Promise<void> => whole;

/** Calls with which rows come back, or that look at none. */
const restoring: ReadonlySet<CallName> = new Set(['labelFiles', 'fileLabels', 'inspect']);

/** Settles when a call may be made. Rejects as `rowsWhole`. */
export const mayCall = (name: CallName): Promise<void> =>
  callRules[name].effect === 'changes' || restoring.has(name) ? Promise.resolve() : whole;

/** Whether a call may be made again without doing anything twice. */
export const mayRepeat = (name: CallName): boolean =>
  callRules[name].effect === 'reads' && name !== 'exportBundle';
