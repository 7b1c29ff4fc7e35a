import { fail, ok, toLabError, type Result } from '../../../core/errors';
import type { FitReport } from '../../../core/synth/fit/types';
import { compareNumbers, fitRows, type CompareNumbers, type Rows, type SideRows } from './numbers';
import { offer } from '../workers/offer';

/** The long part of comparing and fitting; takes the arrays over. */
const worker = {
  compare: (reference: SideRows, other: SideRows, onPart: (done: number) => void): CompareNumbers =>
    compareNumbers(reference, other, onPart),
  fit(rows: Rows, bootstrap: boolean): Result<FitReport> {
    try {
      return ok(fitRows(rows, bootstrap));
    } catch (thrown) {
      return fail(toLabError(thrown));
    }
  },
};
export type CompareWorker = typeof worker;

offer(worker);
