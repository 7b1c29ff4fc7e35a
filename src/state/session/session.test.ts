import 'fake-indexeddb/auto';
import { deleteDB } from 'idb';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { recipeFileText } from '../../core/recipe';
import { openDatabase } from './database';

const local = new Map<string, string>();
vi.stubGlobal('localStorage', {
  getItem: (key: string) => local.get(key) ?? null,
  setItem: (key: string, value: string) => local.set(key, value),
  removeItem: (key: string) => local.delete(key),
});

/** A page of its own: all its modules anew, over the same storage. */
async function visit() {
  vi.resetModules();
  const session = await import('./session');
  const recipe = await import('../recipe/recipe');
  const { useFiles } = await import('../ingest/files');
  const { useSession } = await import('../page/page');
  const { useRun } = await import('../engine/runState');
  await session.readSession('main');
  session.followSession();
  const codes = (): string[] => useFiles.getState().notices.map(({ error }) => error.code);
  return { ...session, ...recipe, codes, useSession, useRun };
}

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

let page: Awaited<ReturnType<typeof visit>>;
beforeEach(async () => {
  await deleteDB('anomaly-data-lab', { blocked: () => undefined });
  local.clear();
  page = await visit();
});
afterEach(() => page.stopSaving());

/** Leaves the page as a killed one does: nothing more is written. */
async function revisit(): Promise<void> {
  page.stopSaving();
  page = await visit();
}

test('an edit is written within 250 ms, without anything else happening', async () => {
  page.setName('mine');
  await wait(250);
  await revisit();
  expect(page.currentRecipe().name).toBe('mine');
});

test('undo and redo survive a reload', async () => {
  for (const name of ['one', 'two', 'three']) page.setName(name);
  page.undo();
  await page.flushSession();
  await revisit();
  expect(page.currentRecipe().name).toBe('two');
  page.undo();
  expect(page.currentRecipe().name).toBe('one');
  page.redo();
  page.redo();
  expect(page.currentRecipe().name).toBe('three');
});

test('100,000 labels survive a reload', async () => {
  page.editOrThrow((recipe) => ({
    ...recipe,
    annotations: Array.from({ length: 100_000 }, (_, n) => ({
      id: `a.csv#manual-${n}`,
      series: 'a.csv',
      type: 'spike',
      shape: 'point',
      origin: 'manual',
      start: '2023-01-01T00:00:00Z',
      end: '2023-01-01T00:00:01Z',
    })),
  }));
  await page.flushSession();
  await revisit();
  expect(page.currentRecipe().annotations).toHaveLength(100_000);
  expect(page.currentRecipe().annotations[99_999]?.id).toBe('a.csv#manual-99999');
}, 60_000);

test('a session that cannot be read is told, kept until discarded, and nothing takes its place', async () => {
  page.setName('mine');
  await page.flushSession();
  const database = await openDatabase();
  await database.put('states', 'not JSON', ['main', 0]);
  await revisit();
  const [found] = page.useSession.getState().unreadable;
  expect(found?.text).toContain('not JSON');
  page.setName('another');
  await page.flushSession();
  await revisit();
  expect(page.currentRecipe().name).toBe('another');
  expect(page.useSession.getState().unreadable).toEqual([found]);
  if (found) await page.discardUnreadable(found.key);
  await revisit();
  expect(page.useSession.getState().unreadable).toEqual([]);
  database.close();
});

test('a page that ended while a heavy recipe was being made opens it without running, with its last edit', async () => {
  page.setName('heavy');
  await page.markRun('runs');
  await revisit();
  expect([page.currentRecipe().name, page.useRun.getState().paused]).toEqual(['heavy', 'ended']);
  page.setName('edited');
  await page.flushSession();
  await revisit();
  expect([page.currentRecipe().name, page.useRun.getState().paused]).toEqual(['edited', 'ended']);
});

test('a recipe that was opened without running still waits after a reload; one that was made does not', async () => {
  page.setName('mine');
  await page.markRun('waits');
  await revisit();
  expect(page.useRun.getState().paused).toBe('chosen');
  await page.markRun('runs');
  await page.markRun(undefined);
  await revisit();
  expect(page.useRun.getState().paused).toBeNull();
});

test('a failed write is told once, and tried again until it holds', async () => {
  const put = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
    throw new DOMException('no space', 'QuotaExceededError');
  });
  page.setName('one');
  await page.flushSession();
  page.setName('two');
  await page.flushSession();
  expect(page.codes()).toEqual(['session-not-saved']);
  put.mockRestore();
  await wait(2300);
  await revisit();
  expect(page.currentRecipe().name).toBe('two');
});

test('the recipe that earlier versions kept in localStorage is taken over once', async () => {
  page.setName('old');
  const text = recipeFileText(page.currentRecipe());
  page.stopSaving();
  await deleteDB('anomaly-data-lab', { blocked: () => undefined });
  local.set('anomaly-data-lab.recipe', text);
  page = await visit();
  expect(page.currentRecipe().name).toBe('old');
  expect(local.size).toBe(0);
  await revisit();
  expect(page.currentRecipe().name).toBe('old');
});

test('a recipe in localStorage that cannot be read is kept and told', async () => {
  local.set('anomaly-data-lab.recipe', '{"recipe": 1, "name": ""}');
  await revisit();
  expect(local.size).toBe(0);
  expect(page.useSession.getState().unreadable[0]).toMatchObject({ text: '{"recipe": 1, "name": ""}' });
});
