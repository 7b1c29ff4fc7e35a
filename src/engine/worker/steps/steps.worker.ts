/** A worker that does steps on pieces of series. */
import { transfer } from 'comlink';
import type { Result } from '../../../core/errors';
import type { PieceResult } from '../../../core/steps/piece';
import type { PieceFiles } from '../dataset/parquet/pieceFiles';
import type { WrittenFile } from '../dataset/parquet/writer';
import { offer } from '../workers/offer';
import { asResult, buffersIn, encodeTask, runTask, type PieceTask } from './task';

const api = {
  async run(task: PieceTask): Promise<Result<PieceResult>> {
    const result = await asResult(() => runTask(task));
    return transfer(result, result.ok ? buffersIn(result.value.outcome) : []);
  },
  async encode(task: PieceTask, files: PieceFiles): Promise<Result<WrittenFile[] | null>> {
    const result = await asResult(() => encodeTask(task, files));
    return transfer(result, result.ok ? buffersIn(result.value) : []);
  },
};
export type StepsWorker = typeof api;
offer(api);
