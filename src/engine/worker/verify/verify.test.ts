import { beforeAll, describe, expect, it } from 'vitest';
import {
  bombs,
  CATALOGUE,
  DATASET,
  PARTITION,
  RAW,
  RECIPE,
  rerecorded,
  utf8,
  withFile,
  without,
  edited as editedIn,
  zipOf as zipBytes,
  type Files,
} from '../../../../e2e/fixtures/faults';
import { at } from '../../../core/list';
import type { FindingCode, VerifyReport } from '../../../core/verify/types';
import { bundleOf, csv, given, recipe, verified } from './bundles.node';

let files: Files;
let zip: File;
beforeAll(async () => {
  files = await bundleOf();
  zip = zipOf(files);
}, 60_000);

const codes = ({ findings }: VerifyReport): FindingCode[] => [...new Set(findings.map(({ code }) => code))];
const bytesOf = async (file: Blob): Promise<Uint8Array<ArrayBuffer>> =>
  new Uint8Array(await file.arrayBuffer());
const edited = (path: string, from: string | RegExp, to: string): Uint8Array<ArrayBuffer> =>
  editedIn(files, path, from, to);
const zipOf = (...parts: Parameters<typeof zipBytes>): File => new File([zipBytes(...parts)], 'bundle.zip');

describe('a bundle as it was made', () => {
  it('is the same as its replay, as a zip, packed anew and as a folder', async () => {
    const packed = new Map([...files].map(([path, bytes]) => [`some/folder/${path}`, bytes]));
    for (const bundle of [zip, files, packed]) {
      const report = await verified(bundle);
      expect(report.findings).toEqual([]);
      expect(report).toMatchObject({
        verdict: 'same',
        name: 'Trial',
        version: 1,
        files: files.size,
        documents: 4,
        replayed: { files: files.size },
      });
    }
  });

  it('with both stages, CSV, NAB’s layout, twins and another codec is so too', async () => {
    const all = {
      ...recipe,
      export: {
        partition: ['year', 'month', 'day', 'hour'],
        stages: ['clean', 'resampled'],
        codec: 'zstd',
        smallest: true,
        csv: true,
        raw: true,
        nab: true,
        twin: true,
      },
    } satisfies typeof recipe;
    const report = await verified(zipOf(await bundleOf(all)));
    expect(report.findings).toEqual([]);
    expect(report.verdict).toBe('same');
  });

  it('without its raw files is unproven until they are given, and another file is found out', async () => {
    const bare = await bundleOf({ ...recipe, export: { ...recipe.export, raw: false } });
    const unproven = await verified(bare);
    expect(unproven).toMatchObject({ verdict: 'unproven', replayed: null });
    expect(codes(unproven)).toEqual(['raw-missing']);
    const raw = given().map(({ name, file }) => ({ name, file }));
    expect((await verified(bare, { raw })).verdict).toBe('same');
    const other = given(csv(600, { 200: 99 })).map(({ name, file }) => ({ name, file }));
    expect(await verified(bare, { raw: other })).toMatchObject({
      verdict: 'unproven',
      replayed: null,
      findings: [{ code: 'raw-changed', file: 'site/a.csv', severity: 'warning' }],
    });
    const twice = [...raw, { name: 'second/a.csv', file: csv(1) }].map(({ name, file }) => ({
      name: name.replace('site/', 'first/'),
      file,
    }));
    expect(codes(await verified(bare, { raw: twice }))).toEqual(['raw-missing']);
  });

  it('is given up when that is cancelled', async () => {
    const control = new AbortController();
    const running = verified(zip, {}, control.signal);
    control.abort(new DOMException('Cancelled.', 'AbortError'));
    await expect(running).rejects.toThrow('Cancelled.');
  });
});

