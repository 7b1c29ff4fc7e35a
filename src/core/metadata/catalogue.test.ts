import { describe, expect, it } from 'vitest';
import type { LabelRow } from '../label/types';
import { nabLabels } from './index';

const us = (text: string): number => Date.parse(`${text}Z`) * 1000;
const label = (shape: 'point' | 'window', first: string, last: string, micros: number): LabelRow => ({
  id: first,
  series: 'b.csv',
  start: us(first),
  end: us(last) + micros + 1,
  type: shape,
  shape,
  origin: 'imported',
  rawRows: 1,
  cleanRows: 1,
  processedRows: 1,
  processedStart: us(first),
  processedEnd: us(last) + micros + 1,
  processedLast: us(last) + micros,
});

describe('NAB label files', () => {
  it('have the form of the benchmark: sorted keys, four spaces, microseconds in windows only, no line at the end', () => {
    const { labels, windows } = nabLabels(
      ['b.csv', 'a.csv'],
      [
        label('point', '2014-04-11T00:00:00', '2014-04-11T00:00:00', 0),
        label('window', '2014-04-10T07:15:00', '2014-04-11T16:45:00', 7),
      ],
    );
    expect(labels).toBe('{\n    "a.csv": [],\n    "b.csv": [\n        "2014-04-11 00:00:00"\n    ]\n}');
    expect(windows).toBe(
      '{\n    "a.csv": [],\n    "b.csv": [\n        [\n            "2014-04-10 07:15:00.000000",\n            "2014-04-11 16:45:00.000007"\n        ]\n    ]\n}',
    );
  });
});
