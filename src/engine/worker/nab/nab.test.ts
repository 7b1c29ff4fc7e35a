import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { hasNab, nabData, nabMissing } from '../../../../e2e/fixtures/nab';
import { profileNames } from '../../../core/nab';
import type { LabelSet } from '../../../core/label/agreement';
import type { NabScoreReport } from '../../protocol';
import { openNodeDatabase } from '../duckdb/database.node';
import { detect } from '../detect';
import { plainRunner } from '../detect/runner';
import { nodeEnvironment } from '../ingest/environment.node';
import { inspectFiles } from '../ingest/inspectFiles';
import { loadFiles } from '../ingest/load';
import { Session } from '../session';
import { inThisThread } from '../steps/pool';
import { Undo } from '../transaction';
import { compareSets } from '../label/agreement';
import { labelFileDetails } from '../label/labelFileDetails';
import { nabScore } from './nabScore';
import { nabWindows } from './nabWindows';

const signal = new AbortController().signal;
const quiet = { signal, progress: () => undefined };
const changes = { annotations: [], edits: [] };

interface Given {
  name: string;
  text: string;
  skip?: boolean;
}

let lab: Session;
beforeAll(async () => {
  lab = Session.open(await openNodeDatabase(), inThisThread);
});

/** The session with these files in the place of those before, as a page would load them. */
async function loaded(given: readonly Given[]): Promise<Session> {
  lab.remove([...lab.series, ...lab.labelFiles].map(({ file }) => file));
  const named = given.map(({ name, text }) => ({ name, file: new File([text], name) }));
  const inspected = await inspectFiles(named, { ...quiet, environment: nodeEnvironment });
  const files = named.flatMap((file, index) => {
    const source = inspected[index]?.source;
    return source
      ? [{ ...file, source: given[index]?.skip ? { ...source, bad: 'skip' as const } : source }]
      : [];
  });
  const { store } = lab;
  const outcome = await loadFiles(
    { files },
    { ...quiet, store, environment: nodeEnvironment, existing: [], undo: new Undo() },
  );
  lab.series = outcome.series.map((one) => ({ ...one, source: 'file' }));
  lab.labelFiles = outcome.labelFiles;
  for (const { error } of outcome.files) if (error) throw new Error(error.message);
  return lab;
}

const minute = (row: number): string =>
  new Date(Date.UTC(2024, 0, 1, 0, row)).toISOString().slice(0, 19).replace('T', ' ');
const us = (row: number): number => Date.UTC(2024, 0, 1, 0, row) * 1000;
const data = (rows: number, value: (row: number) => number): string =>
  `timestamp,value\n${Array.from({ length: rows }, (_, row) => `${minute(row)},${value(row)}\n`).join('')}`;
const scores = (rows: number, detected: readonly number[]): string =>
  `timestamp,anomaly_score\n${Array.from({ length: rows }, (_, row) => `${minute(row)},${detected.includes(row) ? 1 : 0}\n`).join('')}`;
const labels = (json: object): Given => ({ name: 'labels.json', text: JSON.stringify(json) });

