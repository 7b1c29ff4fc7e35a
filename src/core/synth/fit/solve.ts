/**
 * Solves A·x = b for a symmetric positive definite A (n × n, row by row; overwritten) by Cholesky's decomposition. A direction in which A is
 * singular gets 0.
 */
export function solve(a: Float64Array, b: Float64Array): Float64Array<ArrayBuffer> {
  const n = b.length;
  const x = Float64Array.from(b);
  const at = (i: number, j: number): number => a[i * n + j] ?? 0;
  for (let j = 0; j < n; j++) {
    const before = at(j, j);
    let pivot = before;
    for (let k = 0; k < j; k++) pivot -= at(j, k) ** 2;
    const root = pivot > 1e-13 * before ? Math.sqrt(pivot) : Infinity;
    a[j * n + j] = root;
    for (let i = j + 1; i < n; i++) {
      let sum = at(i, j);
      for (let k = 0; k < j; k++) sum -= at(i, k) * at(j, k);
      a[i * n + j] = sum / root;
    }
  }
  for (let i = 0; i < n; i++) {
    let sum = x[i] ?? 0;
    for (let k = 0; k < i; k++) sum -= at(i, k) * (x[k] ?? 0);
    x[i] = sum / at(i, i);
  }
  for (let i = n - 1; i >= 0; i--) {
    let sum = x[i] ?? 0;
    for (let k = i + 1; k < n; k++) sum -= at(k, i) * (x[k] ?? 0);
    x[i] = sum / at(i, i);
  }
  return x;
}
