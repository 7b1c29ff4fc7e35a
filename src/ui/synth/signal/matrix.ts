/** Correlation matrices as a grid edits them. */
import { at } from '../../../core/list';

export const identity = (size: number): number[][] =>
  Array.from({ length: size }, (_, i) => Array.from({ length: size }, (__, j) => (i === j ? 1 : 0)));

/** With a row and a column more at `index`, uncorrelated to all others. */
export const grown = (matrix: readonly (readonly number[])[], index: number): number[][] => {
  const wide = matrix.map((row) => row.toSpliced(index, 0, 0));
  return wide.toSpliced(
    index,
    0,
    Array.from({ length: matrix.length + 1 }, (_, j) => (j === index ? 1 : 0)),
  );
};

/** Without a row and its column. */
export const shrunk = (matrix: readonly (readonly number[])[], index: number): number[][] =>
  matrix.toSpliced(index, 1).map((row) => row.toSpliced(index, 1));

/** The first row whose correlations contradict those of the rows before (Cholesky's pivot is not above zero); undefined where the matrix is positive definite. */
export function brokenAt(matrix: readonly (readonly number[])[]): number | undefined {
  const lower: number[][] = [];
  for (const [i, row] of matrix.entries()) {
    const mine: number[] = [];
    for (let j = 0; j <= i; j++) {
      const other = j === i ? mine : at(lower, j);
      let sum = at(row, j);
      for (let k = 0; k < j; k++) sum -= at(mine, k) * at(other, k);
      if (j < i) mine.push(sum / at(other, j));
      else if (sum > 1e-12) mine.push(Math.sqrt(sum));
      else return i;
    }
    lower.push(mine);
  }
  return undefined;
}
