/** The session saved in this browser: the recipe with the states of undo and redo, written after each edit and read at the next visit. */
import { parseRecipeText } from '../../core/recipe';
import type { Recipe } from '../../core/recipe/types';
import { notify } from '../ingest/files';
import { useSession } from '../page/page';
import { currentRecipe, useRecipe } from '../recipe/recipe';
import { useRun } from '../engine/runState';
import { openDatabase, type RunMark, type SessionDatabase } from './database';
import { pageEnds } from './parts';
import { SessionLog, type Timeline } from './log';

/** Edits within this time are written together. */
const DELAY_MS = 100;
const RETRY_MS = 2000;
const OPEN_MS = 10_000;
/** How long a run waits for its mark to be written. */
const MARK_MS = 1000;

/** All that changes in this module. */
const saving: {
  database: SessionDatabase | undefined;
  log: SessionLog | undefined;
  timer: ReturnType<typeof setTimeout> | undefined;
  /** The last write; each waits for the one before. */
  last: Promise<void>;
  /** Whether the last write failed, and the person has been told. */
  failed: boolean;
  /** What is noted of the recipe's runs. */
  mark: RunMark | undefined;
} = {
  database: undefined,
  log: undefined,
  timer: undefined,
  last: Promise.resolve(),
  failed: false,
  mark: undefined,
};

/** The states of undo and redo as they stand. */
function timeline(): Timeline {
  const { pastStates, futureStates } = useRecipe.temporal.getState();
  const of = (states: readonly { recipe?: Recipe }[]): Recipe[] =>
    states.flatMap(({ recipe }) => recipe ?? []);
  const past = of(pastStates);
  return {
    states: [...past, currentRecipe(), ...of(futureStates).toReversed()],
    current: past.length,
    mark: saving.mark,
  };
}

function putTimeline({ states, current, mark }: Timeline): void {
  const recipe = states[current];
  if (!recipe) return;
  saving.mark = mark;
  // A page that ended in the middle of a heavy run may have ended by it: it is not begun again by itself.
  useRun.setState({ paused: mark === undefined ? null : mark === 'waits' ? 'chosen' : 'ended' });
  useRecipe.setState({ recipe, refused: null });
  useRecipe.temporal.setState({
    pastStates: states.slice(0, current).map((one) => ({ recipe: one })),
    futureStates: states
      .slice(current + 1)
      .toReversed()
      .map((one) => ({ recipe: one })),
  });
}

const reasonOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown));

function showFailure(thrown: unknown): void {
  if (!saving.failed) {
    notify({
      code: 'session-not-saved',
      message: `This browser does not save the session (private window or full storage): ${reasonOf(thrown)}. Your last changes end with this page. Take the recipe as a file, free storage, or close other tabs; saving is tried again.`,
    });
  }
  saving.failed = true;
}

/** Writes what has changed; resolves once it is written, or could not be. */
export function flushSession(): Promise<void> {
  clearTimeout(saving.timer);
  saving.timer = undefined;
  saving.last = saving.last.then(async () => {
    const { log } = saving;
    if (!log) return;
    try {
      await log.write(timeline());
      saving.failed = false;
    } catch (thrown) {
      showFailure(thrown);
      flushSoon(RETRY_MS);
    }
  });
  return saving.last;
}

/** Notes what is under way with the recipe, for a page that ends in the middle of it; resolves once it is written, with the edits before it, or could not be in time. */
export function markRun(mark: RunMark | undefined): Promise<void> {
  if (mark === saving.mark) return Promise.resolve();
  saving.mark = mark;
  return Promise.race([flushSession(), new Promise<void>((resolve) => setTimeout(resolve, MARK_MS))]);
}

function flushSoon(delay = DELAY_MS): void {
  saving.timer ??= setTimeout(() => void flushSession(), delay);
}

/** Writes nothing more: another tab has the session now. */
export function stopSaving(): void {
  clearTimeout(saving.timer);
  saving.timer = undefined;
  saving.log = undefined;
}

/** The recipe that versions before this one kept in localStorage, as text; null where there is none. */
const oldKey = 'anomaly-data-lab.recipe';
function oldText(): string | null {
  try {
    return localStorage.getItem(oldKey);
  } catch {
    return null;
  }
}
function forgetOldText(): void {
  try {
    localStorage.removeItem(oldKey);
  } catch {
    // A page without storage has nothing to forget.
  }
}

/** Takes the recipe of a version before this one over, once; a text that cannot be read is set apart. */
async function takeOldSession(database: SessionDatabase, log: SessionLog): Promise<void> {
  const text = oldText();
  if (text === null) return;
  const parsed = parseRecipeText(text);
  if (parsed.ok) {
    putTimeline({ states: [parsed.value], current: 0 });
    await log.write(timeline());
  } else {
    const { path, message } = parsed.error;
    await database.add('unreadable', { session: 'main', reason: `${path ?? '$'}: ${message}`, text });
  }
  forgetOldText();
}

async function showUnreadable(database: SessionDatabase): Promise<void> {
  const [keys, found] = await Promise.all([database.getAllKeys('unreadable'), database.getAll('unreadable')]);
  const unreadable = keys.flatMap((key, index) => {
    const one = found[index];
    return one ? [{ key, reason: one.reason, text: one.text }] : [];
  });
  useSession.setState({ unreadable });
}

/** The database of sessions, where this browser has one. */
export const sessionDatabase = (): SessionDatabase | undefined => saving.database;

/** Deletes a session that could not be read: the person has decided so. */
export async function discardUnreadable(key: number): Promise<void> {
  await saving.database?.delete('unreadable', key);
  if (saving.database) await showUnreadable(saving.database);
}

const withinTime = <T>(work: Promise<T>): Promise<T> =>
  Promise.race([
    work,
    new Promise<never>((_, reject) => {
      setTimeout(() => reject(new Error('its database did not open')), OPEN_MS);
    }),
  ]);

/** Puts the last session into the page, with its states of undo, as far as it can be read; what cannot be read is told and stays. */
export async function readSession(session: string, { readOnly = false } = {}): Promise<void> {
  try {
    const database = await withinTime(openDatabase());
    saving.database = database;
    const log = new SessionLog(database, session);
    const read = await log.read({ readOnly });
    if (read.kind === 'read') putTimeline(read.timeline);
    else useRecipe.temporal.getState().clear();
    if (readOnly) return;
    if (read.kind === 'read' && read.historyLost)
      notify(
        {
          code: 'session-unreadable',
          message: 'The steps of undo of your last session could not be read; the session itself is here.',
        },
        'warning',
      );
    if (read.kind === 'none' && session === 'main') await takeOldSession(database, log);
    await showUnreadable(database);
    saving.log = log;
  } catch (thrown) {
    useRecipe.temporal.getState().clear();
    if (!readOnly) showFailure(thrown);
  }
}

/** From now on every change of the recipe is written, within a quarter of a second. */
export function followSession(): void {
  useRecipe.subscribe((now, before) => {
    if (now.recipe !== before.recipe && saving.log) flushSoon();
  });
  if (typeof document === 'undefined') return;
  const flushAtOnce = (): void => {
    pageEnds(true);
    void flushSession();
  };
  addEventListener('pagehide', flushAtOnce);
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') flushAtOnce();
    else pageEnds(false);
  });
}
