/** Which stages a bundle has, and what is known of their rows. */
import type { ObservedSeries } from '../../../core/dataset/documents';
import { writtenKinds, type StageKind } from '../../../core/dataset/stages';
import { LabFailure } from '../../../core/errors';
import type { Interval } from '../../../core/label/flags';
import type { LabelRow } from '../../../core/label/types';
import type { ExportOptions } from '../../../core/recipe/types';
import { kindOf } from '../../../core/recipe/steps';
import { filledLimit } from '../../../core/steps/resample/grid';
import type { Stage } from '../series/stages';
import type { ExportContext } from './context';
import { stageRows, type RowSource } from './rowSource';

/** As much of an export's context as its stages depend on. */
export type StagesContext = Pick<ExportContext, 'stages' | 'run' | 'ran'>;

/** A stage that is written. */
export interface WrittenStage {
  kind: StageKind;
  stage: Stage;
  source: RowSource;
  /** Folder of the bundle. */
  root: string;
  checks: readonly ObservedSeries[];
  /** Whether these are the last rows of the run, where its labels lie. */
  final: boolean;
}

/**
 * The stages that a recipe asks for, in the order of the run, and what is to be said of one that is left out because no step made it. Throws
 * `nothing-to-export` where none is left.
 */
export function writtenStages(
  { stages: asked }: Pick<ExportOptions, 'stages'>,
  context: StagesContext,
): { stages: WrittenStage[]; notes: string[] } {
  const { processedKind } = context.stages;
  if (processedKind === null) throw nothing('Expected rows of a run to export; nothing has run yet.');
  const kinds = writtenKinds(asked, processedKind);
  const lacks = asked?.includes('resampled') === true && processedKind !== 'resampled';
  if (kinds.length === 0)
    throw nothing(
      'Expected resampled rows to export, for export.stages names no others; no step of the recipe resamples. Add a step that resamples, or export the cleaned rows.',
    );
  const root = (kind: StageKind): string =>
    kinds.length === 1 ? 'data/processed' : `data/processed/${kind}`;
  return {
    stages: kinds.map((kind) => writtenStage(kind, root(kind), context)),
    notes: lacks
      ? ['No step of the recipe resamples: the bundle has the cleaned rows alone, in data/processed.']
      : [],
  };
}

const nothing = (message: string): LabFailure => new LabFailure({ code: 'nothing-to-export', message });

function writtenStage(kind: StageKind, root: string, context: StagesContext): WrittenStage {
  const { stages, run } = context;
  const final = stages.processedKind === kind;
  const stage = final ? 'processed' : 'clean';
  return {
    kind,
    stage,
    source: stageRows(stages, stage, kind),
    root,
    checks: final ? run.checks : run.checks.map((check) => cleanCheck(check, context)),
    final,
  };
}

/** What the check of a series is for its cleaned rows, where others come after them. */
function cleanCheck({ series, utc }: ObservedSeries, { stages, ran }: StagesContext): ObservedSeries {
  const facts = stages.facts(stages.sidOf(series), 'clean');
  const steps = ran.steps.filter((step) => kindOf(step) !== 'resample');
  const limit = filledLimit(steps, series, facts?.step ?? null);
  if (!facts || facts.rows === 0) {
    const none = { rows: 0, ordered: true, gaps: 0, regular: true, missing: 0, filled: 0 };
    return { series, utc, ...none, longestFilled: null, filledLimit: limit };
  }
  const { rows, count, backward, duplicates, gaps, regular, filled } = facts;
  let filledRows = 0;
  let longest: ObservedSeries['longestFilled'] = null;
  // Four numbers a stretch: the row before, the first filled one, the row after, how many.
  for (let at = 0; at < filled.length; at += 4) {
    const [start, after] = [filled[at + 1] as number, filled[at + 2] as number];
    filledRows += filled[at + 3] as number;
    if (after - start > (longest?.length ?? -1)) longest = { start, length: after - start };
  }
  return {
    series,
    utc,
    rows,
    ordered: backward === 0 && duplicates === 0,
    gaps,
    regular,
    missing: rows - count,
    filled: filledRows,
    longestFilled: longest,
    filledLimit: limit,
  };
}

/** Where the labels of a series lie in the rows of a stage; one that lost its rows lies nowhere. */
export function stageIntervals(
  labels: readonly LabelRow[],
  { final }: Pick<WrittenStage, 'final'>,
): (series: string) => Interval[] {
  const bySeries = new Map<string, Interval[]>();
  for (const label of labels) {
    const { series, id, type } = label;
    const start = final ? label.processedStart : label.start;
    const end = final ? label.processedEnd : label.end;
    if (start === null || end === null) continue;
    const interval = { start, end, id, type };
    const mine = bySeries.get(series);
    if (mine) mine.push(interval);
    else bySeries.set(series, [interval]);
  }
  return (series) => bySeries.get(series) ?? [];
}
