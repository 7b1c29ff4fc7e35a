/** Series made from nothing: bases, noises, channels and faults, any stretch of rows alone. */
export { compileSource } from './compile';
export { defaultsFor } from './defaults';
export {
  baseKinds,
  channelFields,
  faultFields,
  fieldsFor,
  missingFields,
  noiseKinds,
  noiseScaleFields,
} from './fields';
export { parseFormula } from './formula/parse';
export type { ChannelModel, FaultRows, Field, FieldType, KindFields } from './types';
