/**
 * The recipe: everything a person chooses, as one JSON document. The same recipe and the same input give the same bytes. The types are generated
 * from `spec/recipe.schema.json`; here are only the names of parts of them.
 */
import type { Check, Noise, SignalBase, Step } from './types.generated';

export type * from './types.generated';

type Keys<Union> = Union extends unknown ? keyof Union : never;
type ValueOf<Union, Key extends PropertyKey> = Union extends Record<Key, infer Value> ? Value : never;

export type StepKind = Exclude<Keys<Step>, 'off' | 'for'>;
/** The options of a step by its kind. */
export type StepOptions = { [K in StepKind]: ValueOf<Step, K> };

export type BaseKind = Keys<SignalBase>;
/** The options of a base by its kind. */
export type BaseOptions = { [K in BaseKind]: ValueOf<SignalBase, K> };

/** In what the size of a noise is measured, and how the noise meets the signal. */
export type NoiseScale = Pick<Noise, 'unit' | 'apply'>;
export type NoiseKind = Exclude<Keys<Noise>, keyof NoiseScale>;
/** The options of a noise by its kind. */
export type NoiseOptions = { [K in NoiseKind]: ValueOf<Noise, K> };

/** What a check has beside its kind. */
export type CheckScope = Pick<Check, 'id' | 'for' | 'scope' | 'stage' | 'severity'>;
export type CheckKind = Exclude<Keys<Check>, keyof CheckScope>;
/** The options of a check by its kind. */
export type CheckOptions = { [K in CheckKind]: ValueOf<Check, K> };
