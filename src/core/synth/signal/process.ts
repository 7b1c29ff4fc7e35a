/**
 * First-order Gaussian processes whose every stretch can be made alone, exactly in distribution. The process is first made at
 * every 128th row, where it is again such a process; between two of these a free path is drawn and its end tied to the second
 * by conditioning (for phi = 1 the Brownian bridge; in general y_j + Cov(y_j, y_B)/Var(y_B)·(x_B − y_B), the formula by which
 * jointly Gaussian variables are conditioned).
 */
import { stream } from '../../random';

/** Rows between the tied ones. */
export const span = 128;

export interface Process {
  /** Values of rows [from, to) into out[at..at + to − from). */
  fill(from: number, to: number, out: Float64Array, at: number): void;
}

/** What sets a process: x(i) = phi·x(i − 1) + sd·z(i), and x(0) = first·z. */
export interface ProcessOptions {
  rows: number;
  phi: number;
  /** Of the increments. */
  sd: number;
  /** Deviation of x(0). */
  first: number;
}

function powersOf(phi: number): Float64Array {
  const powers = new Float64Array(2 * span + 1);
  powers[0] = 1;
  for (let k = 1; k < powers.length; k++) powers[k] = (powers[k - 1] as number) * phi;
  return powers;
}

/** `name` names two streams: `name` of the increments by row, and `name` with `/tied` of the tied rows by number. */
export function createProcess({ rows, phi, sd, first }: ProcessOptions, seed: number, name: string): Process {
  const inner = stream(seed, name);
  const outer = stream(seed, `${name}/tied`);
  const powers = powersOf(phi);
  /** Σ phi^2k for k below j: the variance of a free path's j-th step over sd². */
  const variance = new Float64Array(span + 1);
  for (let j = 1; j <= span; j++) variance[j] = (variance[j - 1] as number) + (powers[2 * (j - 1)] as number);
  const whole = variance[span] as number;
  const pull = variance.map((v, j) => ((powers[span - j] as number) * v) / whole);

  let tied: Float64Array | undefined;
  const tie = (): Float64Array => {
    const values = new Float64Array(Math.floor((rows - 1) / span) + 2);
    outer.fillNormal(0, values.length, values);
    const jump = sd * Math.sqrt(whole);
    const keep = powers[span] as number;
    let now = first * (values[0] as number);
    values[0] = now;
    for (let k = 1; k < values.length; k++) {
      now = keep * now + jump * (values[k] as number);
      values[k] = now;
    }
    return values;
  };

  const path = new Float64Array(span);
  let current = -1;
  const make = (number: number): void => {
    tied ??= tie();
    inner.fillNormal(number * span + 1, (number + 1) * span + 1, path);
    let now = tied[number] as number;
    let after = now;
    for (let j = 0; j < span; j++) {
      after = phi * now + sd * (path[j] as number);
      path[j] = now;
      now = after;
    }
    const miss = (tied[number + 1] as number) - after;
    for (let j = 1; j < span; j++) path[j] = (path[j] as number) + (pull[j] as number) * miss;
    current = number;
  };

  return {
    fill(from, to, out, at) {
      for (let row = from; row < to;) {
        const number = Math.floor(row / span);
        if (number !== current) make(number);
        const end = Math.min(to, (number + 1) * span);
        for (let i = row; i < end; i++) out[at + i - from] = path[i - number * span] as number;
        row = end;
      }
    },
  };
}
