/** The tables of bases and noises that forms are made from. */
import { baseKinds, fieldsFor, noiseKinds } from '../../../core/synth/signal/fields';
import type { KindFields } from '../../../core/synth/signal/types';

export const baseFields: readonly KindFields[] = baseKinds.map((kind) => fieldsFor(kind));
export const noiseFields: readonly KindFields[] = noiseKinds.map((kind) => fieldsFor(kind));
