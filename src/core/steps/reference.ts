/** The steps of a recipe as SQL, after one another: the reference that the kernels are tested against. */
import { isFor, kindOf } from '../recipe/steps';
import type { Step, StepKind } from '../recipe/types';
import { orderSql, toSql as duplicatesSql } from './duplicates/sql';
import { toSql as missingSql } from './missing/sql';
import { toSql as outliersSql } from './outliers/sql';
import { toSql as resampleSql, type ResampleContext } from './resample/sql';
import type { StepContext, StepSql } from './types';
import { toSql as utcSql, type ZoneRules } from './utc/sql';

/** A step that will run. `index` is its place in the recipe; -1 for the ordering that `duplicates` would have done. */
export interface PlannedStep {
  index: number;
  kind: StepKind | 'order';
  /** The table that the step's result counts as. */
  stage: 'raw' | 'clean' | 'resampled';
  toSql(context: StepContext, known: Known): StepSql;
  /** Whether it is for the series of a name. */
  isFor(name: string): boolean;
  /** Whether it leaves some series alone, whatever their names. */
  limited: boolean;
}

/** What is known of the series that a step is for: the rules of their time zones, and their grids for one that resamples. */
export interface Known extends Pick<ResampleContext, 'grids' | 'bucketed'> {
  zones: readonly ZoneRules[];
}

/** The steps that are on, with the ordering of rows put in where no `duplicates` step does it. */
export function plan(steps: readonly Step[]): PlannedStep[] {
  const on = steps.map((step, index) => ({ step, index })).filter(({ step }) => !step.off);
  const planned: PlannedStep[] = on.map(({ step, index }) => ({
    index,
    kind: kindOf(step),
    stage: 'utc' in step ? 'raw' : 'resample' in step ? 'resampled' : 'clean',
    toSql: (context, known) => toSql(step, context, known),
    isFor: isFor(step),
    limited: step.for !== undefined,
  }));
  if (!planned.some(({ kind, limited }) => kind === 'duplicates' && !limited)) {
    const before = planned.findLastIndex(({ kind }) => kind === 'utc' || kind === 'duplicates');
    planned.splice(before + 1, 0, {
      index: -1,
      kind: 'order',
      stage: 'clean',
      toSql: orderSql,
      isFor: () => true,
      limited: false,
    });
  }
  return planned;
}

function toSql(step: Step, context: StepContext, known: Known): StepSql {
  if ('utc' in step) return utcSql(step.utc, { ...context, zones: known.zones });
  if ('duplicates' in step) return duplicatesSql(step.duplicates, context);
  if ('missing' in step) return missingSql(step.missing, context);
  if ('outliers' in step) return outliersSql(step.outliers, context);
  return resampleSql(step.resample, { ...context, ...known });
}
