import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Ajv2020 from 'ajv/dist/2020';
import { describe, expect, it } from 'vitest';
import { rawPaths } from '../../../core/dataset/rawPaths';
import type { PartitionUnit, Recipe } from '../../../core/recipe/types';
import { rowsOf } from '../../../core/rows/piece';
import type { Rows } from '../../../core/rows/types';
import { MemoryStages } from '../series/memoryStages.node';
import { exportBundle } from './bundle';
import { MemorySink } from './memorySink.node';
import type { BundleSink } from './sink';
import { countFiles } from './countFiles';
import { ZipWriter } from './zipWriter';
import {
  minutely,
  every,
  stagesOf,
  us,
  labels,
  raw,
  recipe,
  request,
  context,
  json,
} from './bundleTest.node';

describe('a bundle', () => {
  it('keeps each part of a data set of several files as it came, and names its folder', async () => {
    const sink = new MemorySink();
    const names = ['set/k=a/p.parquet', 'set/k=b/p.parquet'];
    const given = recipe();
    const [source] = given.sources;
    const parts = names.map((file) => ({ file }));
    const changed = { ...given, sources: [{ ...source!, file: 'set', parts }] };
    const files = names.map((name) => ({ name, file: new File([name], name) }));
    await exportBundle({ ...request(), recipe: changed, raw: files }, { ...context(sink), ran: changed });
    for (const name of names) expect(new TextDecoder().decode(sink.files.get(`data/raw/${name}`))).toBe(name);
    expect(json(sink, 'data/metadata/dataset_v1.json')).toMatchObject({
      sources: [{ name: 'set', path: 'data/raw/set' }],
    });
  });

  it('is not written for a recipe that is not the one that ran', async () => {
    const sink = new MemorySink();
    const ran = { ...recipe(), steps: [] };
    const named = { ...recipe(), steps: [], seed: 7 };
    await expect(
      exportBundle({ ...request(), recipe: named }, { ...context(sink), ran }),
    ).rejects.toMatchObject({
      error: { code: 'recipe-changed' },
    });
    expect(sink.files.size).toBe(0);
  });

  it('has the labels made by hand of the recipe that ran where the request comes without them', async () => {
    const sink = new MemorySink();
    const one = { start: '2023-03-14T01:00:00Z', end: '2023-03-14T02:00:00Z', type: 'x', id: '1' };
    const annotations = [{ ...one, series: '../a.csv', shape: 'window', origin: 'manual' } as const];
    const ran: Recipe = { ...recipe(), annotations };
    await exportBundle({ ...request(), annotationsAsRan: true }, { ...context(sink), ran });
    expect(json(sink, 'data/metadata/recipe.json')).toEqual(ran);
    await expect(
      exportBundle({ ...request(), annotationsAsRan: false }, { ...context(new MemorySink()), ran }),
    ).rejects.toMatchObject({ error: { code: 'recipe-changed' } });
  });

  it('holds label files as they came beside the data, so that it can be opened again', async () => {
    const sink = new MemorySink();
    const file = new File(['{"a.csv": ["2023-03-14 00:00:00"]}'], 'w.json');
    const whole = {
      ...recipe(),
      labels: [{ file: 'labels/w.json', sha256: 'f'.repeat(64), zone: 'Asia/Tokyo' }],
    };
    const asked = { ...request(), recipe: whole, raw: [...request().raw, { name: 'labels/w.json', file }] };
    await exportBundle(asked, { ...context(sink), ran: whole });
    expect(sink.files.get('data/raw/labels/w.json')).toEqual(new Uint8Array(await file.arrayBuffer()));
    const dataset = json(sink, 'data/metadata/dataset_v1.json') as { sources: unknown[] };
    expect(dataset.sources).toMatchObject([
      { kind: 'file', path: 'data/raw/__/a.csv' },
      { kind: 'labels', path: 'data/raw/labels/w.json', sha256: 'f'.repeat(64), zone: 'Asia/Tokyo' },
    ]);
    for (const [name, path] of rawPaths(whole)) expect(sink.files.has(path), name).toBe(true);
  });

  it('says which windows its label files cannot hold, since the times of their rows come twice', async () => {
    const twice = every(300, 10).map((_, row) => Math.floor(row / 2) * 10);
    const sink = new MemorySink();
    const report = await exportBundle(request(), {
      ...context(sink),
      stages: stagesOf({ name: '../a.csv', clean: minutely('2023-03-14T00:00Z', twice) }),
    });
    expect(json(sink, 'labels/combined_windows.json')).toEqual({ '../a.csv': [] });
    expect(report.notes).toEqual([
      expect.stringContaining('1 labelled window cannot stand in the label files'),
    ]);
    expect(json(sink, 'data/metadata/checks_v1.json')).toMatchObject({
      checks: expect.arrayContaining([
        expect.objectContaining({
          expectation: 'every window in the label files',
          series: '../a.csv',
          pass: false,
        }),
      ]) as unknown,
    });
  });

  it("has in NAB's label file the points that lie within a window, at rows", async () => {
    const sink = new MemorySink();
    const [window] = labels;
    const stated = {
      ...window!,
      points: [us('2023-03-14T01:05Z'), us('2023-03-14T01:50Z'), us('2023-03-14T03:00Z')],
    };
    await exportBundle(request(), { ...context(sink), labels: [stated] });
    expect(json(sink, 'labels/combined_labels.json')).toEqual({
      '../a.csv': ['2023-03-14 01:10:00', '2023-03-14 01:50:00'],
    });
  });

  it('says which files of the recipe it is without', async () => {
    const sink = new MemorySink();
    const report = await exportBundle({ ...request(), awaited: ['b.csv'] }, context(sink));
    expect(report.notes).toEqual([expect.stringContaining('b.csv, a file of the recipe, was not there')]);
    expect(json(sink, 'data/metadata/checks_v1.json')).toMatchObject({
      checks: expect.arrayContaining([
        expect.objectContaining({
          expectation: 'every file of the recipe is there',
          observed: 'b.csv is awaited',
          pass: false,
        }),
      ]) as unknown,
    });
  });

  it('holds every file, under safe paths, and metadata that its own schemas accept', async () => {
    const sink = new MemorySink();
    await exportBundle(request(), context(sink));
    expect(sink.finished).toBe(true);
    for (const name of ['dataset', 'anomalies', 'checks']) {
      const validate = new Ajv2020({ allErrors: true }).compile(
        json(sink, `data/metadata/schemas/${name}.schema.json`) as object,
      );
      expect(validate(json(sink, `data/metadata/${name}_v1.json`)), JSON.stringify(validate.errors)).toBe(
        true,
      );
    }
    expect([...sink.files.keys()].filter((path) => path.split('/').includes('..'))).toEqual([]);
    expect(sink.files.get('data/raw/__/a.csv')).toEqual(new Uint8Array(await raw.arrayBuffer()));
    expect(json(sink, 'data/metadata/checks_v1.json')).toMatchObject({
      checks: expect.not.arrayContaining([
        expect.objectContaining({ expectation: 'every file of the recipe is there' }),
      ]) as unknown,
    });
    if (process.env.BUNDLE_TO) {
      for (const [path, bytes] of sink.files) {
        mkdirSync(dirname(join(process.env.BUNDLE_TO, path)), { recursive: true });
        writeFileSync(join(process.env.BUNDLE_TO, path), bytes);
      }
    }
  });

  it.each([
    ['dataset_v1.json', '$.sources[0].rejected', { rejected: new Map([['../a.csv', -1]]) }],
    [
      'dataset_v1.json',
      '$.sources[0].rejects[0].count',
      { reasons: new Map([['../a.csv', [{ reason: 'x', count: 0.5 }]]]) },
    ],
    [
      'anomalies_v1.json',
      '$.anomalies[1].confidence',
      { labels: labels.map((label) => ({ ...label, confidence: label.id === 'lost' ? 7 : 1 })) },
    ],
  ])('whose %s is wrong at %s is never closed, and nothing of it remains', async (name, path, wrong) => {
    const sink = new MemorySink();
    await expect(exportBundle(request(), { ...context(sink), ...wrong })).rejects.toMatchObject({
      error: { code: 'document-invalid', file: `data/metadata/${name}`, path },
    });
    expect([sink.finished, sink.files.size]).toEqual([false, 0]);
  });

  it('has the refused lines of each file by their reason', async () => {
    const sink = new MemorySink();
    const rejects = [
      { reason: 'expected 2 cells, found 3', count: 4 },
      { reason: 'expected a time', count: 1 },
    ];
    const refused = { rejected: new Map([['../a.csv', 5]]), reasons: new Map([['../a.csv', rejects]]) };
    await exportBundle(request(), { ...context(sink), ...refused });
    expect(json(sink, 'data/metadata/dataset_v1.json')).toMatchObject({
      sources: [{ rejected: 5, rejects }],
    });
  });

  it('is a further version of its data set where one came before, and names it', async () => {
    const sink = new MemorySink();
    const previous = { version: 3, sha256: 'c'.repeat(64), dataset: {}, recipe: recipe(), checks: [] };
    await exportBundle({ ...request(), previous }, context(sink));
    const paths = [...sink.files.keys()].filter((path) => /_v\d/.test(path));
    expect(paths.map((path) => path.slice('data/metadata/'.length))).toEqual([
      'anomalies_v4.json',
      'checks_v4.json',
      'dataset_v4.json',
    ]);
    for (const path of paths) expect(json(sink, path)).toMatchObject({ format: 2, version: 4 });
    expect(json(sink, 'data/metadata/dataset_v4.json')).toMatchObject({
      previous: { version: 3, sha256: 'c'.repeat(64) },
      checks: { path: 'data/metadata/checks_v4.json' },
    });
    expect(new TextDecoder().decode(sink.files.get('README.md'))).toContain('data/metadata/dataset_v4.json');
  });

  it('is the same, byte for byte, for the same recipe and input', async () => {
    const [a, b] = [new MemorySink(), new MemorySink()];
    await exportBundle(request(), context(a));
    await exportBundle(request(), context(b));
    expect([...a.files]).toEqual([...b.files]);
  });

  it('may have 130,000 files', async () => {
    const hours = { name: '../a.csv', clean: minutely('2000-01-01T00:00Z', every(130_000, 60)) };
    const written: string[] = [];
    const sink: BundleSink = {
      write: (path) => Promise.resolve(void written.push(path)),
      finish: () => Promise.resolve({ bytes: 0 }),
      abort: () => Promise.resolve(),
    };
    const plain = recipe();
    const report = await exportBundle(
      {
        ...request(),
        recipe: {
          ...plain,
          export: { ...plain.export, partition: ['year', 'month', 'day', 'hour'], csv: false },
        },
      },
      {
        ...context(new MemorySink()),
        stages: new MemoryStages([hours]),
        labels: [],
        openSink: () => Promise.resolve(sink),
        // What is in the files is not the point.
        openWriter: () => ({
          width: 1,
          write: ({ path, rows }) =>
            Promise.resolve({
              path,
              rows,
              bytes: Uint8Array.of(0),
              sha256: '0'.repeat(64),
              crc: 0,
              md5: '0'.repeat(32),
              times: [],
            }),
          close: () => undefined,
        }),
      },
    );
    expect(report.files.filter(({ path }) => path.endsWith('.parquet'))).toHaveLength(130_000);
    expect(written).toHaveLength(report.files.length);
  });

  it('has as many Parquet files as are announced before, whatever the gaps, the series and the partitions', async () => {
    // Three hours of three days within five years, one of them in two series.
    const three = (...days: string[]): Rows => {
      const times = days.map((day) => minutely(day, every(18, 10)).times);
      const all = Float64Array.from(times.flatMap((some) => [...some]));
      return rowsOf(all, new Float64Array(all.length));
    };
    const stages = stagesOf(
      { name: '../a.csv', clean: three('2019-12-31T22:30Z', '2024-06-01T00:00Z') },
      { name: 'b.csv', clean: three('2024-06-01T00:00Z', '2024-06-30T05:00Z') },
    );
    const units: PartitionUnit[] = ['year', 'month', 'day', 'hour'];
    const found: number[][] = [];
    for (const depth of [0, 1, 2, 3, 4]) {
      const sink = new MemorySink();
      const partition = units.slice(0, depth);
      const plain = recipe();
      const base = context(sink);
      const wanted = { ...plain, export: { ...plain.export, partition, csv: false } };
      await exportBundle(
        { ...request(), recipe: wanted },
        {
          ...base,
          ran: wanted,
          run: {
            ...base.run,
            checks: base.run.checks.flatMap((check) => [check, { ...check, series: 'b.csv' }]),
          },
          stages,
          series: [...base.series, { ...base.series[0]!, id: 1, name: 'b.csv' }],
          labels: [],
        },
      );
      const written = [...sink.files.keys()].filter((path) => path.startsWith('data/processed/'));
      const counted = countFiles({
        stages,
        stage: 'processed',
        units: partition,
        series: [0, 1],
        signal: base.signal,
      });
      found.push([await counted, written.length]);
    }
    expect(found).toEqual([
      [1, 1],
      [3, 3],
      [3, 3],
      [4, 4],
      [10, 10],
    ]);
  });

  it('leaves nothing when it is cancelled', async () => {
    const [sink, controller] = [new MemorySink(), new AbortController()];
    const running = exportBundle(request(), {
      ...context(sink, controller),
      progress: () => controller.abort(),
    });
    await expect(running).rejects.toMatchObject({ name: 'AbortError' });
    expect(sink.files.size).toBe(0);
    expect(sink.finished).toBe(false);
  });

  it('becomes the same zip, byte for byte, for the same recipe, input and moment', async () => {
    const bundle = async (): Promise<Uint8Array> => {
      const parts: Uint8Array<ArrayBuffer>[] = [];
      const zip = new ZipWriter((part) => parts.push(part.slice()));
      await exportBundle(request(), {
        ...context(new MemorySink()),
        openSink: () =>
          Promise.resolve({
            write: (...entry) => zip.write(...entry),
            finish: () => Promise.resolve(zip.finish()).then(() => ({ bytes: 0 })),
            abort: () => Promise.resolve(zip.stop()),
          }),
      });
      return new Uint8Array(await new Blob(parts).arrayBuffer());
    };
    const first = await bundle();
    expect(first.length).toBeGreaterThan(1000);
    expect(await bundle()).toEqual(first);
  });
});
