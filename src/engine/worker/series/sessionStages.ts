/** The rows of what is loaded, raw and as the last run left them. */
import { LabFailure } from '../../../core/errors';
import type { StageFacts } from '../../../core/rows/facts';
import type { Changes, Rows } from '../../../core/rows/types';
import type { StepsPool } from '../steps/pool';
import type { PieceFiles } from '../dataset/parquet/pieceFiles';
import type { WrittenFile } from '../dataset/parquet/writer';
import { rowsOfRun, stageFiles, stageRows } from '../steps/reading';
import type { SeriesWork } from '../steps/pieces';
import { optionsOf } from '../../../core/recipe';
import type { RunState, SeriesState } from '../steps/run';
import { rowsOf } from '../../../core/rows/piece';
import { orderedRows, type OrderedRows } from './ordered';
import type { LoadedSeries } from './loaded';
import { isGrid, isMade, type RawRows, type RowStore } from './rowStore';
import type { Range, Stage, Stages } from './stages';

export interface StagesHolder {
  readonly series: readonly LoadedSeries[];
  readonly store: RowStore;
  readonly lastRun: RunState | undefined;
  readonly pool: StepsPool;
}

/** Rows as they are: no step changes them. */
const untouched = (ordered: OrderedRows, facts: StageFacts): SeriesWork => ({
  plan: { series: '', steps: [], bucketed: false },
  ordered,
  facts,
  labels: { starts: new Float64Array(0), ends: new Float64Array(0) },
  spans: new Float64Array(0),
  answers: [],
  memory: new Map(),
});

const same = new WeakMap<SeriesState, boolean>();

/** Whether the steps left times and values of a series as they were, and put no value in. */
function sameAsRaw(state: SeriesState, raw: StageFacts): boolean {
  const known = same.get(state);
  if (known !== undefined) return known;
  const found = leftAsItWas(state, raw);
  same.set(state, found);
  return found;
}

function leftAsItWas({ run: { changes, processed, work } }: SeriesState, raw: StageFacts): boolean {
  if (raw.backward > 0 || raw.rows !== processed.rows || raw.count !== processed.count) return false;
  const onGrid = work.plan.steps.every(({ step }) => {
    const resample = optionsOf(step, 'resample');
    if (!resample) return true;
    const keeps = resample.with !== 'count' && resample.with !== 'std';
    return keeps && raw.regular && raw.first === processed.first && raw.last === processed.last;
  });
  if (!onGrid) return false;
  if (!changes) return true;
  for (let i = 0; i < changes.length; i++) if (changes.before[i] !== changes.after[i]) return false;
  return true;
}

export class SessionStages implements Stages {
  constructor(private readonly holder: StagesHolder) {}

  get processedKind(): 'clean' | 'resampled' | null {
    return this.holder.lastRun?.kind ?? null;
  }

  sidOf(name: string): number {
    const found = this.holder.series.find((series) => series.name === name);
    if (found) return found.sid;
    throw new LabFailure({
      code: 'source-missing',
      message: `Expected a series that is loaded, got “${name}”. Load its file, or choose another series.`,
    });
  }

  facts(sid: number, stage: Stage): StageFacts | null {
    const { lastRun: run, store } = this.holder;
    const state = run?.series.get(sid);
    if (stage === 'raw') return (state?.converted?.raw ?? store.get(sid))?.facts ?? null;
    if (!state) return null;
    if (stage === 'clean' && run?.kind === 'resampled') return state.run.cleaned;
    const raw = (state.converted?.raw ?? state.raw).facts;
    return sameAsRaw(state, raw) ? raw : state.run.processed;
  }

  changes(sid: number): Changes | null {
    return this.holder.lastRun?.series.get(sid)?.run.changes ?? null;
  }

  files(
    sid: number,
    stage: 'clean' | 'processed',
    endOf: (time: number) => number,
    filesIn: (stretch: { from: number; to: number }) => PieceFiles,
    signal: AbortSignal,
  ): AsyncGenerator<WrittenFile[], void> | null {
    const { lastRun, pool } = this.holder;
    const run = lastRun?.series.get(sid)?.run;
    if (!run || (stage === 'processed' && run.kept)) return null;
    return stageFiles(run.work, stage, endOf, filesIn, { pool, signal });
  }

  async *rows(sid: number, stage: Stage, range: Range, signal: AbortSignal): AsyncGenerator<Rows, void> {
    const { lastRun: run, pool, store } = this.holder;
    const state = run?.series.get(sid);
    const { from = -Infinity, to = Infinity } = range;
    const stretch = { from, to };
    const access = { pool, signal };
    if (stage !== 'raw') {
      if (state) yield* rowsOfRun(state.run, stage, stretch, access);
      return;
    }
    const raw = state?.converted?.raw ?? store.get(sid);
    if (!raw) return;
    const whole = from === -Infinity && to === Infinity;
    if (whole && raw.facts.backward > 0) yield* inFileOrder(raw);
    else yield* stageRows(untouched(state?.ordered ?? orderedRows(raw), raw.facts), 'clean', stretch, access);
  }
}

/** Rows of a piece. */
const PIECE = 2 ** 18;

/** Rows in the order of the file. */
function* inFileOrder({ rows, times, values }: RawRows): Generator<Rows, void> {
  for (let from = 0; from < rows; from += PIECE) {
    const to = Math.min(rows, from + PIECE);
    if (isGrid(times) || isMade(values))
      throw new RangeError('expected rows on a grid to be in order of time');
    yield rowsOf(times.copy(from, to), values.copy(from, to));
  }
}
