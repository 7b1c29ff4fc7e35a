import type { LabError } from '../errors';
import { kindOf } from './steps';
import type { Step, StepKind } from './types';

const once: readonly StepKind[] = ['utc', 'duplicates', 'resample'];

/** Why a kind may not stand after another that came before it; undefined where it may. */
function reason(kind: StepKind, before: readonly StepKind[]): string | undefined {
  if (once.includes(kind) && before.includes(kind)) {
    return `A recipe holds "${kind}" once; this is the second. Remove one or switch it off.`;
  }
  if (before.includes('resample')) {
    return `"resample" has to be the last step, because it replaces rows by buckets; "${kind}" stands after it. Move "${kind}" before "resample".`;
  }
  if (kind === 'utc' && before.length > 0) {
    return `"utc" has to be the first step, because all others work on UTC times; it stands after "${before[before.length - 1]}". Move "utc" to the top.`;
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
