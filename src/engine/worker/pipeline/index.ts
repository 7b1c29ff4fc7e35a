/** The last run as scripts of other engines. */
import { LabFailure } from '../../../core/errors';
import type { LabelRow } from '../../../core/label/types';
import { pipelineFacts, pipelineLabel, pipelinePython, pipelineSql } from '../../../core/pipeline';
import type { Recipe } from '../../../core/recipe/types';
import type { CallArgument, CallResult, RunReport, SeriesInfo } from '../../protocol';
import type { Stages } from '../series/stages';
import type { SessionContext } from '../session';

/** A run that is done. */
interface Ran {
  recipe: Recipe;
  series: readonly SeriesInfo[];
  stages: Pick<Stages, 'processedKind'>;
  run: Pick<RunReport, 'steps'>;
  /** Path of the catalogue of anomalies, or the labels themselves. */
  labels: string | readonly LabelRow[];
}

const facts = ({ recipe, series, stages, run, labels }: Ran) =>
  pipelineFacts({
    recipe,
    series,
    labels: typeof labels === 'string' ? labels : labels.map(pipelineLabel),
    last: stages.processedKind ?? 'clean',
    sentences: new Map(
      run.steps.map(({ index, sentence, labelSentence }) => [
        index,
        labelSentence === undefined ? sentence : `${sentence}. ${labelSentence}`,
      ]),
    ),
  });

/** Both scripts of a run, by the names of their files. Throws LabFailure `zone-unknown`. */
export function pipelineFiles(ran: Ran): [string, string][] {
  const told = facts(ran);
  return [
    ['pipeline.sql', pipelineSql(told)],
    ['pipeline.py', pipelinePython(told)],
  ];
}

/** The last run as a script, its labels in it. Rejects with `nothing-to-export` where nothing has run. */
export async function pipeline(
  { language }: CallArgument<'pipeline'>,
  { session }: SessionContext,
): Promise<CallResult<'pipeline'>> {
  const { lastRun, stages } = session;
  if (!lastRun || session.series.length === 0) {
    throw new LabFailure({
      code: 'nothing-to-export',
      message: 'Expected at least one series that has been processed; none is loaded. Add files first.',
    });
  }
  const told = facts({
    recipe: lastRun.recipe,
    series: session.seriesInfo(),
    stages,
    run: lastRun.report,
    labels: lastRun.report.labels,
  });
  return { text: language === 'sql' ? pipelineSql(told) : pipelinePython(told) };
}
