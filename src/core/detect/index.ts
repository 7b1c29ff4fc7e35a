import { hampel } from './hampel';
import { seasonalResidual } from './seasonalResidual';
import { windowedGaussian } from './windowedGaussian';
import { zscore } from './zscore';

export { hampel, seasonalResidual, windowedGaussian, zscore };
export { suggest } from './suggest';
export type { Suggestion } from './suggest';
export type { HampelOptions } from './hampel';
export type { SeasonalResidualOptions } from './seasonalResidual';
export type { WindowedGaussianOptions } from './windowedGaussian';
export type { ZscoreOptions } from './zscore';
export type * from './types';

/** All detectors, by kind. */
export const detectors = { windowedGaussian, zscore, hampel, seasonalResidual } as const;
export type DetectorKind = keyof typeof detectors;
