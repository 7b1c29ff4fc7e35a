/** The worker that holds DuckDB. It answers calls with results or errors as data, and hears a cancel between two slices of work. */
import { expose } from 'comlink';
import { fail, ok, toLabError, type Result } from '../../core/errors';
import type { CallArgument, CallName, CallResult, LabWorker, Progress } from '../protocol';
import { cleanExports } from './dataset';
import { openDatabase } from './duckdb/open';
import { Session } from './session';

let session: Session | undefined;
let report: (id: number, progress: Progress) => void = () => undefined;
const running = new Map<number, AbortController>();
/** Calls that change the tables: nothing else is under way meanwhile. */
const changing: ReadonlySet<CallName> = new Set(['load', 'generate', 'unload', 'run']);
/** Calls that may take long and give way, slice by slice, to those that do not. */
const patient: ReadonlySet<CallName> = new Set(['histogram', 'summary']);
/** Calls that change nothing, read statement by statement when no other wants the database, and may work long beside it: nobody waits for them. */
const aside: ReadonlySet<CallName> = new Set([
  'nabWindows',
  'nabScore',
  'detect',
  'compareSets',
  'labelFileDetails',
  'compare',
  'fit',
]);
/** Calls wait their turn, patient ones in a queue of their own. */
let turn: Promise<unknown> = Promise.resolve();
let patientTurn: Promise<unknown> = Promise.resolve();
/** Of patient calls that wait or are under way. */
const stops = new Set<AbortController>();

/** In the patient queue; stopped by a call that changes the tables, and begun anew after it. */
function patiently<T>(work: (signal: AbortSignal) => Promise<T>, signal: AbortSignal): Promise<T> {
  const stop = new AbortController();
  stops.add(stop);
  const attempt = patientTurn.then(() => {
    stop.signal.throwIfAborted();
    return work(AbortSignal.any([signal, stop.signal]));
  });
  patientTurn = attempt.catch(() => undefined).finally(() => stops.delete(stop));
  return attempt.catch((thrown: unknown) => {
    if (signal.aborted || !stop.signal.aborted) throw thrown;
    return patiently(work, signal);
  });
}

function inTurn<T>(
  name: CallName,
  work: (signal: AbortSignal) => Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  if (aside.has(name)) return work(signal);
  if (patient.has(name)) return patiently(work, signal);
  const alone = async (): Promise<T> => {
    await session?.view.stopBuilding();
    try {
      return await work(signal);
    } finally {
      session?.prepareCharts();
    }
  };
  const changes = changing.has(name);
  if (changes) for (const stop of stops) stop.abort();
  const mine = changes ? Promise.all([turn, patientTurn]).then(alone) : turn.then(() => work(signal));
  turn = mine.catch(() => undefined);
  if (changes) patientTurn = turn;
  return mine;
}

const worker: LabWorker = {
  async open(progress) {
    report = progress;
    try {
      const database = await openDatabase((done, total) =>
        report(0, { stage: 'Starting DuckDB', done, total, unit: 'bytes' }),
      );
      session = await Session.open(database);
      void cleanExports().catch(() => undefined);
      return ok({ duckdb: (await database.rows<{ v: string }>('SELECT version() AS v'))[0]?.v ?? '' });
    } catch (thrown) {
      return fail(toLabError(thrown));
    }
  },

  async call<K extends CallName>(
    id: number,
    name: K,
    argument: CallArgument<K>,
  ): Promise<Result<CallResult<K>>> {
    const controller = new AbortController();
    running.set(id, controller);
    const { signal } = controller;
    let last = 0;
    const progress = (entry: Progress): void => {
      const now = performance.now();
      if (now - last < 50 && entry.done < entry.total) return;
      last = now;
      report(id, entry);
    };
    try {
      const value = await inTurn(
        name,
        (within) => {
          within.throwIfAborted();
          if (!session) throw new Error('the engine has not been opened');
          return session.handle(name, argument, { signal: within, progress });
        },
        signal,
      );
      return ok(value);
    } catch (thrown) {
      return fail(signal.aborted ? { code: 'aborted', message: 'Cancelled.' } : toLabError(thrown));
    } finally {
      running.delete(id);
    }
  },

  cancel(id) {
    running.get(id)?.abort(new DOMException('Cancelled.', 'AbortError'));
  },
};

expose(worker);
