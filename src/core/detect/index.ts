/** Detectors: from the values of a series to one score a row. */
import { hampel } from './hampel';
import { seasonalResidual } from './seasonalResidual';
import type { Detector, DetectorKind, DetectorOptions } from './types';
import { windowedGaussian } from './windowedGaussian';
import { zscore } from './zscore';

export { hampel, seasonalResidual, windowedGaussian, zscore };
export { suggest } from './scores';
export type { DetectorKind, Suggestion } from './types';

/** All detectors, by kind. */
export const detectors = { windowedGaussian, zscore, hampel, seasonalResidual } as const;
export const detectorKinds = Object.keys(detectors) as DetectorKind[];

/** A detector by its name, for options that are only known at run time: `check` decides whether they are its own. */
export const detectorOf = (kind: DetectorKind): Detector<DetectorOptions> =>
  detectors[kind] as Detector<DetectorOptions>;
