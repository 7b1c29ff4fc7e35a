import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { LabFailure } from '../../../core/errors';
import { at } from '../../../core/list';
import type { CopySource, Injection, SyntheticSource } from '../../../core/recipe/types';
import { openNodeDatabase } from '../duckdb/database.node';
import { Session } from '../session';
import { inThisThread } from '../steps/pool';
import { generate, makeTwin } from './index';
import { columnsOf } from '../series/rows';
import { rawFacts, timeFacts } from '../series/rawFacts';
import { CHUNK_ROWS, Column, isGrid, isMade, RowStore } from '../series/rowStore';
import { numbersOf, storedRows } from '../series/stored.node';
import { TimesBuilder } from '../series/timesBuilder';
import { createMaker, type Maker } from './chunk';
import type { GeneratorPool } from './pool';
import { planSynthetic, type PlannedSource } from '../../../core/synth/plan';

const source: SyntheticSource = {
  synthetic: 's1',
  start: '2023-03-15T00:00:00Z',
  step: '1s',
  rows: 300_000,
  signal: [{ constant: { value: 50 } }, { sine: { period: '1d', amplitude: 20 } }, { walk: { sd: 0.01 } }],
  noise: [{ gaussian: { sd: 3 } }, { ar1: { phi: 0.8, sd: 1 } }],
};
const many: Injection = {
  id: 'many',
  series: 's1',
  draw: { count: 50, apart: '10min' },
  shapes: [
    { kind: 'spike', length: '1s', strength: { sigma: [6, 9] } },
    { kind: 'spike', length: '1s', strength: { sigma: 3 }, scope: 'global' },
    { kind: 'level-shift', length: '5min', strength: { sigma: 4 } },
  ],
};
/** Of the standard job: values left empty keep the rows on the grid. */
const holes = { missing: { as: 'empty', random: 0.01 } } as const;

/** Several generators, whose chunks are made by one after another of them. */
function several(width: number): (source: Pick<PlannedSource, 'job'>) => GeneratorPool {
  return ({ job }) => {
    const makers = Array.from({ length: width }, () => createMaker(structuredClone(job)));
    const spare: ArrayBuffer[] = [];
    let next = 0;
    const byNext = <T>(work: (maker: Maker) => T): Promise<T> => {
      const maker = makers[next++ % width];
      return maker ? Promise.resolve(work(maker)) : Promise.reject(new Error('no generator'));
    };
    return {
      width: width + 1,
      make: (request) => byNext((maker) => maker.make({ ...request, used: spare.pop() })),
      reuse: (memory) => void spare.push(memory),
      extremes: (request) => byNext((maker) => maker.extremes(request)),
      close: () => undefined,
    };
  };
}

const context = (session: Session, width = 1, signal = new AbortController().signal) => ({
  session,
  signal,
  progress: () => undefined,
  open: several(width),
});

const open = async (): Promise<Session> => Session.open(await openNodeDatabase(), inThisThread);

function digest({ store }: Session): string {
  const hash = createHash('sha256');
  for (const sid of store.sids()) {
    const { times, values } = numbersOf(store.need(sid));
    hash.update(`${sid}`).update(times).update(values);
  }
  return hash.digest('hex');
}

/** A hash: comparing millions of numbers one by one takes a test long. */
const bytesOf = (numbers: Float64Array): string => createHash('sha256').update(numbers).digest('hex');

const request = (...sources: (SyntheticSource | CopySource)[]) => ({
  seed: 42,
  sources,
  all: sources,
  injections: sources.some((one) => 'synthetic' in one && one.rows > 100_000) ? [many] : [],
});

