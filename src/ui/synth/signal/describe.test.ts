import { expect, test } from 'vitest';
import { fieldsFor } from '../../../core/synth/signal/fields';
import { describeOptions } from './describe';

test.each([
  [
    'sine',
    { period: '90min', amplitude: 1234.5, phase: 0, offset: 3 },
    'period 1 h 30 min, amplitude 1,234.5, offset 3',
  ],
  ['modes', { dwell: '6h', levels: [1, 2, 3] }, 'dwell time 6 h, levels 1, 2, 3'],
  ['ar1', { phi: 0.5, sd: 2 }, 'correlation of neighbours 0.5, deviation 2'],
  ['formula', { expression: 'sin(t)' }, 'sin(t)'],
] as const)('%s says what is set and leaves out what is usual', (kind, options, said) => {
  expect(describeOptions(fieldsFor(kind), options)).toBe(said);
});
