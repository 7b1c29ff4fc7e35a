import { RunningSum } from '../../statistics';
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
  const squares = new RunningSum();
  const sum = new RunningSum();
  const firsts = new RunningSum();
  const seconds = new RunningSum();
  const products = new RunningSum();
  let pairs = 0;
  let before = NaN;
  let place = NaN;
  for (let i = 0; i < residuals.length; i++) {
    const z = cut[i] as number;
    sum.add(z);
    squares.add(z * z);
    if ((places[i] as number) === place + 1) {
      pairs++;
      products.add(before * z);
      firsts.add(before * before);
      seconds.add(z * z);
    }
    before = z;
    place = places[i] as number;
  }
  const n = residuals.length;
  const sd = n > 1 ? Math.sqrt(Math.max(0, squares.value - (sum.value * sum.value) / n) / (n - 1)) : 0;
  const raw =
    firsts.value > 0 && seconds.value > 0
      ? products.value / (Math.sqrt(firsts.value) * Math.sqrt(seconds.value))
      : 0;
  const phi = pairs < 3 ? 0 : Math.max(-maxPhi, Math.min(maxPhi, raw + (1 + 3 * raw) / pairs));
  const significant = Math.abs(phi) >= 0.1 && Math.abs(phi) > 2.576 / Math.sqrt(pairs);
  return { phi, sd, innovationSd: sd * Math.sqrt(1 - phi * phi), significant };
}
