import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deflateRawSync, crc32 } from 'node:zlib';
import {
  faults,
  faultyRecipe,
  PARTITION,
  rawCsv,
  RAW,
  rerecorded,
  zipOf,
  type Files,
} from '../../e2e/fixtures/faults';
import { byOtherHand, changed } from '../../e2e/fixtures/otherHand';
import { hasNab, nabData, nabMissing } from '../../e2e/fixtures/nab';
import type { Dataset } from '../core/dataset/documents';
import type { VerifyReport } from '../core/verify/types';
import { jsonOf, lab } from './lab.node';

let folder: string;
let input: string;
let bundle: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lab-verify-'));
  input = join(folder, 'input');
  bundle = join(folder, 'bundle');
  mkdirSync(join(input, 'site'), { recursive: true });
  writeFileSync(join(input, 'site/a.csv'), rawCsv());
  writeFileSync(join(folder, 'recipe.json'), JSON.stringify(faultyRecipe));
  const { code, stderr } = await lab(
    'run',
    join(folder, 'recipe.json'),
    '--input',
    input,
    '--output',
    bundle,
  );
  if (code !== 0) throw new Error(stderr);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const filesOf = (path: string): Files =>
  new Map(
    readdirSync(path, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((at) => [at.slice(path.length + 1), Uint8Array.from(readFileSync(at))]),
  );

describe('lab verify', () => {
  it('ends with 0 and "same" for a bundle as it was made, a folder or a zip', async () => {
    const zip = join(folder, 'bundle.zip');
    writeFileSync(zip, zipOf(filesOf(bundle)));
    for (const path of [bundle, zip]) {
      const ended = await lab('verify', path, '--json');
      expect(jsonOf(ended)).toMatchObject({ verdict: 'same', findings: [], replayed: { rows: 600 } });
      expect(ended.code).toBe(0);
    }
  });

  it.each(faults)('finds $name, and ends with 1', async ({ name: _name, plant, ...finding }) => {
    const path = join(folder, `${finding.code}.zip`);
    writeFileSync(path, plant(filesOf(bundle)));
    const ended = await lab('verify', path, '--json');
    expect(ended.code).toBe(1);
    const report = jsonOf(ended) as VerifyReport;
    expect(report.verdict).toBe('different');
    expect(report.findings).toContainEqual(expect.objectContaining({ severity: 'error', ...finding }));
    expect(existsSync(join(folder, '../../outside.txt'))).toBe(false);
  });

  it('replays a bundle without raw files where they are given, and else ends with 1', async () => {
    const bare = join(folder, 'bare.zip');
    const recipe = { ...faultyRecipe, export: { ...faultyRecipe.export, raw: false } };
    writeFileSync(join(folder, 'bare.json'), JSON.stringify(recipe));
    await lab('run', join(folder, 'bare.json'), '--input', input, '--output', bare);
    const unproven = await lab('verify', bare);
    expect(unproven).toMatchObject({ code: 1, stdout: expect.stringContaining('site/a.csv') as unknown });
    expect(await lab('verify', bare, '--input', input)).toMatchObject({ code: 0 });
  });

  it('replays what was read from Parquet and written by the general writer', async () => {
    const source = (files: unknown): unknown => (files as { files: { source: unknown }[] }).files[0]?.source;
    const looked = jsonOf(await lab('inspect', join(bundle, 'data/processed'), '--json'));
    const recipe = { recipe: 1, name: 'Again', sources: [source(looked)], export: { codec: 'zstd' } };
    writeFileSync(join(folder, 'again.json'), JSON.stringify(recipe));
    const again = join(folder, 'again.zip');
    const made = await lab(
      'run',
      join(folder, 'again.json'),
      '--input',
      join(bundle, 'data/processed'),
      '--output',
      again,
    );
    expect(made).toMatchObject({ code: 0, stdout: expect.stringContaining('600 rows') as unknown });
    expect(await lab('verify', again)).toMatchObject({ code: 0 });
  });

  it('holds a second version to the first, where that is at hand, and notes where it is not', async () => {
    const second = join(folder, 'second');
    const recipe = { ...faultyRecipe, steps: [{ duplicates: { keep: 'last' } }] };
    writeFileSync(join(folder, 'second.json'), JSON.stringify(recipe));
    const made = await lab(
      'run',
      join(folder, 'second.json'),
      '--input',
      input,
      '--output',
      second,
      '--previous',
      bundle,
    );
    expect(made).toMatchObject({ code: 0 });
    const dataset = JSON.parse(
      readFileSync(join(second, 'data/metadata/dataset_v2.json'), 'utf8'),
    ) as Dataset;
    const before = readFileSync(join(bundle, 'data/metadata/dataset_v1.json'));
    expect(dataset).toMatchObject({
      version: 2,
      previous: { version: 1, sha256: createHash('sha256').update(before).digest('hex') },
    });
    const alone = await lab('verify', second, '--json');
    expect(alone.code).toBe(0);
    expect(jsonOf(alone)).toMatchObject({
      verdict: 'same',
      findings: [{ code: 'version-before', severity: 'note' }],
    });
    const beside = await lab('verify', second, '--json', '--previous', bundle);
    expect(jsonOf(beside)).toMatchObject({ verdict: 'same', findings: [] });
    const none = await lab('verify', second, '--json', '--previous', input);
    expect(jsonOf(none)).toMatchObject({ error: { code: 'bundle-shape' } });
  });

  it('compares a bundle of another implementation row by row: a folder, a zip, a packed zip', async () => {
    const files = byOtherHand(filesOf(bundle));
    const packed = [...files].map(([name, bytes]) => ({
      name,
      packed: deflateRawSync(bytes),
      size: bytes.length,
      method: 8,
      crc: crc32(bytes),
    }));
    const other = join(folder, 'other');
    for (const [path, bytes] of files) {
      mkdirSync(dirname(join(other, path)), { recursive: true });
      writeFileSync(join(other, path), bytes);
    }
    writeFileSync(join(folder, 'other.zip'), zipOf(files));
    writeFileSync(join(folder, 'packed.zip'), zipOf([], packed));
    for (const path of [other, join(folder, 'other.zip'), join(folder, 'packed.zip')]) {
      const ended = await lab('verify', path, '--json');
      expect(jsonOf(ended)).toMatchObject({ verdict: 'same', comparison: 'row by row' });
      expect(ended.code).toBe(0);
    }
    const told = await lab('verify', other);
    expect(told.stdout).toContain('the same rows and documents, numbers to 1e-9');
    expect(told.stdout).toContain('note rows-alike: data-lab-spark 0.1.0 wrote this bundle');
    const faulty = byOtherHand(filesOf(bundle), {
      table: (of, table) =>
        of.endsWith('day=15')
          ? changed(table, 'value', (cell, row) => (row === 8 ? Number(cell) + 1e-6 : cell))
          : table,
    });
    writeFileSync(join(folder, 'faulty.zip'), zipOf(faulty));
    const found = await lab('verify', join(folder, 'faulty.zip'), '--json');
    expect(found.code).toBe(1);
    expect((jsonOf(found) as VerifyReport).findings).toContainEqual(
      expect.objectContaining({ code: 'rows-differ', file: PARTITION, row: 9, column: 'value' }),
    );
    writeFileSync(
      join(folder, 'rubbish.zip'),
      zipOf(rerecorded(filesOf(bundle), PARTITION, Uint8Array.from(Buffer.from('PAR1 rubbish PAR1')))),
    );
    expect((await lab('verify', join(folder, 'rubbish.zip'))).stdout).toContain('bytes-differ');
  }, 60_000);

  it('ends with 3 where there is no bundle', async () => {
    expect((await lab('verify', join(folder, 'none.zip'))).code).toBe(3);
  });
});

describe('lab inspect', () => {
  it('tells series, rows, span, zone and rejected lines of files, and of one that it cannot read why', async () => {
    const path = join(folder, 'looked');
    mkdirSync(path);
    writeFileSync(join(path, 'a.csv'), `${rawCsv({}, 50)}2023-03-14 23:00:00,many,cells\nno time,1\n`);
    writeFileSync(join(path, 'b.csv'), '');
    const ended = await lab('inspect', path, '--json');
    expect(ended.code).toBe(3);
    expect(jsonOf(ended)).toMatchObject({
      files: [
        {
          file: 'a.csv',
          kind: 'csv',
          zone: 'UTC',
          preview: {
            series: ['a.csv'],
            rows: 50,
            rejected: 2,
            first: '2023-03-14T00:00:00Z',
            complete: true,
          },
        },
        { file: 'b.csv', kind: 'unreadable', error: { code: 'file-empty' } },
      ],
    });
    const text = await lab('inspect', join(bundle, RAW));
    expect(text).toMatchObject({ code: 0, stdout: expect.stringContaining('600 rows') as unknown });
  });
});

describe('lab score', () => {
  interface Golden {
    threshold: number;
    files: Record<string, Record<string, { score: number; tp: number; tn: number; fp: number; fn: number }>>;
  }

  it.skipIf(!hasNab)(
    `gives what NAB's own code gives, file by file${hasNab ? '' : ` (${nabMissing})`}`,
    async () => {
      const nab = join(nabData, '..');
      const golden = JSON.parse(readFileSync(join(nab, 'golden_scores.json'), 'utf8')) as Golden;
      for (const profile of ['standard', 'reward_low_FP_rate', 'reward_low_FN_rate']) {
        const ended = await lab(
          'score',
          join(nab, 'results'),
          '--labels',
          join(nab, 'labels/combined_windows.json'),
          '--profile',
          profile,
          '--threshold',
          String(golden.threshold),
          '--json',
        );
        expect(ended.code).toBe(0);
        const { files, problems } = jsonOf(ended) as {
          files: Record<string, { score: number; tp: number; tn: number; fp: number; fn: number }>;
          problems: unknown[];
        };
        expect(problems).toEqual([]);
        expect(Object.keys(files).sort()).toEqual(Object.keys(golden.files).sort());
        for (const [name, expected] of Object.entries(golden.files)) {
          const { score, ...counts } = expected[profile] ?? { score: Number.NaN };
          expect(files[name]).toMatchObject(counts);
          expect(Math.abs((files[name]?.score ?? Number.NaN) - score)).toBeLessThan(1e-9);
        }
      }
    },
  );

  it('refuses labels that are points, and a profile that NAB does not have', async () => {
    const labels = join(folder, 'points.json');
    writeFileSync(labels, '{"a.csv": ["2023-03-14 00:00:00"]}');
    const results = join(folder, 'detector_a.csv');
    writeFileSync(results, 'timestamp,anomaly_score\n2023-03-14 00:00:00,0.5\n');
    const points = await lab('score', results, '--labels', labels, '--json');
    expect(points.code).toBe(3);
    expect(jsonOf(points)).toMatchObject({ error: { code: 'labels-shape' } });
    expect((await lab('score', results, '--labels', labels, '--profile', 'mine')).code).toBe(2);
  });
});
