import type { LabError } from '../errors';
import { last } from '../list';
import { stepDefaults } from './defaults';
import type { Step, StepKind, StepOptions } from './types';

export const stepKinds: readonly StepKind[] = Object.keys(stepDefaults) as StepKind[];

/** Which of the five a step is. */
export function kindOf(step: Step): StepKind {
  const kind = stepKinds.find((candidate) => candidate in step);
  if (!kind)
    throw new TypeError(`expected a step of kind ${stepKinds.join(', ')}, got ${JSON.stringify(step)}`);
  return kind;
}

const stepWith: { [K in StepKind]: (options: StepOptions[K]) => Step } = {
  utc: (utc) => ({ utc }),
  duplicates: (duplicates) => ({ duplicates }),
  missing: (missing) => ({ missing }),
  outliers: (outliers) => ({ outliers }),
  resample: (resample) => ({ resample }),
};

/** A step of a kind with these options. */
export const stepOf = <K extends StepKind>(kind: K, options: StepOptions[K]): Step => stepWith[kind](options);

/** The step's options when it is of that kind. */
export function optionsOf<K extends StepKind>(step: Step, kind: K): StepOptions[K] | undefined {
  return kind in step ? (step as Record<K, StepOptions[K]>)[kind] : undefined;
}

const once: readonly StepKind[] = ['utc', 'duplicates', 'resample'];

/** Why a kind may not stand after another that came before it; undefined where it may. */
function reason(kind: StepKind, before: readonly StepKind[]): string | undefined {
  if (once.includes(kind) && before.includes(kind)) {
    return `A recipe holds "${kind}" once; this is the second. Remove one or switch it off.`;
  }
  if (before.includes('resample')) {
    return `"resample" has to be the last step, because it replaces rows by buckets; "${kind}" comes after it. Move "${kind}" before "resample".`;
  }
  if (kind === 'utc' && before.length > 0) {
    return `"utc" has to be the first step, because all others work on UTC times; it comes after "${last(before)}". Move "utc" to the top.`;
  }
  if (kind === 'duplicates' && before.some((other) => other === 'missing' || other === 'outliers')) {
    return `"duplicates" has to stand before "missing" and "outliers", which need rows in order of time. Move "duplicates" up.`;
  }
  return undefined;
}

/** The first step whose place makes no sense (`recipe-order`, with its path); undefined where all do. Steps that are off do not count. */
export function checkOrder(steps: readonly Step[]): LabError | undefined {
  const before: StepKind[] = [];
  for (const [index, step] of steps.entries()) {
    if (step.off) continue;
    const kind = kindOf(step);
    const message = reason(kind, before);
    if (message) return { code: 'recipe-order', message, path: `$.steps[${index}].${kind}` };
    before.push(kind);
  }
  return undefined;
}
