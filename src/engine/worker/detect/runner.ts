/** Detectors at work: in a worker of their own, which a cancel ends at once; small series in this thread. */
import { proxy } from 'comlink';
import { detectorOf, type DetectorKind } from '../../../core/detect';
import type { DetectorOptions } from '../../../core/detect/types';
import type { DetectWorker } from './detect.worker';
import { ownWorker } from '../duckdb/ownWorker';
import { transferred } from './transferred';

export interface DetectTask {
  kind: DetectorKind;
  options: DetectorOptions;
  times: Float64Array;
  values: Float64Array;
  onRows: (done: number) => void;
}

export interface DetectRunner {
  /** Rejects with AbortError. */
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

export function workerRunner(): DetectRunner {
  const worker = ownWorker<DetectWorker>(
    'the detector',
    () => new Worker(new URL('./detect.worker.ts', import.meta.url), { type: 'module', name: 'detect' }),
  );
  return {
    close: worker.close,
    async run(task, signal) {
      signal.throwIfAborted();
      if (task.values.length < SMALL_ROWS) return inThisThread(task);
      const { kind, options, times, values, onRows } = task;
      return worker.ask(signal, (remote) =>
        remote.scores(kind, options, transferred(times.slice()), transferred(values.slice()), proxy(onRows)),
      );
    },
  };
}
