/** What a step that resamples does to series whose own step is another: told before it runs, and in its report. */
import { count, decimal, plural } from '../../format';
import { durationText, microseconds } from '../../recipe/duration';
import { isFor, optionsOf } from '../../recipe/steps';
import type { Step } from '../../recipe/types';
import { filledBefore, USUAL_LONGEST } from './grid';

/** What is known of a series before a run; times in microseconds. */
export interface KnownSeries {
  name: string;
  rows: number;
  /** The usual step of its rows; null where it has none. */
  usual: number | null;
  labels: readonly { start: number; end: number }[];
}

/** A label that covers less than this share of a bucket's rows is counted. */
const FAINT = 0.01;
/** Series that are named; others are counted. */
const NAMED = 20;

const times = (ratio: number): string => (ratio >= 10 ? count(Math.round(ratio)) : decimal(ratio));

function coarser({ labels }: KnownSeries, usual: number, every: number): string {
  const perBucket = every / usual;
  const rows = labels.map(({ start, end }) => Math.max(1, Math.ceil((end - start) / usual)));
  const faint = rows.filter((covered) => covered < FAINT * perBucket);
  const parts = [`${times(perBucket)}× fewer rows than at its own step of ${durationText(usual)}`];
  if (faint.length > 0) {
    const kind = faint.every((covered) => covered === 1) ? 'one-row label' : 'label';
    parts.push(
      `${plural(faint.length, kind)} ${faint.length === 1 ? 'falls' : 'fall'} below 1 % of a bucket's rows`,
    );
  }
  return parts.join(', ');
}

/** One line a series that the step at `index` puts on buckets longer or shorter than its own step, or that has no usual step to take. */
export function resampleNotes(
  steps: readonly Step[],
  index: number,
  series: readonly KnownSeries[],
): string[] {
  const step = steps[index];
  const options = step && optionsOf(step, 'resample');
  if (!options || step.off) return [];
  const { every: stated, with: aggregate, empty } = options;
  const note = (one: KnownSeries): string | undefined => {
    const { name, usual, rows } = one;
    if (stated === 'source') {
      return usual === null && rows > 1 ? `${name} has no usual step: its rows stay as they are.` : undefined;
    }
    if (usual === null) return undefined;
    const every = microseconds(stated);
    if (every > usual) return `${name}: ${coarser(one, usual, every)}.`;
    const between = Math.ceil(usual / every) - 1;
    if (between <= 0 || empty === 'omit') return undefined;
    const fill = filledBefore(steps, index, name) ?? USUAL_LONGEST * every;
    const longest = options.longest === undefined ? fill : microseconds(options.longest);
    const filled = aggregate !== 'sum' && aggregate !== 'count' && empty !== 'null' && usual <= longest;
    const what = filled ? plural(between, 'value') + ' invented' : plural(between, 'empty bucket');
    return `${name}: ${what} for each real one, whose own step is ${durationText(usual)}.`;
  };
  const concerns = isFor(step);
  const notes = series.filter(({ name }) => concerns(name)).flatMap((one) => note(one) ?? []);
  if (notes.length <= NAMED) return notes;
  return [...notes.slice(0, NAMED), `The same kind of thing for ${count(notes.length - NAMED)} more series.`];
}
