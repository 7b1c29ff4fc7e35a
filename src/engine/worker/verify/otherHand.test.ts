import type { Table } from 'apache-arrow';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  CATALOGUE,
  DATASET,
  edited,
  PARTITION,
  RECIPE,
  rerecorded,
  textOf,
  utf8,
  withFile,
  without,
  type Files,
} from '../../../../e2e/fixtures/faults';
import { byOtherHand, changed, partOf, type OtherHand } from '../../../../e2e/fixtures/otherHand';
import type { Dataset } from '../../../core/dataset/documents';
import type { Recipe } from '../../../core/recipe/types';
import type { VerifyReport } from '../../../core/verify/types';
import { bundleOf, recipe, VERSION, verified } from './bundles.node';

const CHECKS = 'data/metadata/checks_v1.json';
const DAY = PARTITION.slice(0, PARTITION.lastIndexOf('/'));

let files: Files;
beforeAll(async () => {
  files = await bundleOf();
}, 60_000);

const problems = ({ findings }: VerifyReport): unknown[] =>
  findings.filter(({ severity }) => severity !== 'note').map(({ message: _message, ...rest }) => rest);
const notes = ({ findings }: VerifyReport): string[] =>
  findings.filter(({ severity }) => severity === 'note').map(({ code }) => code);
const hand = (rest: OtherHand = {}): Promise<VerifyReport> => verified(byOtherHand(files, rest));
/** Something else in the table of one day. */
const onDay = (change: (table: Table) => Table | null): OtherHand => ({
  table: (folder, table) => (folder === DAY ? change(table) : table),
});
const fault = (finding: Record<string, unknown>): unknown => expect.objectContaining(finding);

describe('a bundle of another implementation of the recipe', () => {
  it('is the same where its rows and documents are, in whatever files', async () => {
    for (const rows of [100, 17, 1_000_000]) {
      const report = await hand({ rows });
      expect(problems(report)).toEqual([]);
      expect(report).toMatchObject({ verdict: 'same', comparison: 'row by row' });
      expect(notes(report).sort()).toEqual(['left-out', 'not-compared', 'rows-alike']);
    }
  });

  it('is so with splits, both stages and twins', async () => {
    const all = {
      ...recipe,
      splits: [{ name: 'train', share: 0.7 }, { name: 'test' }],
      export: { ...recipe.export, partition: ['year'], stages: ['clean', 'resampled'], twin: true },
    } satisfies Recipe;
    const report = await verified(byOtherHand(await bundleOf(all)));
    expect(problems(report)).toEqual([]);
    expect(report.verdict).toBe('same');
  });

  it('may have rows of one time in an order of its own', async () => {
    // Nothing takes duplicates away: each time comes twice.
    const twice: Recipe = { ...recipe, steps: [] };
    const [source, ...rest] = recipe.generated;
    if (!source || !('synthetic' in source)) throw new Error('expected a generated series');
    const made = await bundleOf({
      ...twice,
      generated: [{ ...source, faults: { duplicates: 0.4 } }, ...rest],
      injections: [],
    });
    let swapped = 0;
    const bundle = byOtherHand(made, {
      rows: 50,
      table: (_, table) => {
        const order = Array.from({ length: table.numRows }, (_one, row) => row);
        const [series, time] = [table.getChild('series'), table.getChild('timestamp')];
        for (let row = 1; row < table.numRows; row++)
          if (series?.get(row) === series?.get(row - 1) && time?.get(row) === time?.get(row - 1)) {
            [order[row - 1], order[row]] = [row, row - 1];
            swapped++;
            row++;
          }
        const value = table.getChild('value');
        return changed(table, 'value', (_cell, row) => value?.get(order[row] ?? 0) as unknown);
      },
    });
    expect(swapped).toBeGreaterThan(50);
    const report = await verified(bundle);
    expect(problems(report)).toEqual([]);
    expect(report.verdict).toBe('same');
  });

  it('is a bundle of the lab where it says so, and then is held to its bytes', async () => {
    const software = [{ name: 'Anomaly Data Lab', version: VERSION, role: 'application' }];
    const report = await hand({ software });
    expect(report).toMatchObject({ verdict: 'different', comparison: 'byte for byte' });
  });

  it('without its raw files is unproven until they are given', async () => {
    const bare = new Map([...byOtherHand(files)].filter(([path]) => !path.startsWith('data/raw/')));
    const report = await verified(bare);
    expect(report.verdict).toBe('different');
    expect(report.findings).toContainEqual(fault({ code: 'file-missing', file: 'data/raw/site/a.csv' }));
  });
});

