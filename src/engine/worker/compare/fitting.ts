import { LabFailure } from '../../../core/errors';
import { fitSeries, residualBlocks } from '../../../core/synth/fit';
import type { FitReport, TimedSeries } from '../../../core/synth/fit/types';

/** A series taken apart; with its residuals where a bootstrap is wanted. Throws LabFailure where a series cannot be fitted. */
export function fitRows(series: TimedSeries, bootstrap: boolean): FitReport {
  const fitted = fitSeries(series);
  if (!fitted.ok) throw new LabFailure(fitted.error);
  return { fitted: fitted.value, ...(bootstrap ? { blocks: residualBlocks(series, fitted.value) } : {}) };
}
