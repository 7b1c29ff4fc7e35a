/** The worker that holds DuckDB. It answers calls with results or errors as data, and hears a cancel between two slices of work. */
import { expose } from 'comlink';
import { fail, ok, toLabError, type Result } from '../../core/errors';
import { takeLongLists } from '../protocolLists';
import {
  callRules,
  type CallArgument,
  type CallName,
  type CallResult,
  type LabWorker,
  type Progress,
} from '../protocol';
import { cleanExports } from './dataset/zip';
import { openDatabase } from './duckdb/open';
import { Scheduler } from './duckdb/schedule';
import { text } from './duckdb/shape';
import { handlers } from './handlers';
import { throttled } from './progress';
import { openRowSpace } from './series/rowFile';
import { Session } from './session';

let session: Session | undefined;
let report: (id: number, progress: Progress) => void = () => undefined;
const running = new Map<number, AbortController>();
const scheduler = new Scheduler();

/** Where the database can answer nothing more: the page replaces this worker when it hears so. */
function stopped(): Result<never> | undefined {
  const error = session?.database.stopped;
  return error && fail(error);
}

const worker: LabWorker = {
  async open(progress) {
    report = progress;
    try {
      const database = await openDatabase((done, total) =>
        report(0, { stage: 'Starting DuckDB', done, total, unit: 'bytes' }),
      );
      session = Session.open(database);
      session.store.keeper.open(openRowSpace);
      // Another worker of this page may have given one out.
      if (self.name === 'lab') void cleanExports().catch(() => undefined);
      const { version } = await database.readOne('SELECT version() AS version', { version: text });
      return ok({ duckdb: version });
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
    const progress = throttled((entry) => report(id, entry), 50);
    try {
      const work = async (until: AbortSignal): Promise<CallResult<K>> => {
        if (!session) throw new Error('the engine has not been opened');
        return handlers[name](argument, { session, signal: until, progress });
      };
      const value = await scheduler.run(callRules[name], work, signal);
      // A call that reports what failed piece by piece (files, sources) has an answer even then.
      return stopped() ?? ok(value);
    } catch (thrown) {
      const end = stopped();
      if (end) return end;
      return fail(signal.aborted ? { code: 'aborted', message: 'Cancelled.' } : toLabError(thrown));
    } finally {
      running.delete(id);
    }
  },

  cancel(id) {
    running.get(id)?.abort(new DOMException('Cancelled.', 'AbortError'));
  },
};

takeLongLists(globalThis);
expose(worker);
