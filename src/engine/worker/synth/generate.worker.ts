/** A worker that makes rows of synthetic series, of one job after another. */
import { transfer } from 'comlink';
import type { GeneratorJob } from '../../../core/synth/job';
import type { Extremes } from '../../../core/synth/inject/types';
import { createMaker, type Chunk, type ChunkRequest, type ExtremesRequest, type Maker } from './chunk';
import { offer } from '../workers/offer';

let maker: Maker | undefined;

function configured(): Maker {
  if (!maker) throw new Error('the generator has not been configured');
  return maker;
}

const api = {
  configure(job: GeneratorJob): void {
    // Should this fail, nothing is made by the job before.
    maker = undefined;
    maker = createMaker(job);
  },
  make(request: ChunkRequest): Chunk {
    const made = configured().make(request);
    const { times, values, level } = made;
    return transfer(made, [
      values.buffer,
      level.buffer,
      ...(times instanceof Float64Array ? [times.buffer] : []),
    ]);
  },
  extremes(request: ExtremesRequest): Extremes {
    return configured().extremes(request);
  },
};
export type GenerateWorker = typeof api;
offer(api);
