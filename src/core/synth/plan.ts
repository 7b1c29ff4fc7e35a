/** Generated series planned: which rows there will be, and where the anomalies lie in them. */
import { fail, ok, type LabError, type Result } from '../errors';
import { checkInjections, needsExtremes, realise } from './inject';
import type { Extremes, Place, SeriesAccess } from './inject/types';
import type { CopySource, GeneratedSource, Injection, SyntheticSource } from '../recipe/types';
import { nameOf, seriesOf } from '../recipe/series';
import { compileSource } from './signal';
import { copyAccess, modelAccess } from './access';
import { keepsGrid } from './generator';
import { copiedSeries, type CopiedSeries, type GeneratorJob, type PlannedSeries } from './job';
import { othersOf } from './models';

export interface PlannedSource {
  name: string;
  kind: 'synthetic' | 'copy';
  zone: string;
  /** Over all series. */
  rows: number;
  job: GeneratorJob;
  series: PlannedSeries[];
}

export type PlanOutcome =
  { ok: true; source: string; value: PlannedSource } | { ok: false; source: string; error: LabError };

/** What is planned, and what it may relate to. */
export interface PlanRequest {
  seed: number;
  /** Every generated source of the recipe. */
  all: readonly GeneratedSource[];
  injections: readonly Injection[];
}

/** Names of the series that anomalies of these series relate to. */
function related(injections: readonly Injection[], series: readonly string[]): string[] {
  return injections
    .filter((injection) => series.includes(injection.series))
    .flatMap((injection) => ('shape' in injection ? [injection.shape] : injection.shapes))
    .flatMap(({ with: other }) => (other === undefined ? [] : [other]));
}

const under = (error: LabError, root: string): LabError => ({ ...error, path: `${root}${error.path ?? ''}` });

/**
 * Places of a source's anomalies as they were found before, while all that they depend on is the same; found again otherwise. An option of the signal
 * changes the strength of its anomalies and moves none. `on`: seed, injections and whatever the times of the rows come from, compared by identity.
 */
export type PlaceMemory = (
  series: string,
  on: readonly unknown[],
  find: () => Result<Place[]>,
) => Result<Place[]>;

/** Remembers those of the plan before alone. */
export function createPlaceMemory(): PlaceMemory {
  let before: readonly unknown[] = [];
  const known = new Map<string, Result<Place[]>>();
  return (series, on, find) => {
    if (on.length !== before.length || on.some((one, index) => one !== before[index])) known.clear();
    before = on;
    const places = known.get(series) ?? find();
    known.set(series, places);
    return places;
  };
}

/** Limits of a plan, and what is known already. */
export interface PlanOptions {
  /** For a preview: extremes of long series are estimated from a sample, and of many or long anomalies only a part is measured. */
  rough?: boolean;
  /** Known extremes of series, by name. */
  extremes?: ReadonlyMap<string, Extremes>;
  /** Where the anomalies of a plan before this one lie. */
  places?: PlaceMemory;
}

/** Finds the extremes of one of a job's series. */
export type FindExtremes = (job: GeneratorJob, series: number) => Promise<Extremes>;

/** Rows that a preview measures over all anomalies. */
const PREVIEW_BUDGET = 49_152;

/** A synthetic source planned. Errors: recipe-value, with a path below `$.generated[…]` or `$.injections[…]`. */
export function planSynthetic(
  source: SyntheticSource,
  { seed, all, injections }: PlanRequest,
  copied: Readonly<Record<string, CopiedSeries>> = {},
  { rough = false, extremes, places }: PlanOptions = {},
): Result<PlannedSource> {
  const index = all.findIndex((one) => nameOf(one) === source.synthetic);
  const models = compileSource(source, seed);
  if (!models.ok) return fail(under(models.error, `$.generated[${index}]`));
  const names = models.value.map(({ name }) => name);
  const wanted = new Set(related(injections, names));
  const others = all.flatMap((one) =>
    'synthetic' in one && one !== source && nameOf(one) !== source.synthetic && wanted.size > 0 ? [one] : [],
  );
  const find = othersOf([source, ...others], copied, seed, rough);
  // All that places depend on; where another series may be missing, they are found each time.
  const on = [seed, source.seed, source.start, source.step, source.rows, source.faults, ...injections];
  const known = wanted.size === 0 ? places : undefined;
  const series: PlannedSeries[] = [];
  for (const model of models.value) {
    const access: SeriesAccess = modelAccess(model, rough, extremes?.get(model.name));
    const anomalies = realise(injections, access, seed, {
      others: find,
      ...(rough ? { budget: PREVIEW_BUDGET } : {}),
      ...(known ? { places: (place) => known(model.name, on, place) } : {}),
    });
    if (!anomalies.ok) return fail(under(anomalies.error, '$.injections'));
    const grid = model.onGrid && keepsGrid(anomalies.value);
    series.push({
      name: model.name,
      rows: model.rows,
      ...(grid ? { step: model.step } : {}),
      anomalies: anomalies.value,
    });
  }
  return ok({
    name: source.synthetic,
    kind: 'synthetic',
    zone: 'UTC',
    rows: series.reduce((sum, { rows }) => sum + rows, 0),
    job: { seed, synthetic: [source, ...others], copied: { ...copied }, series, rough },
    series,
  });
}