describe('a fault in it is found by name', () => {
  it('a value that is off by 1e-6', async () => {
    const report = await hand({
      ...onDay((table) => changed(table, 'value', (cell, row) => (row === 120 ? Number(cell) + 1e-6 : cell))),
    });
    expect(problems(report)).toEqual([
      fault({ code: 'rows-differ', file: partOf(DAY, 1), row: 21, column: 'value' }),
    ]);
  });

  it.each([
    ['is_anomaly', (cell: unknown) => !cell],
    ['anomaly_type', () => 'drop'],
    ['filled', (cell: unknown) => !cell],
    ['observations', (cell: unknown) => Number(cell) + 1],
    ['timestamp', (cell: unknown) => Number(cell) + 1],
    ['series', () => 'another'],
  ])('a cell of %s', async (column, change) => {
    const report = await hand(
      onDay((table) => changed(table, column, (cell, row) => (row === 7 ? change(cell) : cell))),
    );
    expect(problems(report)).toEqual([fault({ code: 'rows-differ', file: partOf(DAY, 0), row: 8, column })]);
  });

  it('a row that is missing, in the middle and at the end, and one too many', async () => {
    const middle = await hand(onDay((table) => table.slice(0, 50).concat(table.slice(51))));
    expect(problems(middle)).toEqual([
      fault({ code: 'rows-differ', file: partOf(DAY, 0), row: 51, column: 'timestamp' }),
    ]);
    const end = await hand(onDay((table) => table.slice(0, table.numRows - 1)));
    expect(problems(end)).toEqual([fault({ code: 'rows-differ', expected: '288', got: '287' })]);
    const more = await hand(onDay((table) => table.concat(table.slice(table.numRows - 1))));
    expect(problems(more)).toEqual([fault({ code: 'rows-differ', expected: '288', got: '289' })]);
    const twice = await hand(onDay((table) => table.slice(0, 51).concat(table.slice(50))));
    expect(problems(twice)).toEqual([fault({ code: 'rows-differ', row: 52, column: 'timestamp' })]);
  });

  it('a partition that is missing, its record too, and one too many', async () => {
    const gone = await hand(onDay(() => null));
    expect(problems(gone)).toEqual([fault({ code: 'file-missing', file: PARTITION })]);
    const made = byOtherHand(files);
    const lost = await verified(without(made, partOf(DAY, 1)));
    expect(problems(lost)).toContainEqual(fault({ code: 'file-missing', file: partOf(DAY, 1) }));
    const extra = 'data/processed/year=2031/month=01/day=01/part-0.parquet';
    const report = await verified(withFile(made, extra, made.get(PARTITION) ?? new Uint8Array()));
    expect(problems(report)).toContainEqual(fault({ code: 'file-not-made', file: extra }));
    expect(problems(report)).toContainEqual(fault({ code: 'file-extra', file: extra }));
  });

  it('other bytes than were recorded', async () => {
    const made = byOtherHand(files);
    const report = await verified(withFile(made, PARTITION, made.get(partOf(DAY, 1)) ?? new Uint8Array()));
    expect(problems(report)).toContainEqual(fault({ code: 'file-hash', file: PARTITION }));
    expect(problems(report)).toContainEqual(fault({ code: 'rows-differ' }));
  });

  it('rubbish in the place of a partition', async () => {
    const made = byOtherHand(files);
    const report = await verified(withFile(made, PARTITION, utf8('PAR1 rubbish PAR1')));
    expect(problems(report)).toContainEqual(fault({ code: 'bytes-differ', file: PARTITION }));
  });

  it('a label’s interval, its severity, a verdict of a check, what a step did, rows of a file', async () => {
    const on = (path: string, from: string | RegExp, to: string): OtherHand => ({
      text: (at, text) => {
        if (at !== path) return text;
        if (text.replace(from, to) === text) throw new Error(`expected ${String(from)}`);
        return text.replace(from, to);
      },
    });
    const differs = async (given: OtherHand, file: string, path: string): Promise<void> => {
      const report = await hand(given);
      expect(problems(report)).toEqual([fault({ code: 'document-differs', file, path })]);
    };
    await differs(
      on(CATALOGUE, '"end":"2023-03-14T11:00:00.000001Z"', '"end":"2023-03-14T11:05:00.000001Z"'),
      CATALOGUE,
      '$.anomalies[1].end',
    );
    await differs(
      on(CATALOGUE, /"severitySigma":[\d.]+/, '"severitySigma":6.000001'),
      CATALOGUE,
      '$.anomalies[0].severitySigma',
    );
    await differs(on(CHECKS, '"pass":true', '"pass":false'), CHECKS, '$.checks[0].pass');
    const dataset = (change: (its: Dataset) => void): OtherHand => ({
      dataset: (its) => {
        change(its);
        return its;
      },
    });
    await differs(
      dataset(({ transformations: [step] }) => step && (step.rowsOut += 1)),
      DATASET,
      '$.transformations[0].rowsOut',
    );
    await differs(
      dataset(({ transformations: [step] }) => {
        const value = step?.statistics[0]?.after.value;
        if (value?.mean) value.mean *= 1.000_001;
      }),
      DATASET,
      '$.transformations[0].statistics[0].after.value.mean',
    );
    await differs(
      dataset(({ processed, files: all }) => {
        for (const list of [processed.files, all])
          for (const file of list) if (file.path === PARTITION) file.rows = 99;
      }),
      DATASET,
      `rows of ${PARTITION}`,
    );
  });

  it('another recipe, its hash recorded or not', async () => {
    const made = byOtherHand(files);
    const other = withFile(made, RECIPE, edited(made, RECIPE, '"with": "mean"', '"with": "max"'));
    const report = await verified(other);
    expect(problems(report)).toContainEqual(fault({ code: 'recipe-changed', file: RECIPE }));
    expect(problems(report)).toContainEqual(fault({ code: 'rows-differ', column: 'value' }));
  });

  it('CSV that is not the lab’s is told to be not compared: unproven', async () => {
    const made = await bundleOf({ ...recipe, export: { ...recipe.export, csv: true } });
    const path = [...made.keys()].find((one) => one.startsWith('data/processed_csv/')) ?? '';
    const report = await verified(
      byOtherHand(withFile(made, path, utf8(textOf(made, path).replace(/\n/g, '\r\n')))),
    );
    expect(report.verdict).toBe('unproven');
    expect(problems(report)).toEqual([fault({ code: 'not-compared', severity: 'warning', file: path })]);
  });
});

describe('a bundle of another version of the lab', () => {
  it('may have other texts and scripts, which are named, and no other rows or documents', async () => {
    const texts = ['README.md', 'pipeline.py', 'pipeline.sql', 'mlflow_dataset.py'];
    const old = texts.reduce((sum, path) => rerecorded(sum, path, utf8(`${textOf(sum, path)}\n`)), files);
    expect((await verified(old, { version: VERSION })).verdict).toBe('different');
    const report = await verified(old, { version: '9.9.9' });
    expect(problems(report)).toEqual([]);
    expect(report.verdict).toBe('same');
    expect(new Set(report.findings.map(({ file }) => file))).toEqual(new Set(texts));
    const wrong = rerecorded(old, CATALOGUE, edited(old, CATALOGUE, '"spike"', '"drop"'));
    expect(problems(await verified(wrong, { version: '9.9.9' }))).toContainEqual(
      fault({ code: 'document-differs', file: CATALOGUE }),
    );
  });
});