describe('generated series', () => {
  it('have the same bytes from 1, 2 and 5 generators', async () => {
    const digests = new Set<string>();
    for (const width of [1, 2, 5]) {
      const session = await open();
      await generate(request({ ...source, faults: holes }), context(session, width));
      digests.add(digest(session));
    }
    expect(digests.size).toBe(1);
  });

  it('whose extremes many look for have the anomalies that one alone plans', async () => {
    const session = await open();
    const { sources } = await generate(request(source), context(session, 3));
    const plan = planSynthetic(source, { seed: 42, all: [source], injections: [many] });
    if (!plan.ok) throw new Error(plan.error.message);
    expect(sources[0]?.anomalies).toEqual(plan.value.series[0]?.anomalies);
    expect(sources[0]?.anomalies.some(({ realised }) => realised.extreme !== undefined)).toBe(true);
  });

  it('of two sources made in one call have numbers of their own', async () => {
    const session = await open();
    const short = (synthetic: string, rows: number): SyntheticSource => ({ ...source, synthetic, rows });
    await generate(request(short('first', 40), short('second', 60)), context(session));
    expect(session.series.map(({ sid, name }) => [name, session.store.need(sid).rows])).toEqual([
      ['first', 40],
      ['second', 60],
    ]);
    expect(new Set(session.store.sids()).size).toBe(2);
  });

  it('stand in the store with the rows, the times and the anomalies that the report names', async () => {
    const session = await open();
    const { sources, series } = await generate(request(source), context(session));
    expect(sources[0]).toMatchObject({ source: 's1', rows: 300_000, series: ['s1'] });
    expect(sources[0]?.anomalies).toHaveLength(50);
    expect(series[0]).toMatchObject({ name: 's1', source: 'synthetic', rows: 300_000, labels: 50 });
    const { rows, times } = session.store.need(0);
    expect(rows).toBe(300_000);
    expect(times).toEqual({ start: series[0]?.first, step: 1e6 });
  });

  it('differ from their clean twin in the rows of anomalies and nowhere else', async () => {
    const session = await open();
    const { sources } = await generate(request(source), context(session));
    const { times, values } = numbersOf(session.store.need(0));
    const differing: number[] = [];
    let row = 0;
    for await (const twin of makeTwin(session, 's1', context(session, 2))) {
      for (let i = 0; i < twin.length; i++, row++) {
        if (twin.times[i] !== times[row]) throw new Error(`another time in row ${row}`);
        if (!Object.is(twin.values[i], values[row])) differing.push(row);
      }
    }
    expect(row).toBe(300_000);
    const expected = (sources[0]?.anomalies ?? []).flatMap(({ from, to }) =>
      Array.from({ length: to - from }, (_, k) => from + k),
    );
    expect(differing).toEqual(expected.sort((a, b) => a - b));
  });

  it('whose twin is no longer read let the generators go', async () => {
    const session = await open();
    await generate(request(source), context(session));
    let closed = 0;
    const pool = several(1);
    const counted = (given: Pick<PlannedSource, 'job'>): GeneratorPool => ({
      ...pool(given),
      close: () => void closed++,
    });
    for await (const rows of makeTwin(session, 's1', { ...context(session), open: counted })) {
      expect(rows.length).toBeGreaterThan(0);
      break;
    }
    expect(closed).toBe(1);
  });

  it('are known without being looked at just as a look at every row shows them', async () => {
    const session = await open();
    const short = (synthetic: string, change: Partial<SyntheticSource>): SyntheticSource => ({
      ...source,
      synthetic,
      rows: 4000,
      ...change,
    });
    const sources = [
      short('plain', {}),
      short('one row', { rows: 1 }),
      short('several', { channels: { list: [{ name: 'a' }, { name: 'b' }] } }),
      short('faulty', { faults: { jitter: 0.5 } }),
      short('with a hole', {}),
      short('with absent rows', {}),
      short('with empty values', { faults: holes }),
      short('long', { start: '1969-12-28T00:00:07Z', rows: 1_300_000, faults: holes }),
    ];
    const hole: Injection = {
      id: 'hole',
      series: 'with a hole',
      start: '2023-03-15T00:10:00Z',
      shape: { kind: 'missing', length: '1min' },
    };
    const absent: Injection = {
      ...hole,
      id: 'absent',
      series: 'with absent rows',
      shape: { ...hole.shape, as: 'absent' },
    };
    const report = await generate(
      { ...request(...sources), injections: [hole, absent] },
      context(session, 3),
    );
    expect(report.sources.flatMap(({ error }) => error ?? [])).toEqual([]);
    const { store } = session;
    expect(session.series.map(({ name, sid }) => [name, isMade(store.need(sid).values)])).toEqual([
      ['plain', true],
      ['one row', true],
      ['several/a', true],
      ['several/b', true],
      ['faulty', false],
      ['with a hole', true],
      ['with absent rows', false],
      ['with empty values', true],
      ['long', true],
    ]);
    for (const { sid, name } of session.series) {
      const raw = store.need(sid);
      const { times, values } = numbersOf(raw);
      const builder = new TimesBuilder();
      builder.append(times);
      const column = new Column();
      column.append(values);
      const own = builder.done();
      const { levels, ...looked } = rawFacts(own, column, timeFacts(own, raw.rows));
      const { levels: known, ...facts } = raw.facts;
      expect(facts, name).toEqual(looked);
      const hashes = (some: typeof levels) => some.map(({ width, records }) => [width, bytesOf(records)]);
      expect(hashes(known)).toEqual(hashes(levels));
    }
    const long = session.series.at(-1);
    expect(long && store.need(long.sid).facts.levels.length).toBe(2);
  });

  it('have the values of whole chunks where they are kept, and the same where they are made again', async () => {
    const session = await open();
    const long = { ...source, rows: 2 * CHUNK_ROWS + 5, faults: holes };
    await generate(request(long), context(session, 2));
    const raw = session.store.need(0);
    if (!isMade(raw.values)) throw new Error('expected values that can be made again');
    const { kept } = raw.values;
    expect(kept.map((chunk) => chunk?.length)).toEqual([CHUNK_ROWS, CHUNK_ROWS, 5]);
    const { values } = numbersOf(raw);
    expect(bytesOf(numbersOf({ ...raw, values: { ...raw.values, kept: [] } }).values)).toBe(bytesOf(values));
    const { times } = await columnsOf(session, at(session.series, 0), new AbortController().signal, 'times');
    expect(bytesOf(times)).toBe(bytesOf(numbersOf(raw).times));
  });

  it('of which no more may be kept are not, and have the same facts', async () => {
    const session = await open();
    const long = { ...source, rows: CHUNK_ROWS + 100_000, faults: holes };
    await generate(request(long), context(session));
    const before = session.store.need(0).facts;
    session.store.mayKeep = () => false;
    await generate(request(long), context(session));
    const raw = session.store.need(0);
    expect(isMade(raw.values) && raw.values.kept.every((chunk) => chunk === undefined)).toBe(true);
    expect({ ...raw.facts, levels: [] }).toEqual({ ...before, levels: [] });
    expect(raw.facts.levels.map(({ records }) => bytesOf(records))).toEqual(
      before.levels.map(({ records }) => bytesOf(records)),
    );
  });

  it('are made anew in the place of what was there, under the same number', async () => {
    const session = await open();
    await generate(request(source), context(session));
    const [before] = session.series;
    await generate(request({ ...source, rows: 1000 }), context(session));
    expect(session.series.map(({ sid, rows }) => ({ sid, rows }))).toEqual([
      { sid: before?.sid, rows: 1000 },
    ]);
    expect(session.store.sids()).toEqual([before?.sid]);
  });

  it('leave what was there, and nothing else, when they are cancelled', async () => {
    const session = await open();
    await generate(request({ ...source, rows: 5000 }), context(session));
    const before = digest(session);
    const control = new AbortController();
    const cancelled = generate(request(source), {
      ...context(session, 1, control.signal),
      progress: ({ done }) => done > 250_000 && control.abort(),
    });
    await expect(cancelled).rejects.toThrow(LabFailure);
    expect(digest(session)).toBe(before);
    expect(session.store.sids()).toEqual([0]);
    expect(session.store.mayKeep(192 * 2 ** 20 - 5000 * 8)).toBe(true);
  });

  it('that make no sense are reported with their path, and the others are made', async () => {
    const session = await open();
    const wrong: SyntheticSource = {
      ...source,
      synthetic: 's2',
      signal: [{ sine: { period: '0s', amplitude: 1 } }],
    };
    const { sources } = await generate(request({ ...source, rows: 5000 }, wrong), context(session));
    expect(sources[0]?.error?.path ?? sources[1]?.error?.path).toBeDefined();
    expect(sources[1]?.error).toMatchObject({
      code: 'recipe-value',
      path: '$.generated[1].signal[0].sine.period',
    });
  });

  it('that copy a loaded series keep the original beside them, and have its values where nothing is injected', async () => {
    const session = await open();
    const times = Float64Array.from({ length: 500 }, (_, row) => row * 60e6);
    const builder = new TimesBuilder();
    builder.append(times);
    const values = new Column();
    values.append(times.map((_, row) => Math.sin(row)));
    const own = builder.done();
    expect(isGrid(own)).toBe(true);
    session.store.put(0, {
      rows: 500,
      times: own,
      values,
      facts: rawFacts(own, values, timeFacts(own, 500)),
    });
    session.series.push({
      sid: 0,
      name: 'real',
      file: 'real.csv',
      source: 'file',
      zone: 'UTC',
      rows: 500,
      first: 0,
      last: 499 * 60e6,
      sparkline: [],
    });
    const copy: CopySource = { copy: 'real', name: 'real (injected)' };
    const injections: Injection[] = [
      {
        id: 'one',
        series: 'real (injected)',
        start: '1970-01-01T01:00:00Z',
        shape: { kind: 'spike', length: '1min', strength: { absolute: 10 }, direction: 'up' },
      },
    ];
    const { sources } = await generate(
      { seed: 1, sources: [copy], all: [copy], injections },
      context(session),
    );
    expect(sources[0]?.error).toBeUndefined();
    const rows = storedRows(session.store);
    const [original, copied] = [0, 1].map((sid) => rows.filter((row) => row.sid === sid));
    expect(copied?.map(({ us }) => us)).toEqual(original?.map(({ us }) => us));
    const changed = (copied ?? []).flatMap(({ row, value }) => {
      const by = (value ?? NaN) - (original?.[row]?.value ?? NaN);
      return by === 0 ? [] : [{ row, by }];
    });
    expect(changed).toHaveLength(1);
    expect(changed[0]?.row).toBe(60);
    expect(changed[0]?.by).toBeCloseTo(10, 9);
  });
});

it('a store tells what may still be kept', () => {
  const store = new RowStore();
  expect(store.mayKeep(192 * 2 ** 20)).toBe(true);
  expect(store.mayKeep(192 * 2 ** 20 + 1)).toBe(false);
});
