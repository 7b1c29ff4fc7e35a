import { at } from '../../list';

/** Why a correlation matrix is refused, and where. */
export interface MatrixFault {
  /** Below the matrix: `[1]`, `[1][2]`, or nothing for the whole. */
  path: string;
  message: string;
}

/** Differences and pivots below this are rounding. */
const rounding = 1e-10;

/**
 * The lower triangle L with L·Lᵀ = matrix, row by row, for a correlation matrix of n channels. Refused: another size, a
 * diagonal other than 1, a matrix that is not symmetric, or not positive definite.
 */
export function cholesky(
  matrix: readonly (readonly number[])[],
  n: number,
): { ok: true; lower: Float64Array[] } | { ok: false; fault: MatrixFault } {
  const refuse = (path: string, message: string): { ok: false; fault: MatrixFault } => ({
    ok: false,
    fault: { path, message },
  });
  if (matrix.length !== n) {
    return refuse('', `Expected ${n} rows, one for each channel; got ${matrix.length}.`);
  }
  for (const [i, row] of matrix.entries()) {
    if (row.length !== n)
      return refuse(`[${i}]`, `Expected ${n} numbers, one for each channel; got ${row.length}.`);
    for (const [j, value] of row.entries()) {
      const path = `[${i}][${j}]`;
      if (!Number.isFinite(value) || Math.abs(value) > 1 + rounding)
        return refuse(path, `Expected a correlation from -1 to 1; got ${value}.`);
      if (i === j && Math.abs(value - 1) > rounding)
        return refuse(path, `Expected 1 on the diagonal, a channel's correlation with itself; got ${value}.`);
      if (j >= i) continue;
      const other = at(at(matrix, j), i);
      if (Math.abs(value - other) > rounding) {
        return refuse(
          path,
          `Expected a symmetric matrix; row ${i + 1} has ${value} where row ${j + 1} has ${other}. Give both the same number.`,
        );
      }
    }
  }
  const lower = matrix.map(() => new Float64Array(n));
  for (const [i, row] of lower.entries()) {
    for (let j = 0; j <= i; j++) {
      const other = at(lower, j);
      let rest = at(at(matrix, i), j);
      for (let k = 0; k < j; k++) rest -= (row[k] as number) * (other[k] as number);
      if (i !== j) {
        row[j] = rest / (other[j] as number);
      } else if (rest > rounding) {
        row[j] = Math.sqrt(rest);
      } else {
        return refuse(
          `[${i}]`,
          `Expected a positive definite matrix; the correlations of channel ${i + 1} contradict those of the channels before it. Bring them closer to 0.`,
        );
      }
    }
  }
  return { ok: true, lower };
}
