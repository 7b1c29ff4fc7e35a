/** The only file that orders the stages: which steps of a recipe run, after one another, and what each makes. */
import type { LabError } from '../errors';
import { kindOf } from '../recipe/steps';
import type { Step, StepKind } from '../recipe/types';
import { orderSql, toSql as duplicatesSql } from './duplicates/sql';
import { toSql as missingSql } from './missing/sql';
import { toSql as outliersSql } from './outliers/sql';
import { toSql as resampleSql } from './resample/sql';
import type { StepContext, StepSql } from './types';
import { toSql as utcSql, type ZoneRules } from './utc/sql';

/** A step that will run. `index` is its place in the recipe; -1 for the ordering that `duplicates` would have done. */
export interface PlannedStep {
  index: number;
  kind: StepKind | 'order';
  /** The table that the step's result counts as. */
  stage: 'raw' | 'clean' | 'resampled';
  toSql(context: StepContext, zones: readonly ZoneRules[]): StepSql;
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
    planned.splice(planned[0]?.kind === 'utc' ? 1 : 0, 0, {
      index: -1,
      kind: 'order',
      stage: 'clean',
      toSql: orderSql,
    });
  }
  return planned;
}

function toSql(step: Step, context: StepContext, zones: readonly ZoneRules[]): StepSql {
  if ('utc' in step) return utcSql(step.utc, { ...context, zones });
  if ('duplicates' in step) return duplicatesSql(step.duplicates, context);
  if ('missing' in step) return missingSql(step.missing, context);
  if ('outliers' in step) return outliersSql(step.outliers, context);
  return resampleSql(step.resample, context);
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
    message: `${local.name} has times of ${local.zone}, and no step converts them to UTC. Add “Time to UTC” as the first step, or switch it on.`,
  };
}
