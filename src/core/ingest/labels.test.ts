import { describe, expect, it } from 'vitest';
import { matchLabel, parseLabels } from './labels';

describe('label files', () => {
  it('of points and of windows become half-open intervals', () => {
    const points = parseLabels('{"a/b.csv": ["2014-04-11 00:00:00"], "c.csv": []}', 'combined_labels.json');
    const start = Date.UTC(2014, 3, 11) * 1000;
    expect(points).toEqual({ ok: true, value: [{ key: 'a/b.csv', start, end: start + 1, shape: 'point' }] });
    const windows = parseLabels(
      '{"a/b.csv": [["2014-04-11 00:00:00.000000", "2014-04-11 00:00:01.000000"]]}',
      'w.json',
    );
    expect(windows).toEqual({
      ok: true,
      value: [{ key: 'a/b.csv', start, end: start + 1000001, shape: 'window' }],
    });
  });

  it.each([
    ['{', 'is not JSON'],
    ['[1]', 'at $ an object of series'],
    ['{"a": 1}', 'at $["a"] a list of times'],
    ['{"a": ["2014-04-11 00:00:00", "soon"]}', 'at $["a"][1] a time'],
    ['{"a": [["2014-04-11 00:00:00"]]}', 'at $["a"][0] a pair'],
    ['{"a": [["2014-04-11 00:00:00", 5]]}', 'at $["a"][0][1] a time'],
    ['{"a": [["2014-04-11 00:00:00", "2014-04-10 00:00:00"]]}', 'at $["a"][0] an end not before'],
  ])('of another shape are refused at their place: %s', (json, message) => {
    expect(parseLabels(json, 'x.json')).toMatchObject({
      ok: false,
      error: { code: 'labels-shape', message: expect.stringContaining(message) as string },
    });
  });

  it('find their series by name, or by its end', () => {
    expect(matchLabel('realTraffic/speed.csv', ['data/realTraffic/speed.csv', 'x.csv'])).toBe(
      'data/realTraffic/speed.csv',
    );
    expect(matchLabel('realTraffic/speed.csv', ['speed.csv'])).toBe('speed.csv');
    expect(matchLabel('realTraffic/speed.csv', ['other_speed.csv', 'dataTraffic/speed.csv'])).toBeUndefined();
    expect(matchLabel('speed.csv', ['a/speed.csv', 'b/speed.csv'])).toBeUndefined();
    expect(matchLabel('a/speed.csv', ['a/speed.csv', 'speed.csv'])).toBe('a/speed.csv');
  });
});
