/**
 * The distribution of the one-sample Kolmogorov-Smirnov statistic Dₙ, evaluated in the regions that Simard and L'Ecuyer give (2011, Journal of
 * Statistical Software 39(11)): exactly by Durbin's matrix for small n, by Pelz and Good's series (1976) in the body, by twice the one-sided
 * probability in the tail, where both sides at once have no weight.
 */

const pi2 = Math.PI ** 2;
const root2pi = Math.sqrt(2 * Math.PI);

/** P(Dₙ ≥ d), for whole n ≥ 1. Relative error about 1e-7 for n above 140, 1e-10 below. */
export function kolmogorovTail(n: number, d: number): number {
  const t = n * d;
  if (t <= 0.5) return 1;
  if (d >= 1) return 0;
  if (t <= 1) {
    let log = n * Math.log(2 * t - 1);
    for (let i = 1; i <= n; i++) log += Math.log(i / n);
    return 1 - Math.exp(log);
  }
  const square = t * d;
  if (t >= n - 1 || d >= 0.5 || square > (n <= 140 ? 4 : 2.2)) return Math.min(1, 2 * smirnovTail(n, d));
  const exact = n <= 140 || (n <= 100_000 && n * d ** 1.5 <= 1.4);
  const below = exact ? durbin(n, d) : pelzGood(n, d);
  return Math.min(1, Math.max(0, 1 - below));
}

/** P(Dₙ⁺ ≥ d): d·Σ C(n, v)·(d + v/n)^(v−1)·(1 − d − v/n)^(n−v) over v ≤ n(1 − d) (Birnbaum and Tingey 1951); for n above 1,000,000 exp(−(6nd + 1)²/18n) (Maag 1973). */
function smirnovTail(n: number, d: number): number {
  if (n > 1_000_000) return Math.exp(-((6 * n * d + 1) ** 2) / (18 * n));
  let logChoose = 0;
  let sum = 0;
  const last = Math.min(n - 1, Math.floor(n * (1 - d)));
  for (let v = 0; v <= last; v++) {
    const share = d + v / n;
    if (share >= 1) break;
    sum += Math.exp(logChoose + (v - 1) * Math.log(share) + (n - v) * Math.log1p(-share));
    logChoose += Math.log((n - v) / (v + 1));
  }
  return d * sum;
}

/** P(Dₙ < d) as n!/nⁿ times the middle element of Hⁿ (Durbin 1968, in the form of Marsaglia, Tsang and Wang 2003). */
function durbin(n: number, d: number): number {
  const k = Math.floor(n * d) + 1;
  const m = 2 * k - 1;
  const h = k - n * d;
  let base: Scaled = { cells: new Float64Array(m * m), exponent: 0 };
  for (let i = 0; i < m; i++) {
    for (let j = 0; j <= Math.min(i + 1, m - 1); j++) {
      let cell = 1;
      if (j === 0) cell -= h ** (i + 1);
      if (i === m - 1) cell -= h ** (m - j);
      if (i === m - 1 && j === 0 && 2 * h > 1) cell += (2 * h - 1) ** m;
      for (let f = 2; f <= i - j + 1; f++) cell /= f;
      base.cells[i * m + j] = cell;
    }
  }
  let power: Scaled | undefined;
  for (let left = n; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) power = power ? product(power, base, m) : base;
    if (left > 1) base = product(base, base, m);
  }
  if (!power) return 0;
  let log = Math.log(power.cells[(k - 1) * m + k - 1] as number) + power.exponent;
  for (let i = 1; i <= n; i++) log += Math.log(i / n);
  return Math.exp(log);
}

/** A matrix, times e^exponent. */
interface Scaled {
  cells: Float64Array;
  exponent: number;
}

function product(a: Scaled, b: Scaled, m: number): Scaled {
  const cells = new Float64Array(m * m);
  let greatest = 0;
  for (let i = 0; i < m; i++) {
    for (let l = 0; l < m; l++) {
      const left = a.cells[i * m + l] as number;
      if (left === 0) continue;
      for (let j = 0; j < m; j++)
        cells[i * m + j] = (cells[i * m + j] as number) + left * (b.cells[l * m + j] as number);
    }
  }
  for (const cell of cells) greatest = Math.max(greatest, Math.abs(cell));
  if (greatest > 0) for (let i = 0; i < cells.length; i++) cells[i] = (cells[i] as number) / greatest;
  return { cells, exponent: a.exponent + b.exponent + Math.log(greatest || 1) };
}

/** P(Dₙ ≤ d) ≈ K0 + K1/√n + K2/n + K3/n^1.5 at z = d√n (Pelz and Good 1976, in Simard and L'Ecuyer's equations 9 to 13). */
function pelzGood(n: number, d: number): number {
  const z = d * Math.sqrt(n);
  const z2 = z * z;
  if (pi2 / (8 * z2) > 700) return 0;
  const terms = Math.ceil((16 * z) / Math.PI);
  let k0 = 0;
  let k1 = 0;
  let k2 = 0;
  let k3 = 0;
  for (let i = terms - 1; i >= 0; i--) {
    // a = (k + 1/2)² π², over whole k of both signs.
    const a = pi2 * (i + 0.5) ** 2;
    const weight = 2 * Math.exp(-a / (2 * z2));
    k0 += weight;
    k1 += weight * (a - z2);
    k2 += weight * (6 * z2 ** 3 + 2 * z2 ** 2 + a * (2 * z2 ** 2 - 5 * z2) + a * a * (1 - 2 * z2));
    k3 +=
      weight *
      (a ** 3 * (5 - 30 * z2) +
        a * a * (-60 * z2 + 212 * z2 ** 2) +
        a * (135 * z2 ** 2 - 96 * z2 ** 3) -
        (30 * z2 ** 3 + 90 * z2 ** 4));
  }
  let whole2 = 0;
  let whole3 = 0;
  for (let i = terms; i >= 1; i--) {
    const b = pi2 * i * i;
    const weight = 2 * Math.exp(-b / (2 * z2));
    whole2 += weight * b;
    whole3 += weight * (3 * b * z2 - b * b);
  }
  const half = root2pi / 2;
  return (
    (half * k0) / z +
    (half * k1) / (6 * z ** 4) / Math.sqrt(n) +
    ((half * k2) / (72 * z ** 7) - (half * whole2) / (36 * z ** 3)) / n +
    ((half * k3) / (6480 * z ** 10) + (half * whole3) / (216 * z ** 6)) / n ** 1.5
  );
}
