/**
 * Sessions of tabs that are gone. A second tab may have a lab of its own, whose session no other tab reads. Once its tab is gone, an empty one is
 * removed; one with content is kept for a while, for its tab may be opened again (the browser gives back what it had closed).
 */
import { holdsContent } from '../../core/recipe/series';
import { at } from '../../core/list';
import { forgetSessions } from '../ingest/storage';
import { statesOf, type SessionDatabase } from './database';
import { SessionLog } from './log';
import { sessionDatabase } from './session';
import { lockOf, readOnly, sessionName } from './tab';

/** Sessions with content that are kept, the ones written last, and for how long. */
export const KEPT_SESSIONS = 10;
export const KEPT_DAYS = 30;
const dayMs = 86_400_000;

/** Runs work while no tab holds a session; does nothing where one does. */
type WhileGone = (session: string, work: () => Promise<void>) => Promise<void>;

const whileGone: WhileGone = async (session, work) => {
  await navigator.locks.request(lockOf(session), { ifAvailable: true }, (lock) =>
    lock ? work() : undefined,
  );
};

/** Whether any state of undo and redo holds content; also true of what cannot be read. */
async function isWorthKeeping(database: SessionDatabase, session: string): Promise<boolean> {
  const read = await new SessionLog(database, session).read({ readOnly: true });
  return read.kind === 'unreadable' || (read.kind === 'read' && read.timeline.states.some(holdsContent));
}

/** Removes what is to be removed of the sessions beside `main` and `mine`; the names of those. `now` in milliseconds. */
export async function removeGone(
  database: SessionDatabase,
  mine: string,
  now: number,
  alone: WhileGone = whileGone,
): Promise<string[]> {
  const [keys, records] = await Promise.all([database.getAllKeys('sessions'), database.getAll('sessions')]);
  const others = keys
    .map((session, index) => ({ session, record: at(records, index) }))
    .filter(({ session }) => session !== 'main' && session !== mine)
    // One from before times were noted counts as written now.
    .map((one) => ({ ...one, written: one.record.written ?? now }))
    .sort((a, b) => b.written - a.written);
  const removed: string[] = [];
  let kept = 0;
  for (const { session, record, written } of others) {
    await alone(session, async () => {
      const old = now - written > KEPT_DAYS * dayMs;
      if (!old && kept < KEPT_SESSIONS && (await isWorthKeeping(database, session))) {
        kept++;
        if (record.written === undefined) await database.put('sessions', { ...record, written }, session);
        return;
      }
      const change = database.transaction(['sessions', 'states'], 'readwrite');
      await Promise.all([
        change.objectStore('states').delete(statesOf(session)),
        change.objectStore('sessions').delete(session),
        change.done,
      ]);
      removed.push(session);
    });
  }
  return removed;
}

/** Removes sessions of tabs that are gone, with their saved files; for when the page has nothing else to do. */
export async function cleanUpSessions(): Promise<void> {
  const database = sessionDatabase();
  if (!database || readOnly() || !('locks' in navigator)) return;
  await forgetSessions(await removeGone(database, sessionName(), Date.now()));
}
