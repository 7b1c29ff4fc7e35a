import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { CheckResult } from '../../checks/types';
import type { Label, LabelRow } from '../../label/types';
import { anomalyEntries, anomalyLines } from './anomalies';
import { bytesOf, listDocument, objectPieces } from './lines';

const pause = (): Promise<void> => Promise.resolve();
const read = (bytes: Uint8Array): string => new TextDecoder('utf-8', { fatal: true }).decode(bytes);

const text = fc.string({ unit: 'grapheme', maxLength: 8 });
const time = fc.integer({ min: -1e15, max: 4e15 });
const orNull = fc.option(time);
const optional = {
  file: text,
  note: text,
  confidence: fc.double({ min: 0, max: 1, noNaN: true }),
  detector: text,
  injection: text,
  realised: fc.dictionary(text, fc.oneof(text, fc.integer(), fc.boolean(), fc.constant(null))),
  severitySigma: fc.option(fc.double({ min: 0, noNaN: true, noDefaultInfinity: true })),
  seed: fc.nat(),
};
const label: fc.Arbitrary<LabelRow> = fc
  .tuple(
    fc.record({
      id: text,
      series: text,
      start: time,
      end: time,
      type: text,
      shape: fc.constantFrom<Label['shape']>('point', 'window'),
      origin: fc.constantFrom<Label['origin']>('imported', 'manual', 'injected', 'detected'),
      rawRows: fc.nat(),
      cleanRows: fc.nat(),
      processedRows: fc.nat(),
      processedStart: orNull,
      processedEnd: orNull,
      processedLast: orNull,
    }),
    fc.record(optional, { requiredKeys: [] }),
  )
  .map(([always, sometimes]) => ({ ...always, ...sometimes }));

it('lines of anomalies are the JSON of their entries, whatever the labels', () => {
  const counts = fc.array(fc.nat(3), { minLength: 2, maxLength: 5 });
  const followed = fc.record({ label, counts });
  fc.assert(
    fc.property(fc.array(followed, { maxLength: 5 }), (all) => {
      const columns = [0, 1, 2, 3].map((step) => Float64Array.from(all, (one) => one.counts[step] ?? 0));
      const history = { rows: columns, changed: columns.slice(1) };
      const labels = all.map((one) => one.label);
      const lines = Array.from(anomalyEntries(labels, history), anomalyLines());
      expect(lines).toEqual(Array.from(anomalyEntries(labels, history), (one) => JSON.stringify(one)));
    }),
  );
});

const check = (id: string, observed: string): CheckResult => ({
  id,
  kind: 'files_present',
  expectation: 'Every file is there.',
  stage: 'clean',
  severity: 'warn',
  pass: true,
  observed,
  builtIn: true,
});

it('a text in pieces of any characters and any length becomes the bytes of the whole', async () => {
  const piece = fc.tuple(text, fc.constantFrom(1, 20, 9000)).map(([one, times]) => one.repeat(times));
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { maxLength: 12 }), async (pieces) => {
      expect(read(await bytesOf(pieces, pause))).toBe(pieces.join(''));
    }),
    { numRuns: 50 },
  );
});

it('a list of many items has each in a line of its own, and gives way while it is written', async () => {
  const items = Array.from({ length: 20_000 }, (_, index) => check(`${index}`, 'ü'.repeat(index % 30)));
  let pauses = 0;
  const counting = (): Promise<void> => {
    pauses++;
    return pause();
  };
  const list = { path: 'checks.json', version: 3, items, count: items.length };
  const written = read(await listDocument('checks', list, counting));
  expect(JSON.parse(written)).toEqual({ format: 2, version: 3, checks: items });
  expect(written.split('\n')).toHaveLength(items.length + 7);
  expect(pauses).toBeGreaterThan(10);
});

it('an object is laid out as JSON.stringify does with two blanks, but for long lists, which have an item a line', async () => {
  const written = async (object: object): Promise<string> => read(await bytesOf(objectPieces(object), pause));
  await fc.assert(
    fc.asyncProperty(fc.dictionary(text, fc.jsonValue()), async (object) => {
      expect(await written(object)).toBe(`${JSON.stringify(object, null, 2)}\n`);
    }),
  );
  const long = {
    name: 'a',
    none: undefined,
    list: Array.from({ length: 1500 }, (_, n) => ({ n })),
    last: [1],
  };
  const laidOut = await written(long);
  expect(JSON.parse(laidOut)).toEqual(JSON.parse(JSON.stringify(long)));
  expect(laidOut.split('\n')[3]).toBe('    {"n":0},');
});
