/** Detectors at work: in a worker of their own, which a cancel ends at once; small series in this thread. */
import { proxy, transfer } from 'comlink';
import { detectorOf, type DetectorKind } from '../../../core/detect';
import type { DetectorOptions } from '../../../core/detect/types';
import { WorkerKind, workerPool, type WorkerPool } from '../workers/pool';
import type { DetectWorker } from './detect.worker';

export interface DetectTask {
  kind: DetectorKind;
  options: DetectorOptions;
  times: Float64Array;
  values: Float64Array;
  onRows: (done: number) => void;
}

export interface DetectRunner {
  /** Rejects with AbortError, or `worker-died`. */
  run(task: DetectTask, signal: AbortSignal): Promise<Float64Array>;
  /** Lets the workers go. */
  close(): void;
}

/** Below this, starting a worker costs more than it saves. */
const SMALL_ROWS = 30_000;

const inThisThread = ({ kind, options, times, values }: DetectTask): Float64Array =>
  detectorOf(kind).scores({ times, values }, options);

/** The runner of tests: no worker. */
export const plainRunner = (): DetectRunner => ({
  run: (task) => Promise.resolve(inThisThread(task)),
  close: () => undefined,
});

const detectors = new WorkerKind<DetectWorker>(
  'The detector',
  () => new Worker(new URL('./detect.worker.ts', import.meta.url), { type: 'module', name: 'detect' }),
);

export function workerRunner(): DetectRunner {
  let pool: WorkerPool<DetectWorker> | undefined;
  return {
    close: () => pool?.close(),
    async run(task, signal) {
      signal.throwIfAborted();
      if (task.values.length < SMALL_ROWS) return inThisThread(task);
      const { kind, options, onRows } = task;
      // The columns are kept for others, so they are copied.
      const [times, values] = [task.times.slice(), task.values.slice()];
      pool ??= workerPool(detectors);
      return pool.ask(
        (remote) =>
          remote.scores(
            kind,
            options,
            transfer(times, [times.buffer]),
            transfer(values, [values.buffer]),
            proxy(onRows),
          ),
        signal,
      );
    },
  };
}
