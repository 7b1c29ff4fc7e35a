import type { LabError } from '../errors';
import { last, lookup } from '../list';
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

/** Whether a name, in code points, is what a pattern describes: `*` is any characters, `?` one, all else itself. Time grows with the product of the lengths at most. */
function fits(pattern: readonly string[], name: readonly string[]): boolean {
  let [sign, character] = [0, 0];
  /** The last `*`, and where in the name it is taken to end. */
  let star: { sign: number; character: number } | undefined;
  while (character < name.length) {
    if (pattern[sign] === '*') {
      star = { sign, character };
      sign++;
    } else if (sign < pattern.length && (pattern[sign] === '?' || pattern[sign] === name[character])) {
      sign++;
      character++;
    } else if (star) {
      star.character++;
      ({ character } = star);
      sign = star.sign + 1;
    } else return false;
  }
  while (pattern[sign] === '*') sign++;
  return sign === pattern.length;
}

/** Which series a step is for, by their names: those that its `for` names or matches; every one where it has none. */
export function isFor({ for: patterns }: Pick<Step, 'for'>): (name: string) => boolean {
  if (patterns === undefined) return () => true;
  const names = new Set(patterns);
  const wild = patterns.filter((pattern) => /[*?]/.test(pattern)).map((pattern) => Array.from(pattern));
  return (name) => {
    if (wild.length === 0 || names.has(name)) return names.has(name);
    const characters = Array.from(name);
    return wild.some((pattern) => fits(pattern, characters));
  };
}

const once: readonly StepKind[] = ['utc', 'duplicates', 'resample'];

/** A step that came before another: its kind, and whether it is limited to some series. */
interface Before {
  kind: StepKind;
  limited: boolean;
}

/** Why a step may not stand after others; undefined where it may. */
function reason({ kind, limited }: Before, before: readonly Before[]): string | undefined {
  if (once.includes(kind) && before.some((other) => other.kind === kind && !(limited && other.limited))) {
    return `A series has "${kind}" once; this is the second. Remove one, switch it off, or limit each to series of its own ("for").`;
  }
  if (kind !== 'resample' && before.some((other) => other.kind === 'resample')) {
    return `"resample" has to be the last step, because it replaces rows by buckets; "${kind}" comes after it. Move "${kind}" before "resample".`;
  }
  if (kind === 'utc' && before.some((other) => other.kind !== 'utc')) {
    return `"utc" has to be the first step, because all others work on UTC times; it comes after "${last(before).kind}". Move "utc" to the top.`;
  }
  if (
    kind === 'duplicates' &&
    before.some((other) => other.kind === 'missing' || other.kind === 'outliers')
  ) {
    return `"duplicates" has to stand before "missing" and "outliers", which need rows in order of time. Move "duplicates" up.`;
  }
  return undefined;
}

/** The first step whose place makes no sense (`recipe-order`, with its path); undefined where all do. Steps that are off do not count. */
export function checkOrder(steps: readonly Step[]): LabError | undefined {
  const before: Before[] = [];
  for (const [index, step] of steps.entries()) {
    if (step.off) continue;
    const here = { kind: kindOf(step), limited: step.for !== undefined };
    const message = reason(here, before);
    if (message) return { code: 'recipe-order', message, path: `$.steps[${index}].${here.kind}` };
    before.push(here);
  }
  return undefined;
}

/** The first series that two steps of a kind match of which a series has one (`recipe-order`); undefined where there is none. */
export function checkSeriesSteps(steps: readonly Step[], names: readonly string[]): LabError | undefined {
  for (const kind of once) {
    const taken = new Map<string, number>();
    for (const [index, step] of steps.entries()) {
      if (step.off || kindOf(step) !== kind) continue;
      const matched = names.filter(isFor(step));
      const twice = matched.find((name) => taken.has(name));
      if (twice !== undefined) {
        return {
          code: 'recipe-order',
          path: `$.steps[${index}].for`,
          message: `Expected one "${kind}" for each series; steps ${lookup(taken, twice) + 1} and ${index + 1} both match ${twice}. Limit them to different series.`,
        };
      }
      for (const name of matched) taken.set(name, index);
    }
  }
  return undefined;
}