describe('a planted fault is found by name', () => {
  /** Errors alone: they make the verdict. */
  const errorsOf = ({ verdict, findings }: VerifyReport): unknown[] =>
    verdict === 'different' ? findings.filter(({ severity }) => severity === 'error') : [];
  const fault = (finding: { code: FindingCode } & Record<string, unknown>): unknown =>
    expect.objectContaining(finding);

  it('a raw file with one other byte', async () => {
    const report = await verified(withFile(files, RAW, edited(RAW, ',5.25\n', ',6.25\n')));
    expect(errorsOf(report)).toContainEqual(fault({ code: 'file-hash', file: RAW }));
    expect(errorsOf(report)).toContainEqual(fault({ code: 'raw-changed', file: 'site/a.csv' }));
  });

  it('a value in a partition, though its hash is recorded anew', async () => {
    const other = await bundleOf(recipe, given(csv(600, { 400: 1000 })));
    const report = await verified(rerecorded(files, PARTITION, other.get(PARTITION) ?? new Uint8Array()));
    expect(codes(report)).toEqual(['rows-differ']);
    expect(errorsOf(report)).toContainEqual(
      fault({
        code: 'rows-differ',
        file: PARTITION,
        row: 201,
        column: 'value',
        expected: '9.75',
        got: '505.125',
      }),
    );
  });

  it('a partition that is missing', async () => {
    const report = await verified(zipOf(without(files, PARTITION)));
    expect(errorsOf(report)).toContainEqual(fault({ code: 'file-missing', file: PARTITION }));
    expect(report.findings).toHaveLength(1);
  });

  it('a file that nobody names', async () => {
    const report = await verified(
      zipOf(withFile(files, 'data/processed/year=2023/more.parquet', utf8('PAR1'))),
    );
    expect(errorsOf(report)).toContainEqual(
      fault({ code: 'file-extra', file: 'data/processed/year=2023/more.parquet' }),
    );
  });

  it('another recipe', async () => {
    const report = await verified(
      withFile(
        files,
        RECIPE,
        edited(RECIPE, '"10min",\n        "with": "mean"', '"10min",\n        "with": "max"'),
      ),
    );
    expect(errorsOf(report)).toContainEqual(fault({ code: 'recipe-changed', file: RECIPE }));
    expect(errorsOf(report)).toContainEqual(fault({ code: 'rows-differ', column: 'value', row: 145 }));
  });

  it('another catalogue of anomalies, though its hash is recorded anew', async () => {
    const report = await verified(
      rerecorded(files, CATALOGUE, edited(CATALOGUE, '"spike"', '"level-shift"')),
    );
    expect(codes(report)).toEqual(['document-differs']);
    expect(errorsOf(report)).toContainEqual(
      fault({
        code: 'document-differs',
        file: CATALOGUE,
        got: '"level-shift"',
        expected: '"spike"',
      }),
    );
  });

  it('a size that a document states, and a line of a text, though their hashes are recorded anew', async () => {
    const sizes = await verified(rerecorded(files, DATASET, edited(DATASET, /"bytes": ?\d+/, '"bytes":1')));
    expect(errorsOf(sizes)).toContainEqual(fault({ code: 'document-differs', file: DATASET, got: '1' }));
    const line = await verified(rerecorded(files, 'README.md', edited('README.md', 'Trial', 'Trail')));
    expect(errorsOf(line)).toContainEqual(fault({ code: 'text-differs', file: 'README.md' }));
  });

  it('a zip that was cut short, wherever it was cut', async () => {
    for (const share of [0.2, 0.7, 0.999]) {
      const report = await verified(new File([zip.slice(0, Math.floor(zip.size * share))], 'bundle.zip'));
      expect(errorsOf(report)).toContainEqual(fault({ code: 'archive-damaged' }));
      expect(report.replayed).toBeNull();
    }
  });

  it.each(['../outside.txt', '/etc/outside', 'C:/outside', 'data\\outside', 'data/./x', 'a\u0000b'])(
    'a name that leads out of the bundle: %j',
    async (name) => {
      const report = await verified(zipOf(files, [{ name }]));
      expect(errorsOf(report)).toContainEqual(fault({ code: 'entry-name' }));
      expect(report.files).toBe(files.size);
    },
  );

  it('a zip bomb, by what it says and by what it does', async () => {
    const { said, lies } = bombs();
    expect(errorsOf(await verified(zipOf(files, [said])))).toContainEqual(fault({ code: 'archive-bomb' }));
    expect(errorsOf(await verified(zipOf(files, [lies])))).toContainEqual(
      fault({ code: 'archive-bomb', file: 'data/raw/zeros' }),
    );
  });

  it('a document with a field that its schema does not know, and one that lacks one', async () => {
    const more = await verified(
      rerecorded(files, DATASET, edited(DATASET, '"format": 2', '"format": 2,\n  "secret": 1')),
    );
    expect(errorsOf(more)).toContainEqual(
      fault({ code: 'document-invalid', file: DATASET, path: '$.secret' }),
    );
    const less = await verified(
      withFile(files, CATALOGUE, edited(CATALOGUE, '"format": 2,', '"format": 2, "verzion": 1,')),
    );
    expect(errorsOf(less)).toContainEqual(fault({ code: 'document-invalid', file: CATALOGUE }));
    const none = await verified(withFile(files, CATALOGUE, utf8('{')));
    expect(errorsOf(none)).toContainEqual(fault({ code: 'document-invalid', file: CATALOGUE }));
  });

  it('a name that is there twice, also in another case', async () => {
    const twice = await verified(zipOf([...files, [RECIPE, utf8('{}')]]));
    expect(errorsOf(twice)).toContainEqual(fault({ code: 'entry-twice', file: RECIPE }));
    const folded = await verified(zipOf([...files, ['readme.MD', utf8('')]]));
    expect(errorsOf(folded)).toContainEqual(fault({ code: 'entry-twice', file: 'readme.MD' }));
  });

  it('a checksum, an overlap and a link of a zip', async () => {
    const bytes = await bytesOf(zip);
    const view = new DataView(bytes.buffer);
    const from = view.getUint32(bytes.length - 6, true);
    const name = new TextDecoder().decode(
      bytes.slice(from + 46, from + 46 + view.getUint16(from + 28, true)),
    );
    const changed = (place: number, value: number): File => {
      const copy = bytes.slice();
      new DataView(copy.buffer).setUint32(from + place, value, true);
      return new File([copy], 'bundle.zip');
    };
    expect(errorsOf(await verified(changed(16, 1)))).toContainEqual(
      fault({ code: 'entry-checksum', file: name }),
    );
    expect(errorsOf(await verified(changed(20, 1 << 20)))).toContainEqual(fault({ code: 'archive-damaged' }));
    const link = changed(38, (0o120777 << 16) >>> 0);
    const linked = await bytesOf(link);
    linked[from + 5] = 3;
    expect(errorsOf(await verified(new File([linked], 'bundle.zip')))).toContainEqual(
      fault({ code: 'entry-refused', file: name }),
    );
  });

  it('no bundle at all', async () => {
    expect(codes(await verified(without(files, RECIPE)))).toEqual(['not-a-bundle']);
    expect(codes(await verified(without(files, DATASET)))).toEqual(['not-a-bundle']);
    expect(codes(await verified(new File(['nothing'], 'x.zip')))).toEqual(['archive-damaged']);
  });

  it('a partition that is no Parquet, and one with rows cut off or columns changed', async () => {
    const rubbish = await verified(rerecorded(files, PARTITION, utf8('PAR1 rubbish PAR1')));
    expect(errorsOf(rubbish)).toContainEqual(fault({ code: 'bytes-differ', file: PARTITION }));
    const shorter = await bundleOf(recipe, given(csv(500)));
    const last = at(
      [...files.keys()]
        .filter((path) => path.endsWith('.parquet') && path.startsWith('data/processed'))
        .sort(),
      1,
    );
    const cut = await verified(rerecorded(files, last, shorter.get(last) ?? new Uint8Array()));
    expect(codes(cut)).toEqual(['rows-differ']);
    const bare = [...files.keys()].find((path) => path.startsWith('data/raw/s/')) ?? '';
    const columns = await verified(rerecorded(files, PARTITION, files.get(bare) ?? new Uint8Array()));
    expect(errorsOf(columns)).toContainEqual(
      fault({
        code: 'rows-differ',
        file: PARTITION,
        expected: expect.stringContaining('observations'),
      }),
    );
  });
});
