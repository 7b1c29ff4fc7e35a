import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hasNab, nabData, nabMissing } from '../../../../e2e/fixtures/nab';
import { parseResults } from '../files/results';
import { readNabLabels } from '../files/readLabels';
import { windowsToRows } from '../windows/rows';
import { bestThreshold } from './best';
import { scoreCorpus, type CorpusFile } from './corpus';
import { scoreFile } from './file';
import { profileNames, profiles, scaledSigmoid, type ProfileName, type ScoredRows } from './worth';

interface Golden {
  threshold: number;
  files: Record<
    string,
    Record<ProfileName, { score: number; tp: number; tn: number; fp: number; fn: number }>
  >;
}

const { standard } = profiles;
const S = (y: number): number => 2 / (1 + Math.exp(5 * y)) - 1;
/** One file without probation, detections given by row. */
const rows = (length: number, windows: [number, number][], detected: number[]): ScoredRows => ({
  scores: Float64Array.from({ length }, (_, row) => (detected.includes(row) ? 1 : 0)),
  windows: windows.map(([startRow, endRow]) => ({ startRow, endRow })),
  probation: 0,
});

describe("NAB's golden scores", () => {
  const folder = join(nabData, '..');
  const read = (path: string): string => readFileSync(join(folder, path), 'utf8');
  const load = (): { golden: Golden; files: CorpusFile[] } => {
    const golden = JSON.parse(read('golden_scores.json')) as Golden;
    const labels = readNabLabels(read('labels/combined_windows.json'));
    if (!labels.ok) throw new Error(labels.error.message);
    const files = Object.keys(golden.files).map((name) => {
      const results = parseResults(read(`results/numenta/${name.replace('/', '/numenta_')}`), name);
      if (!results.ok) throw new Error(results.error.message);
      const mine = labels.value.entries.filter(({ key }) => key === name);
      const inclusive = mine.map(({ start, end }) => ({ start, end: end - 1 }));
      const { windows, problems } = windowsToRows(results.value.times, inclusive);
      expect(problems).toEqual([]);
      return { name, scores: results.value.scores, windows };
    });
    return { golden, files };
  };

  it.skipIf(!hasNab)(
    `come out within 1e-9 for every file and profile${hasNab ? '' : ` (${nabMissing})`}`,
    () => {
      const { golden, files } = load();
      expect(files).toHaveLength(25);
      for (const profile of profileNames) {
        const corpus = scoreCorpus(files, profiles[profile], golden.threshold);
        let sum = 0;
        for (const [name, expected] of Object.entries(golden.files)) {
          const { score, tp, tn, fp, fn } = corpus.files.get(name)!;
          const { score: goldenScore, ...counts } = expected[profile];
          expect(Math.abs(score - goldenScore)).toBeLessThan(1e-9);
          expect({ name, tp, tn, fp, fn }).toEqual({ name, ...counts });
          sum += goldenScore;
        }
        expect(Math.abs(corpus.raw - sum)).toBeLessThan(1e-9);
      }
    },
  );

  it.skipIf(!hasNab)(
    `are beaten by the best threshold, which no other score beats${hasNab ? '' : ` (${nabMissing})`}`,
    () => {
      const { golden, files } = load();
      for (const profile of profileNames) {
        const best = scoreCorpus(files, profiles[profile], 'best');
        expect(best.raw).toBeGreaterThanOrEqual(scoreCorpus(files, profiles[profile], golden.threshold).raw);
        const some = files.flatMap(({ scores }) =>
          Array.from(scores).filter((_score, row) => row % 997 === 0),
        );
        for (const threshold of some)
          expect(scoreCorpus(files, profiles[profile], threshold).raw).toBeLessThanOrEqual(best.raw + 1e-9);
      }
    },
  );
});

describe('a detection', () => {
  it('at the start of a window is worth tp, later less, at its last row still something', () => {
    const worth = (row: number): number => scoreFile(rows(30, [[10, 19]], [row]), standard, 1).score;
    expect(worth(10)).toBe(1);
    expect(worth(15)).toBeCloseTo(S(-0.5) / S(-1), 14);
    expect(worth(19)).toBeCloseTo(S(-0.1) / S(-1), 14);
  });

  it('outside takes more with its distance from the window before, and fp before the first', () => {
    const file = rows(60, [[10, 19]], [5, 10, 20, 28, 50]);
    const { falsePositives, score, fp, tp, tn, fn } = scoreFile(file, standard, 1);
    expect([...falsePositives.rows]).toEqual([5, 20, 28, 50]);
    const expected = [-1, S(1 / 9), S(1), -1].map((worth) => worth * 0.11);
    expected.forEach((worth, i) => expect(falsePositives.contributions[i]).toBeCloseTo(worth, 15));
    expect(score).toBeCloseTo(1 + expected.reduce((a, b) => a + b), 14);
    expect({ fp, tp, tn, fn }).toEqual({ fp: 4, tp: 1, tn: 46, fn: 9 });
  });

  it('after the first in a window changes nothing', () => {
    const { windows, score } = scoreFile(rows(30, [[10, 19]], [12, 13, 19]), standard, 1);
    expect(windows).toEqual([
      { startRow: 10, endRow: 19, detectedRow: 12, contribution: score, scored: true },
    ]);
  });

  it('behind a window of one row counts as far, and inside as the start', () => {
    const one = scoreFile(rows(10, [[4, 4]], [4, 5]), standard, 1);
    expect(one.windows[0]?.contribution).toBe(1);
    expect(one.falsePositives.contributions[0]).toBe(-0.11);
    expect(one.score).toBeCloseTo(0.89, 15);
  });

  it('in the probation counts for nothing, nor does a window that lies within it', () => {
    const scores = new Float64Array(100).fill(1, 0, 20);
    const file = {
      scores,
      windows: [
        { startRow: 2, endRow: 8 },
        { startRow: 12, endRow: 17 },
      ],
    };
    const { probation, windows, tp, fp, tn, fn } = scoreFile(file, standard, 1);
    expect([probation, tp, fp, tn, fn]).toEqual([15, 3, 2, 80, 0]);
    expect(windows[0]).toMatchObject({ scored: false, contribution: 0, detectedRow: -1 });
    expect(windows[1]).toMatchObject({ scored: true, detectedRow: 15 });
    expect(windows[1]?.contribution).toBeCloseTo(S(-0.5) / S(-1), 14);
  });

  it('is never a row without a score', () => {
    const file = { ...rows(30, [[10, 19]], []), scores: new Float64Array(30).fill(NaN) };
    expect(scoreFile(file, standard, 0)).toMatchObject({ score: -1, tp: 0, fp: 0, tn: 20, fn: 10 });
    expect(bestThreshold([file], standard)).toEqual({ threshold: 1.1, score: -1 });
  });
});

