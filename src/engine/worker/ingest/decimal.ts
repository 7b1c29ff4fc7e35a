import { Type, type DataType, type Decimal } from 'apache-arrow';

/** The nearest double of a decimal: `words` hold a two's complement integer, lowest first, that counts units of 10^−scale. */
export function decimalToDouble(words: Uint32Array, scale: number): number {
  let unscaled = 0n;
  for (let i = words.length - 1; i >= 0; i--) unscaled = (unscaled << 32n) | BigInt(words[i] ?? 0);
  return Number(`${BigInt.asIntN(words.length * 32, unscaled)}e${-scale}`);
}

/** How a cell of a column becomes a double; null and undefined are NaN. */
export function toDouble(type: DataType | undefined): (cell: unknown) => number {
  const scale = type?.typeId === Type.Decimal ? (type as Decimal).scale : undefined;
  return (cell) => {
    if (cell === null || cell === undefined) return NaN;
    return scale !== undefined && cell instanceof Uint32Array ? decimalToDouble(cell, scale) : Number(cell);
  };
}
