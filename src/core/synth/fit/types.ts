/** A series to fit: rows in order of time. Both arrays have the same length. */
export interface TimedSeries {
  /** Microseconds UTC. */
  times: Float64Array;
  /** NaN, and also the infinities, mean that there is no value. */
  values: Float64Array;
}

/** A rhythm: one value for each equal part of the day, or of the week from Monday, in UTC; their mean is 0. */
export interface Profile {
  values: number[];
  /** `linear`: the value stands in the part's middle; `step`: it holds throughout. */
  interpolate: 'linear' | 'step';
  /** 1 − Var(residual) / Var(rhythm + residual), 0 to 1 (Wang, Smith and Hyndman 2006), residuals cut at ±4 robust deviations. */
  strength: number;
}

export type Distribution =
  | { kind: 'gaussian'; sd: number }
  | { kind: 'laplace'; scale: number }
  | { kind: 'student'; df: number; scale: number };

/** What level, trend and rhythms do not explain. */
export interface Residual {
  /** The likeliest of three by Akaike's criterion, each with the greatest likelihood, as if rows were independent. Student's t at its limit of 30 degrees of freedom is taken for Gaussian. */
  distribution: Distribution;
  /** Akaike's criterion for each, over as many values as `fitted` says; the lowest is the best. */
  aic: { gaussian: number; laplace: number; student: number };
  fitted: number;
  /** Sample deviation of all residuals, outliers included. */
  sd: number;
  /** 1.4826·median |residual|: what the deviation would be without outliers, were it Gaussian. */
  robustSd: number;
  /** First-order autoregression over residuals cut at ±4 robust deviations, so that single outliers do not hide it. */
  ar1: {
    phi: number;
    /** Deviation of the process. */
    sd: number;
    /** Deviation of what is new in each row: sd·√(1 − phi²). */
    innovationSd: number;
    /** |phi| is at least 0.1, and beyond what chance gives (1 %). */
    significant: boolean;
  };
}

/** A series as level + trend + rhythms + noise: plain data. */
export interface FittedSeries {
  /** Microseconds from row to row: the median, whole, from 1 ms to 1 d. */
  step: number;
  /** Time of the first row, µs UTC. */
  start: number;
  /** Rows from the first to the last at that step, gaps included. */
  rows: number;
  /** Values present. */
  values: number;
  /** At the first row. */
  level: number;
  /** Per day; 0 where chance explains it. */
  trend: number;
  /** Null where the series is shorter than two days, or days do not resemble each other more than chance has it. */
  daily: Profile | null;
  /** Null where the series is shorter than two weeks, or weeks do not resemble each other more than chance has it. */
  weekly: Profile | null;
  /** Null where level, trend and rhythms explain everything. */
  residual: Residual | null;
  /** 1 − Σ residual² / Σ (value − mean)², 0 to 1; 1 for a constant. */
  r2: number;
}

/** Residuals for a bootstrap of blocks. */
export interface ResidualBlocks {
  /** In the order of rows, missing ones left out; at most 50,000. */
  values: Float64Array;
  /** Successive values to draw together. */
  block: number;
}

/** What the engine finds of a series; `blocks` where a bootstrap was requested. */
export interface FitReport {
  fitted: FittedSeries;
  blocks?: ResidualBlocks;
}
