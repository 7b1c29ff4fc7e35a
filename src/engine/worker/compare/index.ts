/** Two series held against each other, and a series taken apart. */
import { LabFailure } from '../../../core/errors';
import type { CompareReport, Sampling } from '../../../core/compare/types';
import type { CallArgument, CallResult } from '../../protocol';
import { columnsOf } from '../series/rows';
import { Meter } from '../progress';
import type { SessionContext } from '../session';
import { COMPARE_PARTS } from './numbers';
import { readSide, type ReadSide } from './rows';
import { workerRunner, type CompareRunner } from './runner';

export type CompareContext = SessionContext & {
  /** How the numbers are worked out; in a worker unless a test says otherwise. */
  openRunner?: () => CompareRunner;
};

/** Reading is told as two parts beside those of the numbers. */
const PARTS = COMPARE_PARTS + 2;

/** Both sides' rows, or samples of them, measured. Rejects with `source-missing` and AbortError. */
export async function compare(
  { reference, other }: CallArgument<'compare'>,
  context: CompareContext,
): Promise<CompareReport> {
  const { session, signal, progress } = context;
  const meter = new Meter(progress, PARTS, 'steps');
  meter.at('reading rows');
  // A run that ends meanwhile changes nothing of what is compared.
  const held = session.held();
  const a = await readSide(held, reference, signal);
  meter.at('reading rows', 1);
  const b = await readSide(held, other, signal);
  meter.next(2);
  meter.at('comparing');
  const runner = (context.openRunner ?? workerRunner)();
  try {
    const { grids, ...numbers } = await runner.compare(
      a.rows,
      b.rows,
      (done) => meter.at('comparing', done),
      signal,
    );
    const sampling = ({ sampling: rows }: ReadSide, grid: (typeof grids)[number]): Sampling => ({
      ...rows,
      ...grid,
    });
    return { ...numbers, sampling: [sampling(a, grids[0]), sampling(b, grids[1])] };
  } finally {
    runner.close();
  }
}

/**
 * A loaded series taken apart from its raw rows in UTC. Rejects with `source-missing`, `recipe-order` where its times are local still,
 * `recipe-value` where it has no values that a recipe can hold, and AbortError.
 */
export async function fit(
  { series: name, bootstrap = false }: CallArgument<'fit'>,
  context: CompareContext,
): Promise<CallResult<'fit'>> {
  const { session, signal, progress } = context;
  const series = session.series.find((one) => one.name === name);
  if (!series)
    throw new LabFailure({
      code: 'source-missing',
      message: `Expected a series that is loaded, got “${name}”. Choose another series to model.`,
    });
  const converted = session.lastRun?.series.get(series.sid)?.converted;
  if (series.zone !== 'UTC' && !converted)
    throw new LabFailure({
      code: 'recipe-order',
      path: '$.steps',
      message: `“${name}” has times of ${series.zone}, and a model needs UTC: daily rhythms would move with the clock changes. Switch “Time to UTC” on as the first step, wait for the run, and model it again.`,
    });
  const meter = new Meter(progress, 2, 'steps');
  meter.at('reading rows');
  const { times, values } = await columnsOf(session, series, signal);
  meter.at('finding level, trend and rhythms', 1);
  const runner = (context.openRunner ?? workerRunner)();
  try {
    // The columns are kept for others, so they are copied.
    const rows = { times: times.slice(), values: (values ?? new Float64Array()).slice() };
    return await runner.fit(rows, bootstrap, signal);
  } finally {
    runner.close();
  }
}
