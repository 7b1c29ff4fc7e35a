import { describe, expect, it } from 'vitest';
import { matchLabel } from './match';

describe('label files', () => {
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