it('a missed window takes fn', () => {
  for (const profile of profileNames)
    expect(scoreFile(rows(30, [[10, 19]], []), profiles[profile], 1).score).toBe(-profiles[profile].fn);
});

it('windows that overlap or leave the file are refused', () => {
  for (const windows of [
    [
      [5, 9],
      [9, 12],
    ],
    [[5, 30]],
    [[7, 5]],
  ] as [number, number][][])
    expect(() => scoreFile(rows(30, windows, []), standard, 1)).toThrow(RangeError);
});

it('the sigmoid ends at -1', () => {
  expect(scaledSigmoid(3.0001)).toBe(-1);
  expect(scaledSigmoid(0)).toBe(0);
  expect(scaledSigmoid(-1)).toBeCloseTo(0.98661, 5);
});

describe('a corpus', () => {
  it('scores 0 with no detection, 100 with each window found at its start and nothing else', () => {
    const files = (detected: number[]): CorpusFile[] => [
      {
        name: 'a',
        ...rows(
          100,
          [
            [20, 29],
            [60, 69],
          ],
          detected,
        ),
      },
      { name: 'b', ...rows(50, [], []) },
    ];
    for (const profile of profileNames) {
      const { fn } = profiles[profile];
      const none = scoreCorpus(files([]), profiles[profile], 1);
      expect(none).toMatchObject({ raw: -2 * fn, nullScore: -2 * fn, perfect: 2, normalised: 0 });
      expect(scoreCorpus(files([20, 60]), profiles[profile], 1)).toMatchObject({ raw: 2, normalised: 100 });
    }
  });

  it('without windows has no normalised score', () => {
    expect(scoreCorpus([{ name: 'a', ...rows(50, [], [3]) }], standard, 1)).toMatchObject({
      raw: -0.11,
      nullScore: 0,
      perfect: 0,
      normalised: null,
    });
    expect(scoreCorpus([], standard, 'best')).toMatchObject({ threshold: 1.1, raw: 0, normalised: null });
  });
});

describe('the best threshold', () => {
  const file = fc.record({
    scores: fc.array(fc.oneof(fc.constantFrom(0, 0.25, 0.5, 0.75, 1), fc.constant(NaN)), {
      minLength: 12,
      maxLength: 40,
    }),
    first: fc.record({ start: fc.nat(5), length: fc.nat(4) }),
    second: fc.record({ gap: fc.nat(5), length: fc.nat(4) }),
  });
  const profile = fc.record({
    tp: fc.constantFrom(0, 1, 2),
    fp: fc.constantFrom(0, 0.11, 0.22),
    fn: fc.constantFrom(0, 1, 2),
  });

  it('is the highest of those with the highest score among all that could be tried', () => {
    fc.assert(
      fc.property(fc.array(file, { maxLength: 4 }), profile, (list, weights) => {
        const files = list.map(({ scores, first, second }, index): CorpusFile => {
          const a = {
            startRow: first.start,
            endRow: Math.min(first.start + first.length, scores.length - 1),
          };
          const startRow = a.endRow + 1 + second.gap;
          const b = { startRow, endRow: Math.min(startRow + second.length, scores.length - 1) };
          const windows = b.startRow < scores.length ? [a, b] : [a];
          return { name: `${index}`, scores: Float64Array.from(scores), windows };
        });
        const best = bestThreshold(files, weights);
        let expected = { threshold: NaN, score: -Infinity };
        for (const threshold of [1.1, 1, 0.75, 0.5, 0.25, 0]) {
          const score = scoreCorpus(files, weights, threshold).raw;
          if (score > expected.score + 1e-12) expected = { threshold, score };
        }
        expect(best.score).toBeCloseTo(expected.score, 10);
        expect(scoreCorpus(files, weights, best.threshold).raw).toBeCloseTo(best.score, 10);
        expect(best.threshold).toBeGreaterThanOrEqual(expected.threshold);
      }),
      { numRuns: 500 },
    );
  });

  it('lies above all scores where any detection does harm', () => {
    expect(bestThreshold([rows(30, [], [3])], standard)).toEqual({ threshold: 1.1, score: 0 });
    const high = { ...rows(30, [], []), scores: new Float64Array(30).fill(7) };
    expect(bestThreshold([high], standard).threshold).toBeGreaterThan(7);
  });
});
