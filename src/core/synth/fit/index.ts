/** A real series as an ordinary recipe for a synthetic one: level, trend, rhythms, noise. The method is described in docs/compare.md, "Fitting a series". */
export { residualBlocks } from './blocks';
export { fitSeries } from './fit';
export { readFit } from './read';
export { toSignal, toSource, type NoiseChoice } from './signal';
export type * from './types';
