import { createEngineClient, type EngineClient } from '../engine/client';
import type { CallArgument, CallName, CallResult, Progress } from '../engine/protocol';

let client: EngineClient | undefined;
let release: () => void = () => undefined;
/** Settles once DuckDB answers; calls made before wait for it. */
const ready = new Promise<void>((resolve) => (release = resolve));

/** The one client of the page, made on first use. */
export function engine(): EngineClient {
  client ??= createEngineClient();
  return client;
}

/** Lets the calls that wait for the engine go. */
export function engineIsReady(): void {
  release();
}

/** A call that waits for the engine to be there. Rejects with LabFailure; with an AbortError when cancelled. */
export async function call<K extends CallName>(
  name: K,
  argument: CallArgument<K>,
  options?: { signal?: AbortSignal; onProgress?: (progress: Progress) => void },
): Promise<CallResult<K>> {
  await ready;
  options?.signal?.throwIfAborted();
  return engine().call(name, argument, options);
}
