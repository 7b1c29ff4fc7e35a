import { describe, expect, it } from 'vitest';
import type { Dataset } from '../../../core/dataset/documents';
import type { Recipe } from '../../../core/recipe/types';
import { exportBundle } from './bundle';
import { MemorySink } from './memorySink.node';
import {
  minutely,
  every,
  resampled,
  stagesOf,
  us,
  labels,
  done,
  request,
  recipe,
  context,
  json,
  asking,
  readParquet,
  anomalies,
} from './bundleTest.node';

describe('the stages of a bundle', () => {
  it('has both stages in folders of their own where the recipe asks for both, labelled where the labels lie in each', async () => {
    const sink = new MemorySink();
    const report = await exportBundle(asking(['resampled', 'clean']), context(sink));
    expect(report).toMatchObject({ rows: 1800, notes: [] });
    const folders = [...sink.files.keys()].flatMap((path) => /^data\/processed\/\w+\/year/.exec(path) ?? []);
    expect([...new Set(folders)]).toEqual(['data/processed/clean/year', 'data/processed/resampled/year']);
    const dataset = json(sink, 'data/metadata/dataset_v1.json') as Dataset;
    expect(dataset.earlierStages).toMatchObject([{ stage: 'clean', rows: 1500 }]);
    expect(dataset.processed).toMatchObject({ stage: 'resampled', rows: 300 });
    const labelled = anomalies(sink);
    // One hour: 30 rows two minutes apart, 6 buckets of ten.
    expect(labelled('data/processed/clean/year=2023/month=03/day=14/part-0.parquet')).toBe(30);
    expect(labelled('data/processed/resampled/year=2023/month=03/day=14/part-0.parquet')).toBe(6);
  });

  it('of the cleaned rows alone has the labels, checks and text files of these', async () => {
    const sink = new MemorySink();
    const [first, lost] = labels;
    // Its ends lie between two rows.
    const between = { ...first!, start: us('2023-03-14T01:01Z'), end: us('2023-03-14T01:31Z') };
    await exportBundle(asking(['clean']), { ...context(sink), labels: [between, lost!] });
    expect(json(sink, 'data/metadata/dataset_v1.json')).toMatchObject({
      processed: { stage: 'clean', path: 'data/processed', rows: 1500 },
    });
    expect(json(sink, 'data/metadata/anomalies_v1.json')).toMatchObject({
      anomalies: [
        { rows: 15, labelStart: '2023-03-14T01:02:00Z', labelEnd: '2023-03-14T01:30:00Z' },
        { rows: 0, labelStart: null },
      ],
    });
    expect(json(sink, 'labels/combined_windows.json')).toEqual({
      '../a.csv': [['2023-03-14 01:02:00.000000', '2023-03-14 01:30:00.000000']],
    });
    const csv = new TextDecoder().decode(sink.files.get('data/processed_csv/__/a.csv'));
    expect(csv.split('\r\n')).toHaveLength(1502);
  });

  it('of a recipe that asks for resampled rows which no step makes says so: before writing where it asks for no others', async () => {
    const sink = new MemorySink();
    const clean = { ...context(sink), stages: stagesOf({ name: '../a.csv', clean: resampled() }) };
    await expect(exportBundle(asking(['resampled']), clean)).rejects.toMatchObject({
      error: { code: 'nothing-to-export', message: expect.stringContaining('export.stages') as unknown },
    });
    expect(sink.files.size).toBe(0);
    const { notes } = await exportBundle(asking(['clean', 'resampled']), clean);
    expect(notes).toEqual([expect.stringContaining('No step of the recipe resamples')]);
    expect([...sink.files.keys()][0]).toBe('data/processed/year=2023/month=03/day=14/part-0.parquet');
  });

  it('has a generated series as it was made and its twin, in the order of their rows', async () => {
    const sink = new MemorySink();
    const plain = recipe();
    const wanted: Recipe = {
      ...plain,
      sources: [],
      generated: [{ copy: '../a.csv', name: 's1' }],
      export: { ...plain.export, twin: true },
    };
    const base = context(sink);
    const made = { ...done, name: 's1' };
    await exportBundle(
      { ...request(), recipe: wanted },
      {
        ...base,
        ran: wanted,
        stages: stagesOf(made),
        series: base.series.map((one) => ({ ...one, name: 's1', file: 's1', source: 'copy', rows: 1500 })),
        run: { ...base.run, checks: base.run.checks.map((check) => ({ ...check, series: 's1' })) },
        labels: [{ ...labels[0]!, series: 's1' }],
        async *twin() {
          await Promise.resolve();
          yield minutely('2023-03-14T00:00Z', every(1000, 2));
          yield minutely('2023-03-15T09:20Z', every(500, 2));
        },
      },
    );
    const written = readParquet(sink, 'data/raw/s1/part-0.parquet');
    expect(written.schema.fields.map(({ name }) => name)).toEqual([
      'series',
      'timestamp',
      'value',
      'is_anomaly',
      'anomaly_type',
      'anomaly_id',
    ]);
    expect([...(written.getChild('value') ?? [])]).toEqual([...(made.raw?.values ?? [])]);
    expect(readParquet(sink, 'data/twin/s1/part-0.parquet').numRows).toBe(1500);
    expect(anomalies(sink)('data/raw/s1/part-0.parquet')).toBe(30);
  });
});