describe.skipIf(!hasNab)(`NAB's corpus as it is shared${hasNab ? '' : ` (${nabMissing})`}`, () => {
  const shared = join(nabData, '..');
  const files = (folder: string): Given[] =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.csv'))
      .sort()
      .map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }));
  const label = (name: string): Given => ({ name, text: readFileSync(join(shared, 'labels', name), 'utf8') });
  const golden = join(shared, 'golden_scores.json');
  const windows = async (): Promise<Record<string, unknown>> =>
    Object.fromEntries(
      (await nabWindows({ changes }, { ...quiet, session: lab })).map((one) => [
        one.name,
        one.windows.map(({ start, end }) => [start, end]),
      ]),
    );

  it("has NAB's windows from its points, and from points and windows together", async () => {
    await loaded([...files(nabData), label('combined_labels.json')]);
    const fromPoints = await windows();
    await loaded([...files(nabData), label('combined_labels.json'), label('combined_windows.json')]);
    expect(await windows()).toEqual(fromPoints);
    const given = JSON.parse(label('combined_windows.json').text) as Record<string, [string, string][]>;
    const time = (text: string): number => Date.parse(`${text.slice(0, 19).replace(' ', 'T')}Z`) * 1000;
    expect(Object.keys(fromPoints)).toHaveLength(lab.series.length);
    for (const [name, list] of Object.entries(fromPoints)) {
      expect(list, name).toEqual(given[name]?.map((pair) => pair.map(time)));
    }
  });

  it.skipIf(!existsSync(golden))('scores as the golden file says, for every profile', async () => {
    await loaded([...files(nabData), label('combined_labels.json')]);
    const { threshold, files: wanted } = JSON.parse(readFileSync(golden, 'utf8')) as {
      threshold: number;
      files: Record<string, Record<string, object>>;
    };
    const results = files(join(shared, 'results/numenta')).map(({ name, text }) => ({
      name,
      file: new File([text], name),
    }));
    for (const profile of profileNames) {
      const source = { kind: 'files', files: results } as const;
      const report = await nabScore({ changes, source, profile, threshold }, { ...quiet, session: lab });
      expect(report.unmatched).toEqual([]);
      expect(report.problems).toEqual([]);
      expect(report.files.map(({ name }) => name).sort()).toEqual(Object.keys(wanted).sort());
      for (const { name, score, tp, tn, fp, fn } of report.files) {
        const { score: exact, ...counts } = (wanted[name]?.[profile] ?? { score: NaN }) as { score: number };
        expect({ tp, tn, fp, fn }, name).toEqual(counts);
        expect(Math.abs(score - exact), name).toBeLessThan(1e-9);
      }
    }
  });

  it('is scored by the built-in detector, and the best threshold is no worse than another', async () => {
    await loaded([...files(nabData), label('combined_windows.json')]);
    const ask = (threshold: number | 'best'): Promise<NabScoreReport> => {
      const source = { kind: 'windowedGaussian', options: { window: 6400, step: 100 } } as const;
      const context = { ...quiet, session: lab, openRunner: plainRunner };
      return nabScore({ changes, source, profile: 'standard', threshold }, context);
    };
    const best = await ask('best');
    expect(best.files).toHaveLength(lab.series.length);
    expect(best.raw).toBeGreaterThanOrEqual((await ask(0.99999)).raw);
    expect((await ask(best.threshold)).raw).toBe(best.raw);
  });
});

describe('results', () => {
  const files = [
    { name: 'x/a.csv', text: data(100, () => 1) },
    labels({ 'x/a.csv': [[minute(40), minute(49)]] }),
  ];
  const score = async (session: Session, results: Record<string, string>): Promise<NabScoreReport> =>
    nabScore(
      {
        changes,
        source: {
          kind: 'files',
          files: Object.entries(results).map(([name, text]) => ({ name, file: new File([text], name) })),
        },
        profile: 'standard',
        threshold: 0.5,
        detail: 'x/a.csv',
      },
      { ...quiet, session },
    );

  it('say of each window and false positive what it contributed, at its time', async () => {
    const session = await loaded(files);
    const { marks, files: scored } = await score(session, { 'd_a.csv': scores(100, [20, 40, 80]) });
    expect(scored).toMatchObject([{ name: 'x/a.csv', tp: 1, fp: 2, fn: 9, tn: 73, windows: 1, found: 1 }]);
    expect(marks?.windows).toEqual([
      { start: us(40), end: us(49), contribution: 1, detected: us(40), scored: true },
    ]);
    expect([...(marks?.falsePositives.times ?? [])]).toEqual([us(20), us(80)]);
    expect(marks?.falsePositives.contributions[0]).toBe(-0.11);
    expect(marks?.probationEnd).toBe(us(15));
  });

  it('that belong to no series, come twice, or have other rows are named, and the others count', async () => {
    const session = await loaded([...files, { name: 'x/b.csv', text: data(50, () => 1) }]);
    const report = await score(session, {
      'd_a.csv': scores(100, []),
      'e_a.csv': scores(100, []),
      'd_b.csv': scores(49, []),
      'd_c.csv': scores(10, []),
    });
    expect(report.files.map(({ series }) => series)).toEqual(['x/a.csv']);
    expect(report.unmatched).toEqual(['d_c.csv']);
    expect(report.without).toEqual(['x/b.csv']);
    expect(report.problems.map(({ code, file }) => [code, file])).toEqual([
      ['results-shape', 'e_a.csv'],
      ['file-changed', 'd_b.csv'],
    ]);
  });

  it('of which none can be used are refused with the reason', async () => {
    const session = await loaded(files);
    await expect(score(session, { 'd_c.csv': scores(10, []) })).rejects.toMatchObject({
      error: { code: 'results-shape' },
    });
    await expect(score(session, { 'd_a.csv': 'timestamp,value\n1,2\n' })).rejects.toMatchObject({
      error: { code: 'column-unknown' },
    });
  });
});

