import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { emptyRecipe } from '../../core/recipe';
import type { Recipe } from '../../core/recipe/types';
import { openDatabase, type SessionDatabase } from './database';
import { SessionLog } from './log';

vi.mock('../ingest/storage', () => ({ forgetSessions: () => Promise.resolve() }));
const { KEPT_DAYS, KEPT_SESSIONS, removeGone } = await import('./gone');

const empty = emptyRecipe();
const full: Recipe = { ...empty, labels: [{ file: 'labels.json' }] };
const now = Date.now();
const day = 86_400_000;

let database: SessionDatabase;
let opened = 0;
beforeEach(async () => {
  database = await openDatabase(`gone-${opened++}`);
});

/** Writes a session so many days ago. */
async function write(session: string, states: Recipe[], days = 0): Promise<void> {
  await new SessionLog(database, session).write({ states, current: states.length - 1 });
  await database.put('sessions', { current: states.length - 1, written: now - days * day }, session);
}
const clean = (open: string[] = []): Promise<string[]> =>
  removeGone(database, 'mine', now, async (session, work) => {
    if (!open.includes(session)) await work();
  });
const left = async (): Promise<string[]> => (await database.getAllKeys('sessions')).toSorted();

describe('the session of a tab that is gone', () => {
  it('is removed where it is empty, with its states; those of all tabs and of open ones stay', async () => {
    for (const session of ['main', 'mine', 'open', 'gone']) await write(session, [empty]);
    expect(await clean(['open'])).toEqual(['gone']);
    expect(await left()).toEqual(['main', 'mine', 'open']);
    expect(await database.getAllKeys('states')).toHaveLength(3);
  });

  it('is kept where it holds content, also where only undo would bring it back', async () => {
    await write('full', [full]);
    await write('undone', [full, empty]);
    expect(await clean()).toEqual([]);
    expect(await left()).toEqual(['full', 'undone']);
  });

  it('is kept where it cannot be read', async () => {
    await write('damaged', [full]);
    await database.put('states', '{', ['damaged', 0]);
    expect(await clean()).toEqual([]);
    expect(await database.getAll('unreadable')).toEqual([]);
  });

  it(`is removed after ${KEPT_DAYS} days, whatever it holds`, async () => {
    await write('old', [full], KEPT_DAYS + 1);
    await write('young', [full], KEPT_DAYS - 1);
    expect(await clean()).toEqual(['old']);
  });

  it(`is removed where ${KEPT_SESSIONS} with content were written after it`, async () => {
    for (let k = 0; k <= KEPT_SESSIONS; k++) await write(`s${k}`, [full], k);
    expect(await clean()).toEqual([`s${KEPT_SESSIONS}`]);
  });

  it('counts as written now where its time was never noted', async () => {
    await write('unknown', [full]);
    await database.put('sessions', { current: 0 }, 'unknown');
    expect(await clean()).toEqual([]);
    expect((await database.get('sessions', 'unknown'))?.written).toBe(now);
  });
});
