import { describe, expect, it } from 'vitest';
import type { LabelRow } from '../label/types';
import { labelResults, leftOutResults, stageResults } from './builtIn';

const series = {
  series: 'b.csv',
  rows: 4,
  utc: true,
  ordered: true,
  gaps: 2,
  regular: false,
  missing: 0,
  filled: 1,
  longestFilled: { start: 1.7e15, length: 1.5e6 },
  filledLimit: 3e6,
  written: 3,
};
const label = (id: string, rows: number): LabelRow => ({
  id,
  series: 'b.csv',
  start: 0,
  end: 1e6,
  type: 'spike',
  shape: 'window',
  origin: 'manual',
  rawRows: 2,
  cleanRows: 2,
  processedRows: rows,
  processedStart: null,
  processedEnd: null,
  processedLast: null,
});
const failing = (results: { expectation: string; pass: boolean }[]): string[] =>
  results.filter(({ pass }) => !pass).map(({ expectation }) => expectation);

describe('the built-in suite', () => {
  it('tells of gaps, of filled values, and of rows that were not written', () => {
    const results = stageResults({ kind: 'clean', series: [series] });
    expect(failing(results)).toEqual([
      'no gaps',
      'distances between timestamps are equal',
      'at most 5 % of values filled in, none in a stretch longer than the recipe asks for',
      'as many rows written as processed',
    ]);
    expect(
      results.every(({ builtIn, severity, stage }) => builtIn && severity === 'warn' && stage === 'clean'),
    ).toBe(true);
  });

  it('says nothing of written rows before any are', () => {
    const { written: _written, ...read } = series;
    expect(stageResults({ kind: 'clean', series: [read] }).map(({ id }) => id)).not.toContain(
      'built-in: rows written',
    );
  });

  it('counts the labels that lost all rows, and shows the first of them, in one line a series', () => {
    const labels = [label('a', 1), ...Array.from({ length: 30 }, (_, index) => label(`b${index}`, 0))];
    expect(labelResults(labels, 'resampled')).toMatchObject([
      { series: 'b.csv', rows: 31, unexpected: 30, pass: false, examples: { length: 20 } },
    ]);
  });

  it('names what a bundle is without', () => {
    const left = { awaited: ['x.csv'], lostWindows: [{ series: 'b.csv', windows: 2 }] };
    expect(failing(leftOutResults(left, 'clean'))).toEqual([
      'every file of the recipe is there',
      'every window in the label files',
    ]);
  });
});
