import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it, test } from 'vitest';
import { defaultSteps, emptyRecipe } from '../../core/recipe';
import { at, last } from '../../core/list';
import type { Annotation, Recipe } from '../../core/recipe/types';
import { openDatabase, type SessionDatabase } from './database';
import { SessionLog, type ReadSession } from './log';

const label = (n: number, type = 'spike'): Annotation => ({
  id: `a.csv#manual-${n}`,
  series: 'a.csv',
  type,
  shape: 'window',
  origin: 'manual',
  start: '2023-01-01T00:00:00Z',
  end: '2023-01-01T01:00:00Z',
});
const empty: Recipe = { ...emptyRecipe(), steps: defaultSteps() };
const named = (name: string): Recipe => ({ ...empty, name });

let database: SessionDatabase;
let count = 0;
beforeEach(async () => {
  database = await openDatabase(`test-${count++}`);
});
const open = (mostCharacters?: number): SessionLog => new SessionLog(database, 'main', mostCharacters);
async function reread(): Promise<Extract<ReadSession, { kind: 'read' }>> {
  const read = await open().read();
  if (read.kind !== 'read') throw new Error(`expected a session, got ${read.kind}`);
  return read;
}

test('a session that was never written is none', async () => {
  expect(await open().read()).toEqual({ kind: 'none' });
});

test('states of undo and redo come back in their order, with the present one', async () => {
  const log = open();
  const states = ['a', 'b', 'c', 'd'].map(named);
  await log.write({ states: states.slice(0, 2), current: 1 });
  await log.write({ states, current: 3 });
  await log.write({ states, current: 1 });
  expect(await reread()).toEqual({ kind: 'read', timeline: { states, current: 1 }, historyLost: false });
});

test('an edit after undo takes the place of what redo would have brought', async () => {
  const log = open();
  const [a, b, c, d] = ['a', 'b', 'c', 'd'].map(named);
  if (!a || !b || !c || !d) throw new Error('expected four');
  await log.write({ states: [a, b, c], current: 2 });
  await log.write({ states: [a, d], current: 1 });
  expect((await reread()).timeline).toEqual({ states: [a, d], current: 1 });
});

test('an edit of one label among 100,000 writes that label alone, and all come back', async () => {
  const log = open();
  const annotations = Array.from({ length: 100_000 }, (_, n) => label(n));
  const before = { ...empty, annotations };
  await log.write({ states: [empty, before], current: 1 });
  const after = { ...before, annotations: annotations.with(50_000, label(50_000, 'dip')) };
  await log.write({ states: [empty, before, after], current: 2 });
  const text = await database.get('states', ['main', 2]);
  expect(text?.length).toBeLessThan(300);
  const { timeline } = await reread();
  expect(last(timeline.states).annotations).toHaveLength(100_000);
  expect(at(last(timeline.states).annotations, 50_000).type).toBe('dip');
}, 60_000);

test('a change without a step of undo takes the place of the state that it completes', async () => {
  const log = open();
  const [a, b, c] = [named('a'), named('b'), named('c')];
  await log.write({ states: [a, b, c], current: 1 });
  const completed = { ...b, seed: 7 };
  await log.write({ states: [a, completed, c], current: 1 });
  expect((await reread()).timeline).toEqual({ states: [a, completed, c], current: 1 });
});

test('what undo forgot leaves the log when it is compacted', async () => {
  const log = open();
  const all = Array.from({ length: 1000 }, (_, n) => named(`name ${n}`));
  for (let end = 1; end <= all.length; end++) {
    const states = all.slice(Math.max(0, end - 200), end);
    await log.write({ states, current: states.length - 1 });
  }
  expect((await reread()).timeline.states.at(-1)?.name).toBe('name 999');
  expect(await database.count('states')).toBeLessThanOrEqual(400);
  expect((await reread()).timeline.states.length).toBeGreaterThanOrEqual(200);
});

test('changes beyond the cap of characters drop the oldest steps, never the present state', async () => {
  const log = open(20_000);
  const all = Array.from({ length: 100 }, (_, n) => ({
    ...empty,
    annotations: [{ ...label(n), note: 'x'.repeat(1000) }],
  }));
  for (let end = 1; end <= all.length; end++)
    await log.write({ states: all.slice(0, end), current: end - 1 });
  const { timeline } = await reread();
  expect(at(timeline.states, timeline.current)).toEqual(all[99]);
  const texts = await database.getAll('states');
  expect(texts.reduce((sum, text) => sum + text.length, 0)).toBeLessThan(30_000);
  // Undone to a step that the log had dropped: it is there again.
  await log.write({ states: all, current: 3 });
  const again = (await reread()).timeline;
  expect(at(again.states, again.current)).toEqual(all[3]);
});

describe('a session that cannot be read', () => {
  const damage = async (): Promise<void> => {
    await open().write({ states: [named('a'), named('b')], current: 1 });
    await database.put('states', '{"name":{"is":""}}', ['main', 1]);
  };

  it('is set apart as it was found, with the reason', async () => {
    await damage();
    const read = await open().read();
    expect(read).toMatchObject({ kind: 'unreadable', reason: expect.stringContaining('$.name') as unknown });
    const [found] = await database.getAll('unreadable');
    expect(found?.session).toBe('main');
    expect(found?.text).toContain('\\"a\\"');
  });

  it('is never overwritten by the one that begins in its place', async () => {
    await damage();
    const log = open();
    await log.read();
    await log.write({ states: [empty], current: 0 });
    expect(await database.count('unreadable')).toBe(1);
    expect((await reread()).timeline.states).toEqual([empty]);
  });

  it('in its history alone keeps the present state', async () => {
    const log = open();
    const [a, c] = [named('a'), named('c')];
    await log.write({ states: [a, { ...a, name: '' }, c], current: 2 });
    expect(await reread()).toEqual({
      kind: 'read',
      timeline: { states: [c], current: 0 },
      historyLost: true,
    });
  });
});

test('a write that fails leaves the log as it was, and the next one brings all', async () => {
  const log = open();
  const [a, b, c] = [named('a'), named('b'), named('c')];
  await log.write({ states: [a], current: 0 });
  const cyclic: { self?: unknown } = {};
  cyclic.self = cyclic;
  await expect(log.write({ states: [a, { ...b, extra: cyclic } as Recipe], current: 1 })).rejects.toThrow();
  expect((await reread()).timeline.states).toEqual([a]);
  await log.write({ states: [a, b, c], current: 2 });
  expect((await reread()).timeline.states).toEqual([a, b, c]);
});
