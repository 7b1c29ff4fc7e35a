/** Anomalies put into series: where they lie, what they change, how strong they are. Defined in spec/anomalies.md. */
export { checkInjection, checkShape } from './check';
export { detectability, type Detectability } from './detectability';
export {
  duplicateAnomaly,
  moveAnomaly,
  noteAnomaly,
  removeAnomaly,
  reshapeAnomaly,
  restoreAnomaly,
} from './edit';
export { inject, injectTimes } from './effect/inject';
export {
  chosen,
  defaultShape,
  kinds,
  shapeAs,
  strengthField,
  type AmountField,
  type ChoiceField,
  type KindInfo,
  type StrengthUnit,
} from './kinds';
export { needsExtremes } from './effect/measure';
export { absentRows, checkInjections, realise } from './realise';
export type * from './types';
