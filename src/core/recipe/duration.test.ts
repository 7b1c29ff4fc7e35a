import { expect, test } from 'vitest';
import { durationText } from './duration';

test.each([
  [0, '0 µs'],
  [1, '1 µs'],
  [250_000, '250 ms'],
  [1_500_000, '1.5 s'],
  [300e6, '5 min'],
  [5400e6, '1 h 30 min'],
  [5061 * 60e6, '3 d 12 h 21 min'],
  [604_800e6, '1 w'],
  [3_600_000_001, '1 h'],
  [400 * 86_400e6, '400 d'],
])('%d µs are written as %s', (us, text) => {
  expect(durationText(us)).toBe(text);
});
