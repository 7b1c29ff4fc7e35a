/** Correlation matrices as a grid edits them. */

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

/** The first number of rows whose correlations cannot hold together (Cholesky's pivot is not above zero); undefined where the matrix is positive definite. */
export function brokenAt(matrix: readonly (readonly number[])[]): number | undefined {
  const lower: number[][] = [];
  for (const [i, row] of matrix.entries()) {
    const mine: number[] = [];
    for (let j = 0; j <= i; j++) {
      const other = j === i ? mine : (lower[j] ?? []);
      let sum = row[j] ?? 0;
      for (let k = 0; k < j; k++) sum -= (mine[k] ?? 0) * (other[k] ?? 0);
      if (j < i) mine.push(sum / (other[j] ?? 1));
      else if (sum > 1e-12) mine.push(Math.sqrt(sum));
      else return i;
    }
    lower.push(mine);
  }
  return undefined;
}
