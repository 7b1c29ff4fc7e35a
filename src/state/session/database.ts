/** The database of sessions in this browser (IndexedDB). Every write is one transaction: all of it or nothing. */
import { openDB, type DBSchema, type IDBPDatabase } from 'idb';

/** Which of a session's states, whose numbers go from 0, is the present one. */
export interface SessionRecord {
  current: number;
  mark?: RunMark;
  /** When it was last written, milliseconds since 1970. */
  written?: number;
}

/** What a session notes of its runs: a heavy one is under way, or nothing is to run until the person says so. */
export type RunMark = 'runs' | 'waits';

/** A session that could not be read, as it was found. */
export interface SetApart {
  session: string;
  /** Why it could not be read. */
  reason: string;
  /** What was found, as text. */
  text: string;
}

interface Tables extends DBSchema {
  sessions: { key: string; value: SessionRecord };
  /** By session and number: JSON text, of the first state itself, of the others of what changed. */
  states: { key: [string, number]; value: string };
  unreadable: { key: number; value: SetApart };
}

export type SessionDatabase = IDBPDatabase<Tables>;

/** All states of a session: their numbers come after it in the key. */
export const statesOf = (session: string): IDBKeyRange =>
  IDBKeyRange.bound([session, -Infinity], [session, Infinity]);

/** Opens the database. Rejects where this browser has none for the page. */
export const openDatabase = (name = 'anomaly-data-lab'): Promise<SessionDatabase> =>
  openDB<Tables>(name, 1, {
    upgrade(database) {
      database.createObjectStore('sessions');
      database.createObjectStore('states');
      database.createObjectStore('unreadable', { autoIncrement: true });
    },
    blocking(_version, _blocked, event) {
      // A later version of the lab opens in another tab: it may not wait for this one.
      (event.target as IDBDatabase).close();
    },
  });
