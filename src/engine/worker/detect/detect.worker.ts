import { expose } from 'comlink';
import { detectorOf, type DetectorKind } from '../../../core/detect';
import type { DetectorOptions } from '../../../core/detect/types';
import { transferred } from './transferred';

/** One series' scores; takes the arrays over. */
const worker = {
  scores(
    kind: DetectorKind,
    options: DetectorOptions,
    times: Float64Array<ArrayBuffer>,
    values: Float64Array<ArrayBuffer>,
    onRows: (done: number) => void,
  ): Float64Array {
    return transferred(detectorOf(kind).scores({ times, values }, options, onRows));
  },
};
export type DetectWorker = typeof worker;

expose(worker);
