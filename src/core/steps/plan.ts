/** The only file that orders the stages: which steps of a recipe run, after one another, and what each makes. */
import { duplicates } from './duplicates';
import { missing } from './missing';
import { outliers } from './outliers';
import { utc } from './utc';
import type { LabError } from '../errors';
import { kindOf } from '../recipe/steps';
import type { Counts, StepContext, StepSql } from './step';
import type { Step, StepKind } from '../recipe/types';
import { resample } from './resample';
import { orderSql } from './duplicates/order';

export { seriesCounts, stepReport } from './report';

export type LocalRules = Parameters<typeof utc.toSql>[1]['zones'];

/** What stands of each kind of step beside the recipe: its name for a person, its defaults, its sentence. */
export const definitions = { utc, duplicates, missing, outliers, resample } as const;

/** A step that will run. `index` is its place in the recipe; -1 for the ordering that `duplicates` would have done. */
export interface PlannedStep {
  index: number;
  kind: StepKind | 'order';
  /** The table that the step's result counts as. */
  stage: 'raw' | 'clean' | 'resampled';
  toSql(context: StepContext, zones: LocalRules): StepSql;
}

/** The steps that are on, with the ordering of rows put in where no `duplicates` step does it. */
export function plan(steps: readonly Step[]): PlannedStep[] {
  const on = steps.map((step, index) => ({ step, index })).filter(({ step }) => !step.off);
  const planned: PlannedStep[] = on.map(({ step, index }) => ({
    index,
    kind: kindOf(step),
    stage: 'utc' in step ? 'raw' : 'resample' in step ? 'resampled' : 'clean',
    toSql: (context, zones) => toSql(step, context, zones),
  }));
  if (!planned.some(({ kind }) => kind === 'duplicates')) {
    const at = planned[0]?.kind === 'utc' ? 1 : 0;
    planned.splice(at, 0, {
      index: -1,
      kind: 'order',
      stage: 'clean',
      toSql: (context) => orderSql(context),
    });
  }
  return planned;
}

function toSql(step: Step, context: StepContext, zones: LocalRules): StepSql {
  if ('utc' in step) return utc.toSql(step.utc, { ...context, zones });
  if ('duplicates' in step) return duplicates.toSql(step.duplicates, context);
  if ('missing' in step) return missing.toSql(step.missing, context);
  if ('outliers' in step) return outliers.toSql(step.outliers, context);
  return resample.toSql(step.resample, context);
}

/** One line for a person about what a step did. */
export function describe(kind: StepKind, counts: Counts): string {
  return definitions[kind].describe(counts);
}

/** Local times need the step that makes them UTC; undefined where all is well. */
export function checkZones(
  steps: readonly Step[],
  series: readonly { name: string; zone: string }[],
): LabError | undefined {
  const local = series.find(({ zone }) => zone !== 'UTC');
  if (!local || steps.some((step) => 'utc' in step && !step.off)) return undefined;
  return {
    code: 'recipe-order',
    path: '$.steps',
    message: `${local.name} has times of ${local.zone}, and no step brings them to UTC. Add “Time to UTC” as the first step, or switch it on.`,
  };
}
