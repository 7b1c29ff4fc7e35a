/** What the runner for Spark refuses, told before anybody starts it. `refusals.test.ts` holds the list to the runner's own code and README. */
import type { Recipe } from '../recipe/types';

/** What it refuses by the recipe alone, before it runs. */
export interface Refusal {
  /** As `runners/spark/README.md` has it. */
  what: string;
  /** As the runner says it; what depends on the recipe stands there as `{}`. */
  said: string;
  /** Where a recipe has it, as JSON paths. */
  places(recipe: Recipe): string[];
}

/** Most rows of a window of outliers. */
export const MOST_WINDOW = 10_001;

const where = <T>(list: readonly T[], at: string, has: (item: T) => boolean, below = ''): string[] =>
  list.flatMap((item, index) => (has(item) ? [`$.${at}[${index}]${below}`] : []));

export const refusals: readonly Refusal[] = [
  {
    what: 'sources of Parquet',
    said: '{} is Parquet, which is not read here yet.',
    places: ({ sources }) => where(sources, 'sources', ({ csv }) => csv === undefined),
  },
  {
    what: 'of UTF-16',
    said: '{} is {}, whose line ends Spark does not find.',
    places: ({ sources }) =>
      where(sources, 'sources', ({ csv }) => csv?.encoding.startsWith('utf-16') ?? false, '.csv.encoding'),
  },
  {
    what: 'with labels among their rows',
    said: '{} has labels among its rows, which are not read here yet.',
    places: ({ sources }) =>
      where(sources, 'sources', ({ labels, anomalies = [] }) => labels !== undefined || anomalies.length > 0),
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
];

/** What it finds in the files alone, and refuses as it reads them. */
export const refusedInFiles: readonly Omit<Refusal, 'places'>[] = [
  {
    what: 'a quoted cell over several lines',
    said: '{}: a quoted cell seems to go over several lines, which is not read on Spark. Write it anew without line ends in cells, or run the recipe in the page.',
  },
  {
    what: 'rows without a time in files of more than one block',
    said: '{}: rows that are only numbered are read from files of one block. Split the file, or give it a column of times.',
  },
];

/** What of a recipe the runner refuses, and where. */
export const refused = (recipe: Recipe): { what: string; places: string[] }[] =>
  refusals.flatMap(({ what, places }) => {
    const found = places(recipe);
    return found.length > 0 ? [{ what, places: found }] : [];
  });
