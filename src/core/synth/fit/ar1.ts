import { withoutFar } from './statistics';
import type { Residual } from './types';

/** Above this a first-order process is as good as a random walk. */
const maxPhi = 0.9999;

/**
 * First-order autoregression of residuals at known places of a regular grid; only neighbours without a gap between them count.
 * phi = Σ z(i)·z(i + 1) / √(Σ z(i)²·Σ z(i + 1)²) over residuals around their median, cut at ±4 robust deviations, raised by its bias (1 + 3·phi)/n (Kendall 1954).
 */
export function fitAr1(residuals: Float64Array, places: Float64Array): Residual['ar1'] {
  const cut = withoutFar(residuals);
  let squares = 0;
  let sum = 0;
  let firsts = 0;
  let seconds = 0;
  let products = 0;
  let pairs = 0;
  let before = NaN;
  let place = NaN;
  for (let i = 0; i < residuals.length; i++) {
    const z = cut[i] as number;
    sum += z;
    squares += z * z;
    if ((places[i] as number) === place + 1) {
      pairs++;
      products += before * z;
      firsts += before * before;
      seconds += z * z;
    }
    before = z;
    place = places[i] as number;
  }
  const n = residuals.length;
  const sd = n > 1 ? Math.sqrt(Math.max(0, squares - (sum * sum) / n) / (n - 1)) : 0;
  const raw = firsts > 0 && seconds > 0 ? products / (Math.sqrt(firsts) * Math.sqrt(seconds)) : 0;
  const phi = pairs < 3 ? 0 : Math.max(-maxPhi, Math.min(maxPhi, raw + (1 + 3 * raw) / pairs));
  const significant = Math.abs(phi) >= 0.1 && Math.abs(phi) > 2.576 / Math.sqrt(pairs);
  return { phi, sd, innovationSd: sd * Math.sqrt(1 - phi * phi), significant };
}
