import type { Step, StepKind, StepOptions } from './types';

export const stepKinds: readonly StepKind[] = ['utc', 'duplicates', 'missing', 'outliers', 'resample'];

/** Which of the five a step is. */
export function kindOf(step: Step): StepKind {
  const kind = stepKinds.find((candidate) => candidate in step);
  if (!kind)
    throw new TypeError(`expected a step of kind ${stepKinds.join(', ')}, got ${JSON.stringify(step)}`);
  return kind;
}

/** The step's options when it is of that kind. */
export function optionsOf<K extends StepKind>(step: Step, kind: K): StepOptions[K] | undefined {
  return kind in step ? (step as Record<K, StepOptions[K]>)[kind] : undefined;
}
