import { Decimal, makeData, makeVector } from 'apache-arrow';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decimalToDouble, toDouble } from './parquetCells';

function wordsOf(unscaled: bigint, count: number): Uint32Array {
  const bits = BigInt.asUintN(count * 32, unscaled);
  return Uint32Array.from({ length: count }, (_, i) => Number((bits >> BigInt(32 * i)) & 0xffff_ffffn));
}

it('a decimal becomes the double that is nearest to its digits', () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: -(10n ** 38n) + 1n, max: 10n ** 38n - 1n }),
      fc.integer({ min: 0, max: 38 }),
      fc.constantFrom(4, 8),
      (unscaled, scale, count) => {
        const digits = `${unscaled < 0n ? -unscaled : unscaled}`.padStart(scale + 1, '0');
        const cut = digits.length - scale;
        const text = `${unscaled < 0n ? '-' : ''}${digits.slice(0, cut)}.${digits.slice(cut) || '0'}`;
        expect(decimalToDouble(wordsOf(unscaled, count), scale) + 0).toBe(Number(text) + 0);
      },
    ),
  );
});

it('a column of decimals is read by its scale, and what is missing is NaN', () => {
  const type = new Decimal(2, 10, 128);
  const data = Uint32Array.from([...wordsOf(-1250n, 4), ...wordsOf(370n, 4)]);
  const vector = makeVector(makeData({ type, length: 2, nullCount: 0, data }));
  const read = toDouble(type);
  expect([read(vector.get(0)), read(vector.get(1)), read(null)]).toEqual([-12.5, 3.7, NaN]);
});
