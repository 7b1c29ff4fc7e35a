/** Sources compiled to models, each once. */
import { LabFailure, type Result } from '../errors';
import type { Others, SeriesAccess } from './inject/types';
import type { SyntheticSource } from '../recipe/types';
import { seriesOf } from '../recipe/series';
import { compileSource } from './signal';
import type { ChannelModel } from './signal/types';
import { copyAccess, modelAccess } from './access';
import { copiedSeries, type CopiedSeries, type GeneratorJob } from './job';

/** Finds series by name, among synthetic sources and among those read from the database. `rough` as in `modelAccess`. */
export function othersOf(
  synthetic: readonly SyntheticSource[],
  copied: Readonly<Record<string, CopiedSeries>>,
  seed: number,
  rough = false,
): Others {
  const known = new Map<string, SeriesAccess | undefined>();
  const find = (name: string): SeriesAccess | undefined => {
    const source = synthetic.find((one) => seriesOf(one).includes(name));
    const models = source && compileSource(source, seed);
    const model = models?.ok ? models.value.find((one) => one.name === name) : undefined;
    if (model) return modelAccess(model, rough);
    const series = copiedSeries(copied, name);
    return series && copyAccess(name, series);
  };
  return (name) => {
    if (!known.has(name)) known.set(name, find(name));
    return known.get(name);
  };
}

export const compileOthers = (job: GeneratorJob): Others =>
  othersOf(job.synthetic, job.copied, job.seed, job.rough);

/** The models of a job's own source. */
export function compileJob(job: GeneratorJob): { model: ChannelModel; access: SeriesAccess }[] {
  const [source] = job.synthetic;
  if (!source) return [];
  const models: Result<ChannelModel[]> = compileSource(source, job.seed);
  if (!models.ok) throw new LabFailure(models.error);
  return models.value.map((model) => ({ model, access: modelAccess(model, job.rough) }));
}
