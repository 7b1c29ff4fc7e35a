import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hasNab, nabData, nabMissing } from '../../../../e2e/fixtures/nab';
import { readNabLabels, shownProblems, type NabLabels } from './readLabels';
import { writeNabLabels, writeNabWindows } from './writeLabels';

const read = (json: string): NabLabels => {
  const result = readNabLabels(json, 'x.json');
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
};
const points = ({ files, entries }: NabLabels): Map<string, number[]> =>
  new Map(files.map((file) => [file, entries.filter(({ key }) => key === file).map(({ start }) => start)]));
const windows = ({ files, entries }: NabLabels): Map<string, { start: number; end: number }[]> =>
  new Map(
    files.map((file) => [
      file,
      entries.filter(({ key }) => key === file).map(({ start, end }) => ({ start, end: end - 1 })),
    ]),
  );
const at = Date.UTC(2014, 3, 11) * 1000;
const day = (n: number): string => `2014-04-${String(n).padStart(2, '0')} 00:00:00`;

describe("NAB's label files", () => {
  it.skipIf(!hasNab)(`come back byte for byte${hasNab ? '' : ` (${nabMissing})`}`, () => {
    const labels = readFileSync(join(nabData, '../labels/combined_labels.json'), 'utf8');
    const all = read(labels);
    expect(all).toMatchObject({ problems: [], counts: {} });
    expect(all.files).toHaveLength(58);
    expect(all.entries).toHaveLength(120);
    expect(writeNabLabels(points(all))).toBe(labels);
    const pairs = readFileSync(join(nabData, '../labels/combined_windows.json'), 'utf8');
    expect(read(pairs).entries).toHaveLength(116);
    expect(writeNabWindows(windows(read(pairs)))).toBe(pairs);
  });

  it('have keys in order of code points, in ASCII, as Python writes them', () => {
    const names = ['b', '\u{1F600}', '\uFFFF', 'ä/"x"\n', '', 'a\u007F', '10', '9', 'b/c'];
    // json.dumps({...}, sort_keys=True, indent=4, separators=(',', ': ')) of Python 3.
    expect(writeNabLabels(new Map(names.map((name) => [name, []])))).toBe(
      String.raw`{
    "": [],
    "10": [],
    "9": [],
    "a\u007f": [],
    "b": [],
    "b/c": [],
    "\u00e4/\"x\"\n": [],
    "\uffff": [],
    "\ud83d\ude00": []
}`,
    );
    expect(writeNabWindows(new Map())).toBe('{}');
  });

  it('of any names and times come back', () => {
    const time = fc.integer({ min: 0, max: 4e15 });
    const files = fc.array(fc.tuple(fc.string({ unit: 'binary' }), fc.uniqueArray(time, { maxLength: 5 })));
    fc.assert(
      fc.property(files, (list) => {
        const map = new Map(list);
        expect(points(read(writeNabLabels(map)))).toEqual(map);
      }),
    );
  });

  it('of points and of windows become half-open intervals under their names', () => {
    const json = `{"a/b.csv": ["${day(11)}"], "c.csv": [], "d.csv": [["${day(11)}.000000", "2014-04-11 00:00:01"]]}`;
    expect(read(json)).toMatchObject({
      files: ['a/b.csv', 'c.csv', 'd.csv'],
      entries: [
        { key: 'a/b.csv', start: at, end: at + 1, shape: 'point' },
        { key: 'd.csv', start: at, end: at + 1_000_001, shape: 'window' },
      ],
    });
  });
});

describe('a bad entry', () => {
  it.each([
    ['{"a": 1}', 'not-a-list', '$["a"]', 'expected a list of times; got 1'],
    [`{"a": [5]}`, 'not-an-entry', '$["a"][0]', 'got 5'],
    [`{"a": [["${day(1)}"]]}`, 'not-an-entry', '$["a"][0]', 'a pair [start, end]'],
    [`{"a": [["${day(1)}", null]]}`, 'not-an-entry', '$["a"][0]', 'null'],
    ['{"a": ["soon"]}', 'not-a-time', '$["a"][0]', 'got "soon"'],
    [`{"a": [["${day(1)}", "2014-02-30 00:00:00"]]}`, 'not-a-time', '$["a"][0][1]', '2014-02-30'],
    [`{"a": [["${day(2)}", "${day(1)}"]]}`, 'backwards', '$["a"][0]', 'ends before it starts'],
    [`{"a": ["${day(20)}", "${day(20)}"]}`, 'duplicate', '$["a"][1]', 'repeats entry 0'],
    [
      `{"a": [["${day(3)}", "${day(5)}"], ["${day(1)}", "${day(4)}"]]}`,
      'overlap',
      '$["a"][0]',
      'overlaps entry 1',
    ],
    [`{"a": ["${day(1)}"], "b": [], "a": []}`, 'file-twice', '$["a"]', 'listed again'],
  ])('is named at its path, counted, and left out: %s', (json, kind, path, message) => {
    const good = json.replace(/\}$/, `, "good": ["${day(11)}"]}`);
    const { entries, problems, counts } = read(good);
    expect(problems).toEqual([{ kind, path, key: 'a', message: expect.stringContaining(message) as string }]);
    expect(counts).toEqual({ [kind]: 1 });
    expect(entries.filter(({ key }) => key === 'good')).toEqual([
      { key: 'good', start: at, end: at + 1, shape: 'point' },
    ]);
    const { entries: without } = read(json);
    expect(without).toHaveLength(['duplicate', 'overlap'].includes(kind) ? 1 : 0);
  });

  it('takes none of its neighbours along, and windows may touch', () => {
    const json = `{"a": [["${day(9)}", "${day(10)}"], "no", ["${day(1)}", "${day(2)}"], ["${day(2)}", "${day(3)}"]]}`;
    const { entries, counts } = read(json);
    expect(counts).toEqual({ 'not-a-time': 1 });
    expect(entries.map(({ start }) => new Date(start / 1000).getUTCDate())).toEqual([9, 1, 2]);
  });

  it('is counted among a million, and shown among the first thousand', () => {
    const list = Array.from({ length: 1_000_000 }, (_, i) =>
      i % 100 === 0 ? '"x"' : `"2014-04-11 ${String(i % 24).padStart(2, '0')}:00:00"`,
    );
    const { entries, problems, counts } = read(`{"a": [${list.join()}]}`);
    // Of each hour one entry remains.
    expect(entries).toHaveLength(24);
    expect(counts).toEqual({ 'not-a-time': 10_000, duplicate: 990_000 - 24 });
    expect(problems).toHaveLength(2 * shownProblems);
  });
});

it.each([
  ['{', 'is not valid JSON'],
  ['[1]', 'at $ expected an object of series; got [1]'],
  ['null', 'got null'],
  ['"a"', 'got "a"'],
])('a text that is no object is refused whole: %s', (json, message) => {
  expect(readNabLabels(json, 'x.json')).toMatchObject({
    ok: false,
    error: { code: 'labels-shape', file: 'x.json', message: expect.stringContaining(message) as string },
  });
});
