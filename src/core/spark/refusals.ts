/** What the runner for Spark refuses, told before anybody starts it. `refusals.test.ts` holds the list to the runner's own code and README. */
import { fileNames } from '../recipe/series';
import type { Injection, Recipe } from '../recipe/types';

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

const where = <T>(list: readonly T[], at: string, has: (item: T) => boolean, below = ''): string[] =>
  list.flatMap((item, index) => (has(item) ? [`$.${at}[${index}]${below}`] : []));

const passedOver = (name: string): boolean => /^[._]/.test(name.slice(name.lastIndexOf('/') + 1));

const exportOf =
  (option: 'csv' | 'nab' | 'huggingFace') =>
  ({ export: options }: Recipe): string[] =>
    options[option] ? [`$.export.${option}`] : [];

/** Whether an anomaly of an injection is made of another series that is read from a file. */
function relatesToFile(injection: Injection, { generated }: Recipe): boolean {
  const shapes =
    'shape' in injection
      ? [injection.shape]
      : [
          ...injection.shapes,
          ...Object.values(injection.changed ?? {}).flatMap((one) => (one.shape ? [one.shape] : [])),
        ];
  const made = generated.flatMap((source) => ('synthetic' in source ? [source.synthetic] : []));
  const origin = generated.find((source) => 'copy' in source && source.name === injection.series);
  return (
    injection.off !== true &&
    shapes.some(
      ({ with: other }) =>
        other !== undefined &&
        !made.includes(other.split('/')[0] ?? '') &&
        !(origin && 'copy' in origin && origin.copy === other),
    )
  );
}

export const refusals: readonly Refusal[] = [
  {
    what: 'files whose names begin with a point or an underscore: Spark passes them over',
    said: '{} has a name that Spark passes over, for it begins with a point or an underscore.',
    places: ({ sources }) =>
      where(sources, 'sources', (source) => fileNames(source).some(passedOver), '.file'),
  },
  {
    what: 'copies of series where generated series are exported without their anomalies too',
    said: '{} is a copy, whose rows without anomalies are not written here.',
    places: ({ generated, export: { twin } }) =>
      twin && generated.some((source) => 'copy' in source) ? ['$.export.twin'] : [],
  },
  {
    what: 'anomalies that relate to a series of a file other than the one that was copied',
    said: '{} is read from a file; anomalies relate to generated series here, those of a copy also to what it was copied from.',
    places: (recipe) => where(recipe.injections, 'injections', (one) => relatesToFile(one, recipe)),
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