/** Why a synthetic source or what is injected into it makes no sense; quicker than planning it. */
export function checkSynthetic(
  source: SyntheticSource,
  { seed, all, injections }: PlanRequest,
): LabError | undefined {
  const index = all.findIndex((one) => nameOf(one) === source.synthetic);
  const models = compileSource(source, seed);
  if (!models.ok) return under(models.error, `$.generated[${index}]`);
  const others = all.flatMap((one) => ('synthetic' in one ? [one] : []));
  const find = othersOf(others, {}, seed, true);
  for (const model of models.value) {
    const error = checkInjections(injections, modelAccess(model, true), seed, { others: find });
    if (error) return under(error, '$.injections');
  }
  return undefined;
}

/** A copy planned on the rows that it copies. Errors as `planSynthetic`. */
function planCopy(
  source: CopySource,
  { seed, all, injections }: PlanRequest,
  copied: Readonly<Record<string, CopiedSeries>>,
): Result<PlannedSource> {
  const original = copiedSeries(copied, source.copy);
  if (!original) {
    return fail({
      code: 'source-missing',
      path: `$.generated[${all.findIndex((one) => nameOf(one) === source.name)}].copy`,
      message: `${source.name} is a copy of ${source.copy}, which is not loaded. Add its file, or choose another series.`,
    });
  }
  const synthetic = all.flatMap((one) => ('synthetic' in one ? [one] : []));
  const access = copyAccess(source.name, original);
  const anomalies = realise(injections, access, seed, { others: othersOf(synthetic, copied, seed) });
  if (!anomalies.ok) return fail(under(anomalies.error, '$.injections'));
  const series = [{ name: source.name, rows: original.times.length, anomalies: anomalies.value }];
  return ok({
    name: source.name,
    kind: 'copy',
    zone: original.zone,
    rows: original.times.length,
    job: { seed, synthetic, copied: { ...copied }, copy: source, series },
    series,
  });
}

/** Extremes of the series of a source whose anomalies need them. */
async function findExtremes(
  source: SyntheticSource,
  { seed, injections }: PlanRequest,
  find: FindExtremes,
): Promise<Map<string, Extremes>> {
  const found = new Map<string, Extremes>();
  const names = seriesOf(source);
  const wanted = names.filter((name) => needsExtremes(injections.filter(({ series }) => series === name)));
  if (wanted.length === 0 || !compileSource(source, seed).ok) return found;
  const series = names.map((name) => ({ name, rows: source.rows, anomalies: [] }));
  const job: GeneratorJob = { seed, synthetic: [source], copied: {}, series };
  for (const name of wanted) found.set(name, await find(job, names.indexOf(name)));
  return found;
}

/**
 * Plans sources one by one. `read` brings a loaded series, or undefined where there is none; `find` finds the extremes of a long series, which is
 * done here where it is absent.
 */
export async function* planSources(
  request: PlanRequest & { sources: readonly GeneratedSource[] },
  read: (series: string) => Promise<CopiedSeries | undefined>,
  find?: FindExtremes,
): AsyncGenerator<PlanOutcome, void> {
  const made = request.all.flatMap((one) => ('synthetic' in one ? [one.synthetic] : []));
  for (const source of request.sources) {
    const names = 'synthetic' in source ? [] : [source.copy];
    const mine = request.injections.map(({ series }) => series);
    for (const name of related(request.injections, mine))
      if (!made.some((one) => name.startsWith(one))) names.push(name);
    const copied: Record<string, CopiedSeries> = {};
    for (const name of new Set(names)) {
      const series = await read(name);
      if (series) Object.defineProperty(copied, name, { value: series, enumerable: true });
    }
    const extremes =
      find && 'synthetic' in source ? await findExtremes(source, request, find) : new Map<string, Extremes>();
    const planned =
      'synthetic' in source
        ? planSynthetic(source, request, copied, { extremes })
        : planCopy(source, request, copied);
    yield planned.ok
      ? { ok: true, source: nameOf(source), value: planned.value }
      : { ok: false, source: nameOf(source), error: planned.error };
  }
}
