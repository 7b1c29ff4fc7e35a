import { hampel } from './hampel';
import { seasonalResidual } from './seasonalResidual';
import { windowedGaussian } from './windowedGaussian';
import type { Detector, DetectorOptions } from './types';
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
export const detectorKinds = Object.keys(detectors) as DetectorKind[];

/** A detector by its name, for options that are only known at run time: `check` says whether they are its own. */
export const detectorOf = (kind: DetectorKind): Detector<DetectorOptions> =>
  detectors[kind] as unknown as Detector<DetectorOptions>;
