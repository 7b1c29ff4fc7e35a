/** The last run as scripts of other engines. */
import { LabFailure } from '../../../core/errors';
import type { LabelRow } from '../../../core/label/types';
import {
  pipelineFacts,
  pipelineLabel,
  pipelinePython,
  pipelineSql,
  pipelineSqlParts,
} from '../../../core/pipeline';
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

/** The last run. Throws `nothing-to-export` where nothing has run. */
function ranOf({ session }: SessionContext): Omit<Ran, 'labels'> & { rows: readonly LabelRow[] } {
  const { lastRun, stages } = session;
  if (!lastRun || session.series.length === 0) {
    throw new LabFailure({
      code: 'nothing-to-export',
      message: 'Expected at least one series that has been processed; none is loaded. Add files first.',
    });
  }
  const { recipe, report } = lastRun;
  return { recipe, series: session.seriesInfo(), stages, run: report, rows: report.labels };
}

/** The last run as a script, its labels in it. Rejects with `nothing-to-export` where nothing has run. */
export async function pipeline(
  { language }: CallArgument<'pipeline'>,
  context: SessionContext,
): Promise<CallResult<'pipeline'>> {
  const { rows, ...ran } = ranOf(context);
  const told = facts({ ...ran, labels: rows });
  return { text: language === 'sql' ? pipelineSql(told) : pipelinePython(told) };
}

/** The part of the last run's SQL that one source or step has. Rejects with `nothing-to-export` where nothing has run. */
export async function pipelinePart(
  { of }: CallArgument<'pipelinePart'>,
  context: SessionContext,
): Promise<CallResult<'pipelinePart'>> {
  const { rows: _labels, ...ran } = ranOf(context);
  const parts = pipelineSqlParts(facts({ ...ran, labels: 'labels.json' }));
  return {
    text: parts
      .filter((part) => part.of === of)
      .map(({ text }) => text)
      .join('\n\n'),
  };
}
