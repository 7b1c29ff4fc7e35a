import { transfer } from 'comlink';
import { detectorOf, type DetectorKind } from '../../../core/detect';
import type { DetectorOptions } from '../../../core/detect/types';
import { offer } from '../workers/offer';

/** One series' scores; takes the arrays over. */
const worker = {
  scores(
    kind: DetectorKind,
    options: DetectorOptions,
    times: Float64Array<ArrayBuffer>,
    values: Float64Array<ArrayBuffer>,
    onRows: (done: number) => void,
  ): Float64Array {
    const scores = detectorOf(kind).scores({ times, values }, options, onRows);
    return transfer(scores, [scores.buffer]);
  },
};
export type DetectWorker = typeof worker;

offer(worker);
