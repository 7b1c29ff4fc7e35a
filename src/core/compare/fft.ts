/** Up to this length the halves of a transform fit into a fast cache and are done level by level; longer ones half after half. */
const IN_CACHE = 1 << 13;

/** e^(−2πik/size) for k < size/2, for every size up to n: those of a size begin at size/2. */
interface Turns {
  cos: Float64Array;
  sin: Float64Array;
}

function turnsOf(n: number): Turns {
  const cos = new Float64Array(Math.max(1, n));
  const sin = new Float64Array(Math.max(1, n));
  const half = n / 2;
  for (let k = 0; k < half; k++) {
    const angle = (-2 * Math.PI * k) / n;
    cos[half + k] = Math.cos(angle);
    sin[half + k] = Math.sin(angle);
  }
  // A smaller size uses every second factor of the next.
  for (let at = half - 1; at > 0; at--) {
    cos[at] = cos[2 * at] as number;
    sin[at] = sin[2 * at] as number;
  }
  return { cos, sin };
}

export const powerOfTwo = (atLeast: number): number => {
  let n = 1;
  while (n < atLeast) n *= 2;
  return n;
};

function reverseBits(re: Float64Array, im: Float64Array): void {
  const n = re.length;
  for (let i = 1, j = 0; i < n; i++) {
    let bit = n >> 1;
    for (; j & bit; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i < j) {
      const r = re[i] as number;
      const s = im[i] as number;
      re[i] = re[j] as number;
      im[i] = im[j] as number;
      re[j] = r;
      im[j] = s;
    }
  }
}

/** Joins the transforms of two halves, [from, from + size/2) and the rest up to size. */
function join(re: Float64Array, im: Float64Array, from: number, size: number, { cos, sin }: Turns): void {
  const half = size / 2;
  for (let k = 0; k < half; k++) {
    const i = from + k;
    const j = i + half;
    const c = cos[half + k] as number;
    const s = sin[half + k] as number;
    const a = re[j] as number;
    const b = im[j] as number;
    const r = a * c - b * s;
    const t = a * s + b * c;
    re[j] = (re[i] as number) - r;
    im[j] = (im[i] as number) - t;
    re[i] = (re[i] as number) + r;
    im[i] = (im[i] as number) + t;
  }
}

function joinAll(re: Float64Array, im: Float64Array, from: number, size: number, turns: Turns): void {
  if (size > IN_CACHE) {
    joinAll(re, im, from, size / 2, turns);
    joinAll(re, im, from + size / 2, size / 2, turns);
    join(re, im, from, size, turns);
    return;
  }
  for (let part = 2; part <= size; part *= 2)
    for (let at = from; at < from + size; at += part) join(re, im, at, part, turns);
}

/** A transform in place for one length, a power of two; its factors are made once. Decimation in time (Cooley and Tukey 1965). */
export function powerOfTwoFft(n: number): (re: Float64Array, im: Float64Array) => void {
  const turns = turnsOf(n);
  return (re, im) => {
    reverseBits(re, im);
    joinAll(re, im, 0, n, turns);
  };
}

/**
 * Discrete Fourier transform in place, X(k) = Σ x(j)·e^(−2πijk/n), of any length in O(n log n): a length that is no power of two as a
 * convolution with a chirp (Bluestein 1970). For the inverse exchange `re` and `im`, and divide by n.
 */
export function fft(re: Float64Array, im: Float64Array): void {
  const n = re.length;
  if (n < 2) return;
  const size = powerOfTwo(n);
  if (size === n) powerOfTwoFft(n)(re, im);
  else bluestein(re, im);
}

function bluestein(re: Float64Array, im: Float64Array): void {
  const n = re.length;
  const size = powerOfTwo(2 * n - 1);
  const transform = powerOfTwoFft(size);
  const cos = new Float64Array(n);
  const sin = new Float64Array(n);
  const chirpRe = new Float64Array(size);
  const chirpIm = new Float64Array(size);
  const xRe = new Float64Array(size);
  const xIm = new Float64Array(size);
  for (let k = 0; k < n; k++) {
    // k² modulo 2n, so that the angle keeps its digits.
    const angle = (Math.PI * ((k * k) % (2 * n))) / n;
    const c = Math.cos(angle);
    const s = Math.sin(angle);
    cos[k] = c;
    sin[k] = s;
    chirpRe[k] = c;
    chirpIm[k] = s;
    if (k > 0) {
      chirpRe[size - k] = c;
      chirpIm[size - k] = s;
    }
    xRe[k] = (re[k] as number) * c + (im[k] as number) * s;
    xIm[k] = (im[k] as number) * c - (re[k] as number) * s;
  }
  transform(chirpRe, chirpIm);
  transform(xRe, xIm);
  for (let k = 0; k < size; k++) {
    const a = xRe[k] as number;
    const b = xIm[k] as number;
    const c = chirpRe[k] as number;
    const s = chirpIm[k] as number;
    xRe[k] = a * c - b * s;
    xIm[k] = a * s + b * c;
  }
  transform(xIm, xRe);
  for (let k = 0; k < n; k++) {
    const a = (xRe[k] as number) / size;
    const b = (xIm[k] as number) / size;
    const c = cos[k] as number;
    const s = sin[k] as number;
    re[k] = a * c + b * s;
    im[k] = b * c - a * s;
  }
}

/**
 * |X(k)|² of a real series for k = 0..⌊n/2⌋, X its discrete Fourier transform over `n` ≥ the series' length (zeros behind it). An even n is
 * done as a complex transform of half the length.
 */
export function squaredSpectrum(x: Float64Array, n: number): Float64Array<ArrayBuffer> {
  const out = new Float64Array(Math.floor(n / 2) + 1);
  if (n % 2 === 1) {
    const re = new Float64Array(n);
    re.set(x);
    const im = new Float64Array(n);
    fft(re, im);
    for (let k = 0; k < out.length; k++) out[k] = (re[k] as number) ** 2 + (im[k] as number) ** 2;
    return out;
  }
  const half = n / 2;
  const re = new Float64Array(half);
  const im = new Float64Array(half);
  for (let j = 0; j < half; j++) {
    re[j] = 2 * j < x.length ? (x[2 * j] as number) : 0;
    im[j] = 2 * j + 1 < x.length ? (x[2 * j + 1] as number) : 0;
  }
  fft(re, im);
  for (let k = 0; k <= half; k++) {
    const at = k % half;
    const mirror = (half - k) % half;
    const evenRe = ((re[at] as number) + (re[mirror] as number)) / 2;
    const evenIm = ((im[at] as number) - (im[mirror] as number)) / 2;
    const oddRe = ((im[at] as number) + (im[mirror] as number)) / 2;
    const oddIm = ((re[mirror] as number) - (re[at] as number)) / 2;
    const c = Math.cos((2 * Math.PI * k) / n);
    const s = -Math.sin((2 * Math.PI * k) / n);
    out[k] = (evenRe + oddRe * c - oddIm * s) ** 2 + (evenIm + oddRe * s + oddIm * c) ** 2;
  }
  return out;
}
