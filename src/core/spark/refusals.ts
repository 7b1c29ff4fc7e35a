/** What the runner for Spark refuses, told before anybody starts it. `refusals.test.ts` holds the list to the runner's own code and README. */
import { fileNames } from '../recipe/series';
import type { Recipe } from '../recipe/types';

/** What it refuses by the recipe alone, before it runs. */
export interface Refusal {
  /** As `runners/spark/README.md` has it. */
  what: string;
  /** The same by itself, where it goes on from the one before it there. */
  alone?: string;
  /** As the runner says it; what depends on the recipe stands there as `{}`. */
  said: string;
  /** Where a recipe has it, as JSON paths. */
  places(recipe: Recipe): string[];
}

/** Most rows of a window of outliers. */
export const MOST_WINDOW = 10_001;

const where = <T>(list: readonly T[], at: string, has: (item: T) => boolean, below = ''): string[] =>
  list.flatMap((item, index) => (has(item) ? [`$.${at}[${index}]${below}`] : []));

const passedOver = (name: string): boolean => /^[._]/.test(name.slice(name.lastIndexOf('/') + 1));

const exportOf =
  (option: 'csv' | 'nab' | 'twin' | 'huggingFace') =>
  ({ export: options }: Recipe): string[] =>
    options[option] ? [`$.export.${option}`] : [];

export const refusals: readonly Refusal[] = [
  {
    what: 'sources of Parquet',
    said: '{} is Parquet, which is not read here yet.',
    places: ({ sources }) => where(sources, 'sources', ({ csv }) => csv === undefined),
  },
  {
    what: 'files whose names begin with a point or an underscore: Spark passes them over',
    said: '{} has a name that Spark passes over, for it begins with a point or an underscore.',
    places: ({ sources }) =>
      where(sources, 'sources', (source) => fileNames(source).some(passedOver), '.file'),
  },
  {
    what: 'copies of series',
    said: '{} is a copy of a series, which is not made here yet.',
    places: ({ generated }) => where(generated, 'generated', (source) => 'copy' in source),
  },
  {
    what: 'windows of outliers of more than 10,001 rows',
    said: 'A window of {} rows reaches over too many tasks; {} is the most here.',
    places: ({ steps }) =>
      where(
        steps,
        'steps',
        (step) => !step.off && 'outliers' in step && (step.outliers.window ?? 0) > MOST_WINDOW,
        '.outliers.window',
      ),
  },
  {
    what: 'splits',
    said: 'Splits are not written here yet.',
    places: ({ splits }) => (splits && splits.length > 0 ? ['$.splits'] : []),
  },
  {
    what: 'exports of CSV',
    said: 'Each series as CSV is not written here yet.',
    places: exportOf('csv'),
  },
  {
    what: "of NAB's layout",
    alone: "exports of NAB's layout",
    said: "Series in the layout of NAB's corpus are not written here yet.",
    places: exportOf('nab'),
  },
  {
    what: 'of generated series without their anomalies',
    alone: 'exports of generated series without their anomalies',
    said: 'Generated series without their anomalies are not written here yet.',
    places: exportOf('twin'),
  },
  {
    what: 'with a head for Hugging Face',
    alone: 'exports with a head for Hugging Face',
    said: 'The head of README.md for Hugging Face is not written here yet.',
    places: exportOf('huggingFace'),
  },
];

/** What of a recipe the runner refuses, and where. */
export const refused = (recipe: Recipe): { what: string; places: string[] }[] =>
  refusals.flatMap(({ what, alone = what, places }) => {
    const found = places(recipe);
    return found.length > 0 ? [{ what: alone, places: found }] : [];
  });
