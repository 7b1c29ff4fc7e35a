/** What the runner for Spark refuses, told before anybody starts it. `refusals.test.ts` holds the list to the runner's own code and README. */
import { fileNames } from '../recipe/series';
import type { Injection, Recipe } from '../recipe/types';

interface InRunner {
  /** For a person. */
  what: string;
  /** Words of it in `runners/spark/README.md`. */
  readme: string;
  /** As the runner says it; what depends on the recipe stands there as `{}`. */
  said: string;
}

/** What it refuses by the recipe alone, before it runs. */
export interface Refusal extends InRunner {
  /** Where a recipe has it, as JSON paths. */
  places(recipe: Recipe): string[];
}

const where = <T>(list: readonly T[], at: string, has: (item: T) => boolean, below = ''): string[] =>
  list.flatMap((item, index) => (has(item) ? [`$.${at}[${index}]${below}`] : []));

const passedOver = (name: string): boolean => /^[._]/.test(name.slice(name.lastIndexOf('/') + 1));

const exportOf =
  (option: 'csv' | 'nab') =>
  ({ export: options }: Recipe): string[] =>
    options[option] ? [`$.export.${option}`] : [];

/** Series that an injection's anomalies relate to. */
function related({ changed = {}, ...injection }: Injection): string[] {
  const shapes = 'shape' in injection ? [injection.shape] : injection.shapes;
  const changes = Object.values(changed).map(({ shape }) => shape);
  return [...shapes, ...changes].flatMap((shape) => shape?.with ?? []);
}

/** Injections whose anomalies relate to a series of a file, but for one that was copied into theirs. */
function relatedToFiles({ generated, injections }: Recipe): string[] {
  const made = new Set(generated.flatMap((source) => ('synthetic' in source ? [source.synthetic] : [])));
  const origins = new Map(
    generated.flatMap((source) => ('copy' in source ? [[source.name, source.copy]] : [])),
  );
  const ofFile = (other: string, series: string): boolean =>
    !made.has(other.split('/')[0] ?? other) && origins.get(series) !== other;
  return where(
    injections,
    'injections',
    (one) => !one.off && related(one).some((other) => ofFile(other, one.series)),
  );
}

export const refusals: readonly Refusal[] = [
  {
    what: 'copies of series beside generated series without their anomalies',
    readme: 'copies of series',
    said: '{} is a copy, whose rows without anomalies are not written here.',
    places: ({ generated, export: { twin } }) =>
      twin && generated.some((source) => 'copy' in source) ? ['$.export.twin'] : [],
  },
  {
    what: 'anomalies that relate to a series of a file',
    readme: 'anomalies that relate to a series of a file',
    said: '{} is read from a file; anomalies relate to generated series here, those of a copy also to what it was copied from.',
    places: relatedToFiles,
  },
  {
    what: 'files whose names begin with a point or an underscore, which Spark passes over',
    readme: 'names begin with a point or an underscore',
    said: '{} has a name that Spark passes over, for it begins with a point or an underscore.',
    places: ({ sources }) =>
      where(sources, 'sources', (source) => fileNames(source).some(passedOver), '.file'),
  },
  {
    what: 'each series as CSV',
    readme: 'exports of CSV',
    said: 'Each series as CSV is not written here yet.',
    places: exportOf('csv'),
  },
  {
    what: 'NAB’s layout',
    readme: "NAB's layout",
    said: "Series in the layout of NAB's corpus are not written here yet.",
    places: exportOf('nab'),
  },
];

/** What it finds in the files alone, and refuses as it reads them. */
export interface Limit extends InRunner {
  /** Whether a recipe may come to it. */
  near(recipe: Recipe): boolean;
}

export const limits: readonly Limit[] = [
  {
    what: 'a file of Parquet of more than 2 GiB where only Spark reaches it',
    readme: '2 GiB',
    said: '{} has more than 2 GiB and lies where only Spark reaches it. Write it in several files, or run this recipe where the file is mounted.',
    near: ({ sources }) => sources.some(({ csv }) => csv === undefined),
  },
  {
    what: 'a copy with injected anomalies of more than 50,000,000 rows',
    readme: '50,000,000 rows',
    said: '{} has {} rows; a copy with injected anomalies is made whole, by one task, of {} rows at most. Inject into a copy of a part of it.',
    near: ({ generated, injections }) => {
      const copies = new Set(generated.flatMap((source) => ('copy' in source ? [source.name] : [])));
      return injections.some(({ series }) => copies.has(series));
    },
  },
];

/** What of a recipe the runner refuses, and where. */
export const refused = (recipe: Recipe): { what: string; places: string[] }[] =>
  refusals.flatMap(({ what, places }) => {
    const found = places(recipe);
    return found.length > 0 ? [{ what, places: found }] : [];
  });

/** What it may refuse once it reads the files of a recipe. */
export const nearLimits = (recipe: Recipe): string[] =>
  limits.filter(({ near }) => near(recipe)).map(({ what }) => what);
