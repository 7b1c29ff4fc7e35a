/** The worker that holds DuckDB. It answers calls with results or errors as data, and hears a cancel between two slices of work. */
import { expose } from 'comlink';
import { fail, ok, toLabError, type Result } from '../../core/errors';
import type { CallArgument, CallName, CallResult, LabWorker, Progress } from '../protocol';
import { cleanExports } from './export';
import { openDatabase } from './open';
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

function inTurn<T>(name: CallName, work: () => Promise<T>): Promise<T> {
  if (aside.has(name)) return work();
  const alone = async (): Promise<T> => {
    await session?.view.stopBuilding();
    try {
      return await work();
    } finally {
      session?.prepareCharts();
    }
  };
  const mine = changing.has(name)
    ? Promise.all([turn, patientTurn]).then(alone)
    : (patient.has(name) ? patientTurn : turn).then(work);
  const settled = mine.catch(() => undefined);
  if (changing.has(name)) turn = patientTurn = settled;
  else if (patient.has(name)) patientTurn = settled;
  else turn = settled;
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
      const value = await inTurn(name, () => {
        signal.throwIfAborted();
        if (!session) throw new Error('the engine has not been opened');
        return session.handle(name, argument, { signal, progress });
      });
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
