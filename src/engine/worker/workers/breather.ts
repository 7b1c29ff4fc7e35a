/** Long work of the lab worker that lets the page be heard. */

/** Gives way to the event loop after so many milliseconds, so that a cancel is heard: call it often. Rejects with the reason of an aborted signal. */
export function breather(signal: AbortSignal, every = 50): () => Promise<void> {
  let turn = performance.now();
  return async () => {
    signal.throwIfAborted();
    if (performance.now() - turn < every) return;
    await new Promise((resolve) => setTimeout(resolve, 0));
    signal.throwIfAborted();
    turn = performance.now();
  };
}
