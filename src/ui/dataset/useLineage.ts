import { useMemo } from 'react';
import {
  lineagePicture,
  type LineageFacts,
  type LineagePicture,
  type LineageStep,
} from '../../core/dataset/lineage';
import { writtenKinds } from '../../core/dataset/stages';
import { nameOf } from '../../core/recipe/series';
import { kindOf } from '../../core/recipe/steps';
import { fetchRowFlow } from '../../state/dataset/lineage';
import { useRun } from '../../state/engine/runState';
import { useFiles } from '../../state/ingest/files';
import { useRecipe } from '../../state/recipe/recipe';
import { useGenerated } from '../../state/synth/generated';
import { useFetched } from '../kit/hooks';
import { stepLabels } from '../steps/describe';

const sourcesNow = (
  { sources, labels, generated }: ReturnType<typeof useRecipe.getState>['recipe'],
  reports: ReturnType<typeof useFiles.getState>['reports'],
  made: ReturnType<typeof useGenerated.getState>['reports'],
  attached: ReadonlyMap<string, number>,
): LineageFacts['sources'] => [
  ...sources.map(({ file }) => ({
    name: file,
    kind: 'file' as const,
    rows: reports[file]?.rows ?? null,
    labels: reports[file]?.labelled ?? null,
  })),
  ...labels.map(({ file }) => ({
    name: file,
    kind: 'labels' as const,
    rows: null,
    labels: attached.get(file) ?? null,
  })),
  ...generated.map((source) => ({
    name: nameOf(source),
    kind: 'generated' as const,
    rows: made[nameOf(source)]?.rows ?? null,
    labels: null,
  })),
];

type RunReport = NonNullable<ReturnType<typeof useRun.getState>['report']>;

/** Rows under labels before the first step: of its own report, else of all labels where the page has them all. */
function rawLabels({ steps, labels, labelled }: RunReport): number | null {
  const first = steps.find(({ labels: effect }) => effect)?.labels;
  if (first) return first.rowsBefore;
  const all = labelled?.all ?? labels.length;
  return all === labels.length ? labels.reduce((sum, { rawRows }) => sum + rawRows, 0) : null;
}

/** The picture of the last run. */
export function useLineage(): LineagePicture {
  const recipe = useRecipe((state) => state.recipe);
  const reports = useFiles((files) => files.reports);
  const made = useGenerated((state) => state.reports);
  const labelFiles = useFiles((files) => files.labelFiles);
  const report = useRun((run) => run.report);
  const version = useRun((run) => run.version);
  const key = report ? String(version) : null;
  const flow = useFetched(key, async (signal) => ({
    key,
    steps: (await fetchRowFlow(signal))?.steps ?? [],
  })).data;
  return useMemo(() => {
    const after = new Map(flow?.key === key ? flow?.steps.map((one) => [one.index, one]) : []);
    const ran = new Map(report?.steps.map((one) => [one.index, one]));
    const steps = recipe.steps.map((step, index): LineageStep => {
      const told = ran.get(index);
      const effect = told?.labels;
      const off = told ? told.off : step.off === true;
      return {
        index,
        title: stepLabels[kindOf(step)],
        off,
        rows: off ? null : (after.get(index)?.rows ?? told?.rowsOut ?? null),
        labelsBefore: effect?.rowsBefore ?? null,
        labelsAfter: effect?.rowsAfter ?? null,
        filled: after.get(index)?.filled ?? null,
        warnings: told?.warnings.length ?? 0,
      };
    });
    const resampled = report?.stages.some(({ name }) => name === 'resampled') ?? false;
    const last = resampled ? 'resampled' : 'clean';
    const resample = recipe.steps.findIndex((step) => 'resample' in step && !step.off);
    return lineagePicture({
      sources: sourcesNow(recipe, reports, made, new Map(labelFiles.map((one) => [one.file, one.attached]))),
      raw: {
        rows: report?.stages.find(({ name }) => name === 'raw')?.rows ?? null,
        labels: report ? rawLabels(report) : null,
      },
      steps,
      resampledBy: resample < 0 ? null : resample,
      outputs: writtenKinds(recipe.export.stages, last).map((kind) => ({ kind, final: kind === last })),
    });
  }, [recipe, reports, made, labelFiles, report, flow, key]);
}
