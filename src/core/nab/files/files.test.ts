import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { csvFacts, csvFiles, hasNab, nabData, nabMissing } from '../../../../e2e/fixtures/nab';
import { readTime } from '../time';
import { pandasNumber, writeNabCsv } from './csv';
import { resultsTarget } from './names';
import { parseResults, scoresOfRows } from './results';

describe('a CSV file', () => {
  it.skipIf(!hasNab)(
    `of NAB comes back byte for byte, from its values as text${hasNab ? '' : ` (${nabMissing})`}`,
    () => {
      for (const path of csvFiles(nabData)) {
        const text = readFileSync(path, 'utf8');
        const rows = csvFacts(nabData, path).rows;
        const times = Float64Array.from(rows, ([time]) => readTime(time));
        const lines = text.trim().split(/\r?\n/).slice(1);
        const values = lines.map((line) => line.split(',')[1] ?? '');
        const layout = {
          lineEnd: text.includes('\r\n') ? '\r\n' : '\n',
          lastLineEnd: text.endsWith('\n'),
        } as const;
        expect(writeNabCsv(times, values, layout)).toBe(text);
        const decimal = values.every((value) => value.includes('.'));
        if (decimal)
          expect(
            writeNabCsv(
              times,
              Float64Array.from(rows, ([, value]) => value),
              layout,
            ),
          ).toBe(text);
      }
    },
  );

  it.each([
    [1, '1.0'],
    [0, '0.0'],
    [-0, '-0.0'],
    [73.967322, '73.967322'],
    [0.0001, '0.0001'],
    [0.00001, '1e-05'],
    [1.5e-7, '1.5e-07'],
    [-2.5e-300, '-2.5e-300'],
    [123456789012345680, '1.2345678901234568e+17'],
    [1e15, '1000000000000000.0'],
    [1e16, '1e+16'],
    [1e22, '1e+22'],
    [0.1 + 0.2, '0.30000000000000004'],
    [NaN, ''],
    [Infinity, 'inf'],
    [-Infinity, '-inf'],
  ])('writes %s as Python does: %s', (value, text) => {
    expect(pandasNumber(value)).toBe(text);
  });

  it('has numbers that read back to the same double', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(Number(pandasNumber(value))).toBe(value);
      }),
    );
  });
});

describe("a detector's results", () => {
  const full =
    '\uFEFFtimestamp,value,anomaly_score,label,S(t)_standard\r\n2014-04-01 00:00:00,18.3,0.03,0,-0.11\r\n\r\n2014-04-01 00:05:00,21,1e-05,1,0.5';
  const times = [0, 5].map((minute) => Date.UTC(2014, 3, 1, 0, minute) * 1000);

  it('are read by the names of their columns, the last line with or without its end', () => {
    for (const text of [
      full,
      `${full}\n`,
      'anomaly_score,timestamp\n0.03,2014-04-01 00:00:00\n1e-05,2014-04-01T00:05:00\n',
    ]) {
      expect(parseResults(text, 'r.csv')).toEqual({
        ok: true,
        value: { times: Float64Array.from(times), scores: Float64Array.of(0.03, 1e-5) },
      });
    }
  });

  it.each([
    ['', 'file-empty', 'a header'],
    ['timestamp,anomaly_score\n', 'file-header-only', 'no row'],
    ['timestamp,value\n2014-04-01 00:00:00,1\n', 'column-unknown', '"anomaly_score" is missing'],
    ['time,anomaly_score\n2014-04-01 00:00:00,1\n', 'column-unknown', '"timestamp" is missing'],
    ['timestamp,anomaly_score\n2014-04-01 00:00:00,1\nsoon,1\n', 'file-no-time', 'line 3 '],
    ['timestamp,anomaly_score\n2014-04-01 00:00:00,high\n', 'file-no-number', 'line 2 '],
    ['timestamp,anomaly_score\n2014-04-01 00:00:00,\n', 'file-no-number', 'line 2 '],
    ['timestamp,anomaly_score\n2014-04-01 00:00:00\n', 'file-no-number', 'line 2 '],
    ['timestamp,anomaly_score\n2014-04-01 00:00:00,NaN\n', 'file-no-number', 'line 2 '],
  ])('of another shape are refused: %j', (text, code, message) => {
    expect(parseResults(text, 'r.csv')).toMatchObject({
      ok: false,
      error: { code, file: 'r.csv', message: expect.stringContaining(message) as string },
    });
  });

  it('belong to rows with the same times alone', () => {
    const results = { times: Float64Array.from(times), scores: Float64Array.of(0.1, 0.2) };
    expect(scoresOfRows(Float64Array.from(times), results, 'r.csv')).toEqual({
      ok: true,
      value: results.scores,
    });
    const fewer = scoresOfRows(Float64Array.of(times[0]!), results, 'r.csv');
    expect(fewer).toMatchObject({ ok: false, error: { code: 'file-changed' } });
    const moved = scoresOfRows(Float64Array.of(times[0]!, 7), results, 'r.csv');
    expect(moved).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining('row 2') as string },
    });
  });

  it.each([
    ['results/numenta/realTraffic/numenta_speed_6005.csv', 'realTraffic/speed_6005.csv'],
    ['numenta_occupancy_6005.csv', 'realTraffic/occupancy_6005.csv'],
    ['realTraffic/speed_6005.csv', 'realTraffic/speed_6005.csv'],
    ['other/x_twin.csv', 'other/twin.csv'],
    ['x_twin.csv', undefined],
    ['x_my_twin.csv', 'c/my_twin.csv'],
    ['numenta_speed.csv', undefined],
  ])('find their series by name: %s', (path, name) => {
    const names = [
      'realTraffic/speed_6005.csv',
      'realTraffic/occupancy_6005.csv',
      'a/twin.csv',
      'other/twin.csv',
      'c/my_twin.csv',
    ];
    expect(resultsTarget(path, names)).toBe(name);
  });
});
