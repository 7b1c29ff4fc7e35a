/** What the engine holds, as far as the page knows, and whose turn it is to change that. */
import type { LabError } from '../../core/errors';
import type { FileSource, LabelSource } from '../../core/recipe/types';

/** By name: the source of each file as it was read, and the key (`generatedKey`) that each generated source was made for. A new worker holds nothing. */
export const held = {
  files: new Map<string, FileSource | LabelSource>(),
  generated: new Map<string, string>(),
  /** Why a file was refused when it was last read. */
  refused: new Map<string, LabError>(),
};

/** Whether a call failed because its engine was replaced by a new, empty one. */
export const engineReplaced = ({ code }: LabError): boolean =>
  code === 'worker-died' || code === 'engine-stopped';

let last: Promise<unknown> = Promise.resolve();

/**
 * Runs `work` once all work before it has ended. The worker by itself orders single calls and runs those that change its tables alone. This queue
 * is for what takes several of them: compare `held` with the recipe, unload, load, make, and put the answers into the stores. Two of these at a
 * time would read a file twice, or leave the older answer in the stores. A run is one call and waits here for no one; a run that is replaced by
 * a newer one never takes a load with it, for the load has its own place in the queue.
 */
export function exclusive<T>(work: () => Promise<T>): Promise<T> {
  const mine = last.then(work);
  last = mine.catch(() => undefined);
  return mine;
}