describe('a detector', () => {
  const ask = async (session: Session, more: object = {}): ReturnType<typeof detect> =>
    detect(
      {
        series: session.series.map(({ name }) => name),
        detector: 'zscore',
        options: {},
        threshold: 4,
        joinRows: 0,
        afterProbation: true,
        ...more,
      },
      { ...quiet, session, openRunner: plainRunner },
    );

  it('proposes the rows that stand out, after the probation', async () => {
    const session = await loaded([
      { name: 'a.csv', text: data(200, (row) => ([5, 90, 91].includes(row) ? 50 : row % 2)) },
    ]);
    const [found] = (await ask(session)).series;
    expect(found).toMatchObject({
      series: 'a.csv',
      total: 1,
      found: [{ start: us(90), end: us(91) + 1, rows: 2, peakAt: us(90) }],
    });
    expect((await ask(session, { afterProbation: false })).series[0]?.total).toBe(2);
    expect((await ask(session, { threshold: 1000 })).series[0]?.found).toEqual([]);
  });

  it('refuses options that are not its own', async () => {
    const session = await loaded([{ name: 'a.csv', text: data(20, (row) => row) }]);
    await expect(ask(session, { options: { window: 2 } })).rejects.toMatchObject({
      error: { code: 'recipe-value', path: '$.window' },
    });
  });
});

describe('two sets of labels', () => {
  const compare = async (session: Session, a: LabelSet, b: LabelSet): ReturnType<typeof compareSets> =>
    compareSets({ changes, a, b }, { ...quiet, session });

  it('agree where they share time, and every difference is listed', async () => {
    const session = await loaded([
      { name: 'a.csv', text: data(100, () => 1) },
      { name: 'p.json', text: JSON.stringify({ 'a.csv': [minute(10), minute(70)] }) },
      {
        name: 'w.json',
        text: JSON.stringify({
          'a.csv': [
            [minute(5), minute(15)],
            [minute(40), minute(41)],
          ],
        }),
      },
    ]);
    const found = await compare(session, { file: 'p.json' }, { file: 'w.json' });
    expect(found).toMatchObject({ a: 2, b: 2, matchedA: 1, matchedB: 1 });
    expect(found.series[0]?.items.map(({ side, start }) => [side, start])).toEqual([
      ['both', us(5)],
      ['b', us(40)],
      ['a', us(70)],
    ]);
    expect(await compare(session, { file: 'p.json' }, { file: 'p.json' })).toMatchObject({ iou: 1 });
    expect(await compare(session, { origin: 'manual' }, { origin: 'detected' })).toMatchObject({
      series: [],
      a: 0,
    });
  });
});

describe('a label file', () => {
  const json = {
    'a.csv': [
      [minute(5), minute(9)],
      [minute(8), minute(12)],
      [minute(30), minute(20)],
      'soon',
      `${minute(40)}.5`,
      minute(900),
    ],
    'gone.csv': [],
  };
  const files = [
    { name: 'a.csv', text: data(100, () => 1) },
    { name: 'b.csv', text: data(100, () => 1) },
  ];

  it('with bad entries asks, says how many, and loads the good ones when they are to be skipped', async () => {
    const file = new File([JSON.stringify(json)], 'labels.json');
    const [inspection] = await inspectFiles([{ name: 'labels.json', file }], {
      ...quiet,
      environment: nodeEnvironment,
    });
    expect(inspection).toMatchObject({
      questions: [{ field: 'entries' }],
      entries: { good: 3, bad: 3, counts: { overlap: 1, backwards: 1, 'not-a-time': 1 } },
    });
    await expect(loaded([...files, labels(json)])).rejects.toThrow(/1 window that overlaps an earlier one/);
    const session = await loaded([...files, { ...labels(json), skip: true }]);
    expect(session.labelFiles[0]?.entries).toHaveLength(3);
    expect(await labelFileDetails({ file: 'labels.json' }, { ...quiet, session })).toMatchObject({
      entries: 3,
      counts: { overlap: 1, backwards: 1, 'not-a-time': 1 },
      unmatched: { total: 1, first: ['gone.csv'] },
      unlisted: { total: 1, first: ['b.csv'] },
      between: { total: 1, first: [{ series: 'a.csv', time: us(40) + 500_000 }] },
      outside: { total: 1, first: [{ series: 'a.csv', time: us(900) }] },
    });
  });

  it('in which nothing is a label is refused without a question', async () => {
    const file = new File(['{"name": "x", "version": 3}'], 'package.json');
    const [inspection] = await inspectFiles([{ name: 'package.json', file }], {
      ...quiet,
      environment: nodeEnvironment,
    });
    expect(inspection).toMatchObject({ kind: 'unreadable', error: { code: 'labels-shape' } });
  });
});
