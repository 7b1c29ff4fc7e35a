/** The same files with rows in memory and with rows in the browser's storage. */
import { describe, expect, it } from 'vitest';
import type { FileSource } from '../../../core/recipe/types';
import { MemoryRowFile } from '../series/rowFile.node';
import { orderedRows, rowsAround } from '../series/ordered';
import { RowKeeper } from '../series/rowKeeper';
import { RowStore, type RawRows } from '../series/rowStore';
import { numbersOf } from '../series/stored.node';
import { convert } from '../steps/utc';
import { emptyRecipe } from '../../../core/recipe';
import { Undo } from '../transaction';
import { nodeEnvironment } from './environment.node';
import { loadFiles, type LoadOutcome } from './load';

const BUDGET = 2 ** 20;

const source = (more: Partial<FileSource> = {}): FileSource => ({
  file: 'f.csv',
  csv: { delimiter: ',', decimal: '.', header: true, encoding: 'utf-8' },
  time: { column: 't', format: 'epoch-s', zone: 'UTC' },
  values: ['a', 'b'],
  ...more,
});

/** Rows whose times have distances of many kinds, and some values missing. */
function linesOf(rows: number, timeOf: (row: number) => number | string): string {
  const lines = ['t,k,a,b'];
  for (let row = 0; row < rows; row++)
    lines.push(`${timeOf(row)},${row % 7 === 0 ? 'x' : 'y'},${row % 11 === 0 ? '' : row * 0.25},${-row}`);
  return `${lines.join('\n')}\n`;
}

const forward = (row: number): number => 1_700_000_000 + row * 10 + (row % 3);
/** Every hundredth row comes late. */
const late = (row: number): number => forward(row) - (row % 100 === 99 ? 500 : 0);
const grid = (row: number): number => 1_700_000_000 + row * 10;

interface Held {
  outcome: LoadOutcome;
  store: RowStore;
  file: MemoryRowFile;
}

async function load(
  text: string,
  from: FileSource,
  budget: number,
  free = 1e9,
  room = Infinity,
): Promise<Held> {
  const file = new MemoryRowFile();
  file.room = room;
  const keeper = new RowKeeper(budget);
  keeper.open(() => Promise.resolve(file.space(free)));
  const store = new RowStore(keeper);
  const outcome = await loadFiles(
    { files: [{ name: 'f.csv', file: new File([text], 'f.csv', { lastModified: 1 }), source: from }] },
    {
      store,
      environment: nodeEnvironment,
      existing: [],
      undo: new Undo(),
      signal: new AbortController().signal,
      progress: () => undefined,
    },
  );
  return { outcome, store, file };
}

/** All that can be told of the rows of a store. */
const told = ({ outcome, store }: Held): unknown =>
  store.sids().map((sid) => {
    const raw: RawRows = store.need(sid);
    const ordered = orderedRows(raw);
    const middle = raw.facts.first + (raw.facts.last - raw.facts.first) / 2;
    return {
      ...numbersOf(raw),
      facts: raw.facts,
      series: outcome.series.find((one) => one.sid === sid),
      whole: rowsAround(ordered, { from: -Infinity, to: Infinity }, 0),
      stretch: rowsAround(ordered, { from: middle, to: middle + 1e9 }, 100),
    };
  });

describe('a load of which a part of the rows goes to the file', () => {
  const cases = {
    'times of many distances': { text: linesOf(120_000, forward), from: source() },
    'times on a grid': { text: linesOf(120_000, grid), from: source() },
    'rows that come late': { text: linesOf(120_000, late), from: source() },
    'series by a key': { text: linesOf(120_000, forward), from: source({ series: 'k' }) },
  };
  for (const [name, { text, from }] of Object.entries(cases))
    it(`has the same rows, facts and answers as in memory: ${name}`, async () => {
      const memory = await load(text, from, Infinity);
      const small = await load(text, from, BUDGET);
      expect(small.store.keeper.stored).toBeGreaterThan(BUDGET / 2);
      expect(small.store.keeper.bytes).toBeLessThan(2 * BUDGET);
      expect(memory.file.writes).toBe(0);
      expect(small.outcome.files).toEqual(memory.outcome.files);
      expect(told(small)).toEqual(told(memory));
      for (const sid of small.store.sids()) small.store.remove(sid);
    });

  it('comes to UTC alike', async () => {
    const zone = 'Europe/Berlin';
    const recipe = { ...emptyRecipe(), steps: [{ utc: { ambiguous: 'order', gap: 'forward' } }] };
    const local = source({ time: { column: 't', format: 'iso', zone }, values: ['a'] });
    // From before the clocks go back until after.
    const autumn = (row: number): string =>
      new Date(1000 * (forward(row) - 25 * 86_400)).toISOString().slice(0, 19);
    const inUtc = ({ outcome, store }: Held): unknown => {
      const [one] = outcome.series;
      if (!one) throw new Error('expected a series');
      const done = convert(recipe as never, { ...one, source: 'file' }, store.need(one.sid), undefined);
      return done && { ...numbersOf(done.raw), counts: done.counts, facts: done.raw.facts };
    };
    const text = linesOf(120_000, autumn);
    const memory = inUtc(await load(text, local, Infinity));
    expect(memory).toMatchObject({ counts: { ambiguous: expect.any(Number) as number } });
    expect(inUtc(await load(text, local, BUDGET))).toEqual(memory);
  });

  it('of which the rest will not fit ends early with what is needed, and leaves nothing of its file', async () => {
    const { outcome, store, file } = await load(linesOf(1_200_000, forward), source(), BUDGET, 100_000);
    expect(outcome.files[0]?.error).toMatchObject({ code: 'storage-full' });
    expect(outcome.files[0]?.error?.message).toContain('no room for them: 100 kB are free. ');
    expect(store.sids()).toEqual([]);
    expect([store.keeper.bytes, store.keeper.stored, file.bytes.length]).toEqual([0, 0, 0]);
  });

  it('that the storage refuses half-way leaves nothing of its file, and what was there before', async () => {
    const held = await load(linesOf(120_000, forward), source(), BUDGET, 1e9, 3e6);
    const before = told(held);
    const { store } = held;
    const [stored, memory] = [store.keeper.stored, store.keeper.bytes];
    const text = linesOf(120_000, forward);
    const again = await loadFiles(
      {
        files: [
          {
            name: 'g.csv',
            file: new File([text], 'g.csv', { lastModified: 1 }),
            source: source({ file: 'g.csv' }),
          },
        ],
      },
      {
        store,
        environment: nodeEnvironment,
        existing: held.outcome.series,
        undo: new Undo(),
        signal: new AbortController().signal,
        progress: () => undefined,
      },
    );
    expect(again.files[0]?.error).toMatchObject({ code: 'storage-full' });
    expect([store.keeper.stored, store.keeper.bytes]).toEqual([stored, memory]);
    expect(told(held)).toEqual(before);
  });
});
