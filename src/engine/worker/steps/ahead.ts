/** A series as a run would leave it, of which only a stretch is made: while the run of all of it is to come or under way. */
import { at } from '../../../core/list';
import { emptyCover } from '../../../core/rows/cover';
import type { FactsPart, StageFacts } from '../../../core/rows/facts';
import { levelsOf } from '../../../core/rows/levels';
import { joinStretches } from '../../../core/rows/stretches';
import type { Changes } from '../../../core/rows/types';
import type { Want } from '../../../core/steps/piece';
import { rowFrom, timeOf, type Stretch } from '../series/ordered';
import { spansKey } from './answers';
import { eachStretch, expect, type Access, type SeriesWork } from './pieces';
import { concatenated, type SeriesRun } from './seriesRun';

/** Fewer rows than this are not worth a worker of their own. */
const LEAST_ROWS = 60_000;

/** What of a plan decides at which times there are rows, and which of them are filled: other outliers change values alone. */
function timesKey({ plan, spans }: Pick<SeriesWork, 'plan' | 'spans'>): string {
  const deciding = plan.steps.filter(({ step }) => !('outliers' in step) || step.outliers.then === 'remove');
  const labelled = deciding.some(({ step }) => 'outliers' in step && step.outliers.protect);
  return JSON.stringify([
    deciding.map(({ step, fills }) => [step, fills ?? null]),
    plan.bucketed,
    labelled ? spansKey(spans) : '',
  ]);
}

/** What is known beforehand of the rows that the steps leave: where these are at the times of the run before. Its numbers of values, levels and filled rows are of that run. */
export const knownTimes = (work: SeriesWork, before: SeriesRun): StageFacts | null =>
  timesKey(work) === timesKey(before.work) ? before.processed : null;

/** A stretch of a series after its steps. */
export interface MadeStretch extends Stretch {
  changes: Changes | null;
  parts: FactsPart[];
}

/** Rows of a stretch before the steps. */
export const rowsIn = ({ ordered }: SeriesWork, { from, to }: Stretch): number =>
  (to === Infinity ? ordered.rows : rowFrom(ordered, to)) - rowFrom(ordered, from);

/** A stretch cut into some of about as many rows. */
function cut(work: SeriesWork, stretch: Stretch, width: number): Stretch[] {
  const { ordered } = work;
  const first = rowFrom(ordered, stretch.from);
  const rows = rowsIn(work, stretch);
  const parts = Math.max(1, Math.min(width, Math.floor(rows / LEAST_ROWS)));
  const cuts = [stretch.from];
  for (let part = 1; part < parts; part++) {
    const time = timeOf(ordered, first + Math.floor((part * rows) / parts));
    if (time > at(cuts, cuts.length - 1)) cuts.push(time);
  }
  return cuts.map((from, index) => ({ from, to: cuts[index + 1] ?? stretch.to }));
}

/** Does the steps to a stretch. `width`: of the finest level. Rejects as a run does. */
export async function makeStretch(
  work: SeriesWork,
  stretch: Stretch,
  width: number | null,
  access: Access,
): Promise<MadeStretch> {
  const none = { starts: new Float64Array(0), ends: new Float64Array(0) };
  const want: Want = { kind: 'report', labels: none, width };
  const changes: Changes[] = [];
  const parts: FactsPart[] = [];
  const stretches = cut(work, stretch, access.pool.pieceRows ? 3 : Math.max(1, access.pool.width - 1));
  for await (const { outcome } of eachStretch(work, stretches, () => want, access)) {
    const { report } = expect(outcome, 'report');
    if (report.changes) changes.push(report.changes);
    parts.push(report.processed);
  }
  return { ...stretch, changes: concatenated(changes), parts };
}

/** A run of which only a stretch is right: levels, filled rows and changes are those of the stretch. `times`: of all rows, as `knownTimes` tells. */
export function runOfStretch(
  work: SeriesWork,
  { changes, parts }: MadeStretch,
  width: number | null,
  times: StageFacts,
): SeriesRun {
  const facts: StageFacts = {
    ...times,
    count: NaN,
    levels:
      width === null || times.step === null
        ? []
        : levelsOf(
            parts.flatMap(({ finest }) => (finest ? [finest.records] : [])),
            width,
            times.rows,
          ),
    filled: joinStretches(parts.map(({ filled }) => filled)),
  };
  const nothing = emptyCover(0);
  return {
    work,
    steps: [],
    changes,
    raw: nothing,
    clean: nothing,
    cleaned: facts,
    processed: facts,
    statistics: null,
    kept: null,
  };
}
