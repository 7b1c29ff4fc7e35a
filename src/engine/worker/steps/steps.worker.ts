/** A worker that does steps on pieces of series. */
import { transfer } from 'comlink';
import type { Result } from '../../../core/errors';
import type { PieceResult } from '../../../core/steps/piece';
import { offer } from '../workers/offer';
import { answerTask, buffersIn, type PieceTask } from './task';

const api = {
  run(task: PieceTask): Result<PieceResult> {
    const result = answerTask(task);
    return transfer(result, result.ok ? buffersIn(result.value.outcome) : []);
  },
};
export type StepsWorker = typeof api;
offer(api);
