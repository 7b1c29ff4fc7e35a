import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { LabFailure } from '../../../core/errors';
import type { CopySource, Injection, SyntheticSource } from '../../../core/recipe/types';
import { levelColumns, levelSql } from '../../../core/view/lines';
import { openNodeDatabase } from '../duckdb/database.node';
import { Session } from '../session';
import { generate, makeTwin } from './index';
import { columnsOf } from '../series/rows';
import { ViewIndex } from '../view';
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

async function open(): Promise<Session> {
  return Session.open(await openNodeDatabase());
}

async function digest(session: Session, relation = 'stage_raw'): Promise<string> {
  const hash = createHash('sha256');
  for await (const part of session.database.stream(
    `SELECT sid, epoch_us(ts) AS t, value FROM ${relation} ORDER BY sid, "row"`,
  )) {
    hash.update(part);
  }
  return hash.digest('hex');
}

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
      await generate(request(source), context(session, width));
      digests.add(await digest(session));
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

  it('come with the finest level that SQL would make of their rows, which the charts take over', async () => {
    const session = await open();
    const { database, view } = session;
    await generate(request({ ...source, start: '1969-12-28T00:00:07Z', rows: 700_000 }), context(session, 3));
    const finest = session.series[0]?.grid?.finest;
    expect(finest?.length).toBe(2);
    void session.buildLevels(new AbortController().signal);
    const access = { database, signal: new AbortController().signal };
    const [level] = await view.levelsSoon('stage_raw', 0, access);
    if (!level) throw new Error('expected a level');
    await database.run(`CREATE TABLE by_sql (${levelColumns})`);
    await database.run(levelSql('by_sql', 'stage_raw', 0, level.width));
    const differences = `(FROM by_sql EXCEPT FROM ${level.table}) UNION ALL (FROM ${level.table} EXCEPT FROM by_sql)`;
    expect(await database.rows(differences)).toEqual([]);
    const [counted] = await database.rows<{ n: number }>(`SELECT count(*) AS n FROM ${level.table}`);
    const pieces = finest?.reduce((sum, { length }) => sum + length / 10, 0);
    expect(pieces).toBe((counted?.n ?? 0) + 1);
  });

  it('of two sources made in one call have numbers of their own', async () => {
    const session = await open();
    const short = (synthetic: string, rows: number): SyntheticSource => ({ ...source, synthetic, rows });
    await generate(request(short('first', 40), short('second', 60)), context(session));
    const rows = await session.database.rows<{ name: string; n: number }>(
      'SELECT name, count(*) AS n FROM stage_raw JOIN series USING (sid) GROUP BY name ORDER BY name',
    );
    expect(rows).toEqual([
      { name: 'first', n: 40 },
      { name: 'second', n: 60 },
    ]);
  });

  it('stand in the table with the rows, the times and the anomalies that the report names', async () => {
    const session = await open();
    const { sources, series } = await generate(request(source), context(session));
    expect(sources[0]).toMatchObject({ source: 's1', rows: 300_000, series: ['s1'] });
    expect(sources[0]?.anomalies).toHaveLength(50);
    expect(series[0]).toMatchObject({ name: 's1', source: 'synthetic', rows: 300_000, labels: 50 });
    const [found] = await session.database.rows<{ n: number; first: number; steps: number }>(
      'SELECT count(*) AS n, epoch_us(min(ts)) AS first, count(DISTINCT epoch_us(ts) - "row"::BIGINT * 1000000) AS steps FROM stage_raw',
    );
    expect(found).toEqual({ n: 300_000, first: series[0]?.first, steps: 1 });
  });

  it('differ from their clean twin in the rows of anomalies and nowhere else', async () => {
    const session = await open();
    const { sources } = await generate(request(source), context(session));
    const twin = await makeTwin(session, 's1', context(session));
    const rows = await session.database.rows<{ row: number }>(
      `SELECT r."row" FROM stage_raw AS r JOIN ${twin.relation} AS t USING ("row") WHERE r.value IS DISTINCT FROM t.value ORDER BY 1`,
    );
    const expected = (sources[0]?.anomalies ?? []).flatMap(({ from, to }) =>
      Array.from({ length: to - from }, (_, k) => from + k),
    );
    expect(rows.map(({ row }) => row)).toEqual(expected);
    await twin.drop();
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
    ];
    const hole: Injection = {
      id: 'hole',
      series: 'with a hole',
      start: '2023-03-15T00:10:00Z',
      shape: { kind: 'missing', length: '1min' },
    };
    await generate({ ...request(...sources), injections: [hole] }, context(session));
    expect(session.series.map(({ name, grid }) => [name, grid !== undefined])).toEqual([
      ['plain', true],
      ['one row', true],
      ['several/a', true],
      ['several/b', true],
      ['faulty', false],
      ['with a hole', false],
    ]);
    const access = { database: session.database, signal: new AbortController().signal };
    const known = await session.view.profiles('stage_raw', access);
    const looked = await new ViewIndex().profiles('stage_raw', access);
    expect([...known].sort(([a], [b]) => a - b)).toEqual([...looked].sort(([a], [b]) => a - b));
    const first = session.series[0];
    const { times } = (first && (await columnsOf(session, first, access.signal, 'times'))) ?? {};
    const rows = await session.database.rows<{ t: number }>(
      'SELECT epoch_us(ts) AS t FROM stage_raw WHERE sid = 0 ORDER BY "row"',
    );
    expect(Array.from(times ?? [])).toEqual(rows.map(({ t }) => t));
  });

  it('are made anew in the place of what was there, under the same number', async () => {
    const session = await open();
    await generate(request(source), context(session));
    const [before] = session.series;
    await generate(request({ ...source, rows: 1000 }), { ...context(session) });
    expect(session.series.map(({ sid, rows }) => ({ sid, rows }))).toEqual([
      { sid: before?.sid, rows: 1000 },
    ]);
    const tables = await session.database.rows<{ n: number }>(
      "SELECT count(*) AS n FROM duckdb_tables() WHERE table_name LIKE 'generated%'",
    );
    expect(tables).toEqual([{ n: 1 }]);
  });

  it('leave what was there, and nothing else, when they are cancelled', async () => {
    const session = await open();
    await generate(request({ ...source, rows: 5000 }), context(session));
    const before = await digest(session);
    const control = new AbortController();
    const cancelled = generate(request(source), {
      ...context(session, 1, control.signal),
      progress: ({ done }) => done > 250_000 && control.abort(),
    });
    await expect(cancelled).rejects.toThrow(LabFailure);
    expect(await digest(session)).toBe(before);
    const tables = await session.database.rows<{ n: number }>(
      "SELECT count(*) AS n FROM duckdb_tables() WHERE table_name LIKE 'generated%'",
    );
    expect(tables).toEqual([{ n: 1 }]);
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
    await session.database.run(
      `INSERT INTO ingested SELECT 0, range::INTEGER, make_timestamp(range * 60000000), sin(range) FROM range(500)`,
    );
    await session.database.run(`INSERT INTO series VALUES (0, 'real', 'real.csv', 'UTC')`);
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
    const rows = await session.database.rows<{ row: number; by: number }>(
      `SELECT a."row", b.value - a.value AS "by" FROM stage_raw AS a JOIN stage_raw AS b USING ("row") WHERE a.sid = 0 AND b.sid = 1 AND a.value IS DISTINCT FROM b.value`,
    );
    expect(rows).toHaveLength(1);
    expect(rows[0]?.row).toBe(60);
    expect(rows[0]?.by).toBeCloseTo(10, 9);
  });
});
