/** The tables of bases and noises that forms are made from. */
import { baseKinds, fieldsFor, noiseKinds } from '../../../core/signal/fields';
import type { KindFields } from '../../../core/signal/types';

export const baseFields: readonly KindFields[] = baseKinds.map((kind) => fieldsFor(kind));
export const noiseFields: readonly KindFields[] = noiseKinds.map((kind) => fieldsFor(kind));
