// Written by scripts/generate-recipe-types.mjs from spec/recipe.schema.json. Do not edit.

/** Relative path with forward slashes. */
export type Path = string;
/** SHA-256 of the bytes as they came, lower-case hexadecimal. */
export type Sha256 = string;
/** A length of time: a whole or decimal number above zero and a unit of ms, s, min, h, d or w, such as 5min or 1.5h. */
export type Duration = string;
/** Name of a column. */
export type ColumnName = string;
/**
 * @minItems 2
 * @maxItems 2
 */
export type RowRange = [number, number];
/** One step: its kind is its only key beside off and for. */
export type Step =
  | {
      /** A step that is switched off is kept and has no effect. */
      off?: boolean;
      /** The series that the step is limited to: names, or patterns in which * stands for any characters and ? for one. Others pass it unchanged; absent: every series. */
      for?: SeriesPattern[];
      /** Local times to UTC. */
      utc: UtcOptions;
    }
  | {
      /** A step that is switched off is kept and has no effect. */
      off?: boolean;
      /** The series that the step is limited to: names, or patterns in which * stands for any characters and ? for one. Others pass it unchanged; absent: every series. */
      for?: SeriesPattern[];
      /** Order of time, and one row for each time. */
      duplicates: DuplicatesOptions;
    }
  | {
      /** A step that is switched off is kept and has no effect. */
      off?: boolean;
      /** The series that the step is limited to: names, or patterns in which * stands for any characters and ? for one. Others pass it unchanged; absent: every series. */
      for?: SeriesPattern[];
      /** What is missing, and what is done about it. */
      missing: MissingOptions;
    }
  | {
      /** A step that is switched off is kept and has no effect. */
      off?: boolean;
      /** The series that the step is limited to: names, or patterns in which * stands for any characters and ? for one. Others pass it unchanged; absent: every series. */
      for?: SeriesPattern[];
      /** Which values stand out, and what is done about them. */
      outliers: OutliersOptions;
    }
  | {
      /** A step that is switched off is kept and has no effect. */
      off?: boolean;
      /** The series that the step is limited to: names, or patterns in which * stands for any characters and ? for one. Others pass it unchanged; absent: every series. */
      for?: SeriesPattern[];
      /** Regular buckets of time. */
      resample: ResampleOptions;
    };
/** The name of a series, or a pattern in which * stands for any characters and ? for one. */
export type SeriesPattern = string;
/** A length of time such as 5min, or source: the usual step of each series. */
export type BucketLength = string;
/** An existing time in UTC, ISO 8601 with Z, such as 2023-01-01T00:00:00Z. */
export type Instant = string;
/** Name of a series. */
export type SeriesName = string;
/** A whole number from which draws are made. */
export type Seed = number;
/** A series (or several, its channels) that is made here: synthetic, the sum of its bases plus noise, then faults; or a copy of a loaded one, to be injected into, with the original beside it. What each base, noise and fault means is in spec/signals.md. */
export type GeneratedSource = SyntheticSource | CopySource;
/** One base: its kind is its only key. Times count from the first row. */
export type SignalBase =
  | {
      /** The same value throughout. */
      constant: {
        /** The value. */
        value: number;
      };
    }
  | {
      /** Sine wave. */
      sine: Wave;
    }
  | {
      /** Cosine wave. */
      cosine: Wave;
    }
  | {
      /** Square wave. */
      square: {
        /** Length of one repetition. */
        period: Duration;
        /** Swing to either side of the offset. */
        amplitude: number;
        /** Where it starts: a share of the period. */
        phase?: number;
        /** Added to every value. */
        offset?: number;
        /** Share of the period that is high, 0.5 where absent. */
        duty?: number;
      };
    }
  | {
      /** Sawtooth wave: rises from -amplitude to +amplitude over the period, then falls at once. */
      sawtooth: Wave;
    }
  | {
      /** Triangle wave. */
      triangle: Wave;
    }
  | {
      /** Polynomial: Σ coefficients[k]·d^(k+1), d in days since the first row. */
      trend: {
        /** Of d, d², d³, … */
        coefficients: number[];
      };
    }
  | {
      /** Random walk with Gaussian increments. */
      walk: {
        /** Standard deviation of the increment from row to row. */
        sd: number;
        /** Mean increment from row to row. */
        drift?: number;
      };
    }
  | {
      /** One of the levels for "dwell", then one drawn at random. */
      modes: {
        /** Time for which a level lasts. */
        dwell: Duration;
        /** The levels. */
        levels: number[];
      };
    }
  | {
      /** Cylinder, bell and funnel in random order, one in each period (Saito 1994). */
      cbf: {
        /** Length of one repetition. */
        period: Duration;
        /** Swing to either side of the offset. */
        amplitude: number;
        /** Added to every value. */
        offset?: number;
      };
    }
  | {
      /** A pulse like an electrocardiogram's (five Gaussian waves, P to T), one in each period. */
      ecg: {
        /** Length of one repetition. */
        period: Duration;
        /** Swing to either side of the offset. */
        amplitude: number;
        /** Added to every value. */
        offset?: number;
      };
    }
  | {
      /** One value for each equal part of a day or a week in UTC (weeks from Monday). */
      profile: {
        /** A day or a week. */
        period: '1d' | '1w';
        /** One for each equal part, in order. */
        values: number[];
        /** Between the values: straight lines, or steps. */
        interpolate: 'linear' | 'step';
        /** Factor of the values, 1 where absent. */
        amplitude?: number;
      };
    }
  | {
      /** An expression over t (seconds since the first row), d (days), i (row), tod (hours since midnight UTC) and dow (0 Monday to 6). */
      formula: {
        /** The expression. */
        expression: string;
      };
    };
/** One noise: its kind, and the unit of its size. */
export type Noise =
  | {
      /** Gaussian noise. */
      gaussian: {
        /** Standard deviation. */
        sd: number;
      };
      /** The series' own unit (where absent), or a share of the signal's own standard deviation (sample deviation of the bases over the series). */
      unit?: 'absolute' | 'share';
      /** Added to the signal (where absent), or the signal times 1 + noise. */
      apply?: 'add' | 'multiply';
    }
  | {
      /** Uniform noise between -halfWidth and +halfWidth. */
      uniform: {
        /** Greatest distance from 0. */
        halfWidth: number;
      };
      /** The series' own unit (where absent), or a share of the signal's own standard deviation (sample deviation of the bases over the series). */
      unit?: 'absolute' | 'share';
      /** Added to the signal (where absent), or the signal times 1 + noise. */
      apply?: 'add' | 'multiply';
    }
  | {
      /** Laplace noise. */
      laplace: {
        /** Scale; the standard deviation is √2·scale. */
        scale: number;
      };
      /** The series' own unit (where absent), or a share of the signal's own standard deviation (sample deviation of the bases over the series). */
      unit?: 'absolute' | 'share';
      /** Added to the signal (where absent), or the signal times 1 + noise. */
      apply?: 'add' | 'multiply';
    }
  | {
      /** Student's t noise; its standard deviation is scale·√(df/(df − 2)) for df > 2. */
      student: {
        /** Degrees of freedom, above 0. */
        df: number;
        /** Scale. */
        scale: number;
      };
      /** The series' own unit (where absent), or a share of the signal's own standard deviation (sample deviation of the bases over the series). */
      unit?: 'absolute' | 'share';
      /** Added to the signal (where absent), or the signal times 1 + noise. */
      apply?: 'add' | 'multiply';
    }
  | {
      /** Stationary first-order autoregression: x(i) = phi·x(i − 1) + e. */
      ar1: {
        /** Correlation of neighbours, between -1 and 1. */
        phi: number;
        /** Standard deviation of x. */
        sd: number;
      };
      /** The series' own unit (where absent), or a share of the signal's own standard deviation (sample deviation of the bases over the series). */
      unit?: 'absolute' | 'share';
      /** Added to the signal (where absent), or the signal times 1 + noise. */
      apply?: 'add' | 'multiply';
    }
  | {
      /** Blocks of successive values, drawn with replacement (Künsch 1989). */
      bootstrap: {
        /** The residuals in order, centred as they are given. */
        values: number[];
        /** Number of successive values drawn together. */
        block: number;
      };
      /** The series' own unit (where absent), or a share of the signal's own standard deviation (sample deviation of the bases over the series). */
      unit?: 'absolute' | 'share';
      /** Added to the signal (where absent), or the signal times 1 + noise. */
      apply?: 'add' | 'multiply';
    };
/** A number, or a range [minimum, maximum] in which each anomaly draws its own. */
export type Amount = number | [number, number];
/** One anomaly at a chosen time, or many at random times. What each kind does is in spec/anomalies.md. */
export type Injection = PlacedInjection | DrawnInjection;
/** How a time is written. "iso": date, then T or blanks, then a time, without an offset; 24:00 is the next midnight. "iso-offset": the same with Z, +02:00, +0200 or +02; a cell without an offset is in the source's zone. "epoch-*": a number since 1970-01-01T00:00:00Z. "day-first", "month-first": 31/12/2023 23:59:59 and 12/31/2023 23:59:59, with /, . or -, and AM or PM. "excel": days since 1899-12-30 as Excel counts them. "index": a number of a row, or none. "timestamp": a Parquet column that is a timestamp already; one that says that it is in UTC is, whatever the source's zone. Anything finer than a microsecond is cut off towards the past. */
export type TimeFormat =
  | 'iso'
  | 'iso-offset'
  | 'epoch-s'
  | 'epoch-ms'
  | 'epoch-us'
  | 'epoch-ns'
  | 'day-first'
  | 'month-first'
  | 'excel'
  | 'index'
  | 'timestamp';
/** How a bucket's value is computed from those of its rows. */
export type Aggregate = 'mean' | 'median' | 'min' | 'max' | 'sum' | 'count' | 'first' | 'last' | 'std';
/** "any", "majority", or a share above 0 and up to 1. */
export type LabelRule = ('any' | 'majority') | number;
/** A unit of time that has a folder of its own. */
export type PartitionUnit = 'year' | 'month' | 'day' | 'hour';
/** What an anomaly does; see spec/anomalies.md. */
export type AnomalyKind =
  | 'spike'
  | 'level-shift'
  | 'amplitude'
  | 'variance'
  | 'frequency'
  | 'pattern'
  | 'pattern-shift'
  | 'flatline'
  | 'trend'
  | 'noise-burst'
  | 'time-warp'
  | 'missing'
  | 'correlation'
  | 'timestamps';
/** A length of time such as 5min, or a range [minimum, maximum]. */
export type AnomalyLength = string | [Duration, Duration];
/** Size of an effect: in standard deviations of the values around it, in the series' own unit, or as a factor. */
export type Strength =
  | {
      /** In standard deviations of the values around it. */
      sigma: Amount;
    }
  | {
      /** In the series' own unit. */
      absolute: Amount;
    }
  | {
      /** As a factor. */
      factor: Amount;
    };
/**
 * From and to, half-open.
 *
 * @minItems 2
 * @maxItems 2
 */
export type Interval = [Instant, Instant];
/** A column of the exported rows. */
export type CheckColumn =
  | 'series'
  | 'timestamp'
  | 'value'
  | 'is_anomaly'
  | 'anomaly_type'
  | 'anomaly_id'
  | 'observations'
  | 'outlier'
  | 'filled';
/** A column of numbers. */
export type NumberColumn = 'value' | 'observations';
/** What is expected of exported rows: its kind is its only key beside id, for, scope, stage and severity. Kinds that Great Expectations has bear its names and options. */
export type Check =
  | {
      /** Its name, by which a person accepts that it failed; made of its kind where absent. */
      id?: string;
      /** The series that it is about: names, or patterns in which * stands for any characters and ? for one. Absent: every series. */
      for?: SeriesPattern[];
      /** Of each series by itself (where absent), or of all rows together. */
      scope?: 'series' | 'all';
      /** The rows that it is about: clean, or resampled. Absent: the last that are exported. */
      stage?: 'clean' | 'resampled';
      /** fail (where absent): nothing is exported unless a person accepts it by its name; warn: it is recorded. */
      severity?: 'fail' | 'warn';
      /** Rows have a value. */
      expect_column_values_to_not_be_null: ExpectPerRow;
    }
  | {
      /** Its name, by which a person accepts that it failed; made of its kind where absent. */
      id?: string;
      /** The series that it is about: names, or patterns in which * stands for any characters and ? for one. Absent: every series. */
      for?: SeriesPattern[];
      /** Of each series by itself (where absent), or of all rows together. */
      scope?: 'series' | 'all';
      /** The rows that it is about: clean, or resampled. Absent: the last that are exported. */
      stage?: 'clean' | 'resampled';
      /** fail (where absent): nothing is exported unless a person accepts it by its name; warn: it is recorded. */
      severity?: 'fail' | 'warn';
      /** No time occurs twice in a series. */
      expect_column_values_to_be_unique: ExpectUnique;
    }
  | {
      /** Its name, by which a person accepts that it failed; made of its kind where absent. */
      id?: string;
      /** The series that it is about: names, or patterns in which * stands for any characters and ? for one. Absent: every series. */
      for?: SeriesPattern[];
      /** Of each series by itself (where absent), or of all rows together. */
      scope?: 'series' | 'all';
      /** The rows that it is about: clean, or resampled. Absent: the last that are exported. */
      stage?: 'clean' | 'resampled';
      /** fail (where absent): nothing is exported unless a person accepts it by its name; warn: it is recorded. */
      severity?: 'fail' | 'warn';
      /** Values lie between two limits. */
      expect_column_values_to_be_between: ExpectRange;
    }
  | {
      /** Its name, by which a person accepts that it failed; made of its kind where absent. */
      id?: string;
      /** The series that it is about: names, or patterns in which * stands for any characters and ? for one. Absent: every series. */
      for?: SeriesPattern[];
      /** Of each series by itself (where absent), or of all rows together. */
      scope?: 'series' | 'all';
      /** The rows that it is about: clean, or resampled. Absent: the last that are exported. */
      stage?: 'clean' | 'resampled';
      /** fail (where absent): nothing is exported unless a person accepts it by its name; warn: it is recorded. */
      severity?: 'fail' | 'warn';
      /** Values increase from row to row. */
      expect_column_values_to_be_increasing: ExpectIncreasing;
    }
  | {
      /** Its name, by which a person accepts that it failed; made of its kind where absent. */
      id?: string;
      /** The series that it is about: names, or patterns in which * stands for any characters and ? for one. Absent: every series. */
      for?: SeriesPattern[];
      /** Of each series by itself (where absent), or of all rows together. */
      scope?: 'series' | 'all';
      /** The rows that it is about: clean, or resampled. Absent: the last that are exported. */
      stage?: 'clean' | 'resampled';
      /** fail (where absent): nothing is exported unless a person accepts it by its name; warn: it is recorded. */
      severity?: 'fail' | 'warn';
      /** Values are of a set. */
      expect_column_values_to_be_in_set: ExpectSet;
    }
  | {
      /** Its name, by which a person accepts that it failed; made of its kind where absent. */
      id?: string;
      /** The series that it is about: names, or patterns in which * stands for any characters and ? for one. Absent: every series. */
      for?: SeriesPattern[];
      /** Of each series by itself (where absent), or of all rows together. */
      scope?: 'series' | 'all';
      /** The rows that it is about: clean, or resampled. Absent: the last that are exported. */
      stage?: 'clean' | 'resampled';
      /** fail (where absent): nothing is exported unless a person accepts it by its name; warn: it is recorded. */
      severity?: 'fail' | 'warn';
      /** The number of rows lies between two limits. */
      expect_table_row_count_to_be_between: ExpectNumber;
    }
  | {
      /** Its name, by which a person accepts that it failed; made of its kind where absent. */
      id?: string;
      /** The series that it is about: names, or patterns in which * stands for any characters and ? for one. Absent: every series. */
      for?: SeriesPattern[];
      /** Of each series by itself (where absent), or of all rows together. */
      scope?: 'series' | 'all';
      /** The rows that it is about: clean, or resampled. Absent: the last that are exported. */
      stage?: 'clean' | 'resampled';
      /** fail (where absent): nothing is exported unless a person accepts it by its name; warn: it is recorded. */
      severity?: 'fail' | 'warn';
      /** The mean lies between two limits. */
      expect_column_mean_to_be_between: ExpectStatistic;
    }
  | {
      /** Its name, by which a person accepts that it failed; made of its kind where absent. */
      id?: string;
      /** The series that it is about: names, or patterns in which * stands for any characters and ? for one. Absent: every series. */
      for?: SeriesPattern[];
      /** Of each series by itself (where absent), or of all rows together. */
      scope?: 'series' | 'all';
      /** The rows that it is about: clean, or resampled. Absent: the last that are exported. */
      stage?: 'clean' | 'resampled';
      /** fail (where absent): nothing is exported unless a person accepts it by its name; warn: it is recorded. */
      severity?: 'fail' | 'warn';
      /** The median lies between two limits. */
      expect_column_median_to_be_between: ExpectStatistic;
    }
  | {
      /** Its name, by which a person accepts that it failed; made of its kind where absent. */
      id?: string;
      /** The series that it is about: names, or patterns in which * stands for any characters and ? for one. Absent: every series. */
      for?: SeriesPattern[];
      /** Of each series by itself (where absent), or of all rows together. */
      scope?: 'series' | 'all';
      /** The rows that it is about: clean, or resampled. Absent: the last that are exported. */
      stage?: 'clean' | 'resampled';
      /** fail (where absent): nothing is exported unless a person accepts it by its name; warn: it is recorded. */
      severity?: 'fail' | 'warn';
      /** The sample standard deviation lies between two limits. */
      expect_column_stdev_to_be_between: ExpectStatistic;
    }
  | {
      /** Its name, by which a person accepts that it failed; made of its kind where absent. */
      id?: string;
      /** The series that it is about: names, or patterns in which * stands for any characters and ? for one. Absent: every series. */
      for?: SeriesPattern[];
      /** Of each series by itself (where absent), or of all rows together. */
      scope?: 'series' | 'all';
      /** The rows that it is about: clean, or resampled. Absent: the last that are exported. */
      stage?: 'clean' | 'resampled';
      /** fail (where absent): nothing is exported unless a person accepts it by its name; warn: it is recorded. */
      severity?: 'fail' | 'warn';
      /** Quantiles lie between their limits. */
      expect_column_quantile_values_to_be_between: ExpectQuantiles;
    }
  | {
      /** Its name, by which a person accepts that it failed; made of its kind where absent. */
      id?: string;
      /** The series that it is about: names, or patterns in which * stands for any characters and ? for one. Absent: every series. */
      for?: SeriesPattern[];
      /** Of each series by itself (where absent), or of all rows together. */
      scope?: 'series' | 'all';
      /** The rows that it is about: clean, or resampled. Absent: the last that are exported. */
      stage?: 'clean' | 'resampled';
      /** fail (where absent): nothing is exported unless a person accepts it by its name; warn: it is recorded. */
      severity?: 'fail' | 'warn';
      /** All times are in UTC. */
      expect_times_to_be_utc: ExpectNothing;
    }
  | {
      /** Its name, by which a person accepts that it failed; made of its kind where absent. */
      id?: string;
      /** The series that it is about: names, or patterns in which * stands for any characters and ? for one. Absent: every series. */
      for?: SeriesPattern[];
      /** Of each series by itself (where absent), or of all rows together. */
      scope?: 'series' | 'all';
      /** The rows that it is about: clean, or resampled. Absent: the last that are exported. */
      stage?: 'clean' | 'resampled';
      /** fail (where absent): nothing is exported unless a person accepts it by its name; warn: it is recorded. */
      severity?: 'fail' | 'warn';
      /** All distances between rows are equal. */
      expect_step_to_be_regular: ExpectNothing;
    }
  | {
      /** Its name, by which a person accepts that it failed; made of its kind where absent. */
      id?: string;
      /** The series that it is about: names, or patterns in which * stands for any characters and ? for one. Absent: every series. */
      for?: SeriesPattern[];
      /** Of each series by itself (where absent), or of all rows together. */
      scope?: 'series' | 'all';
      /** The rows that it is about: clean, or resampled. Absent: the last that are exported. */
      stage?: 'clean' | 'resampled';
      /** fail (where absent): nothing is exported unless a person accepts it by its name; warn: it is recorded. */
      severity?: 'fail' | 'warn';
      /** No two neighbouring rows are further apart. */
      expect_gaps_to_be_at_most: ExpectGap;
    }
  | {
      /** Its name, by which a person accepts that it failed; made of its kind where absent. */
      id?: string;
      /** The series that it is about: names, or patterns in which * stands for any characters and ? for one. Absent: every series. */
      for?: SeriesPattern[];
      /** Of each series by itself (where absent), or of all rows together. */
      scope?: 'series' | 'all';
      /** The rows that it is about: clean, or resampled. Absent: the last that are exported. */
      stage?: 'clean' | 'resampled';
      /** fail (where absent): nothing is exported unless a person accepts it by its name; warn: it is recorded. */
      severity?: 'fail' | 'warn';
      /** The share of values that steps filled in. */
      expect_filled_share_to_be_between: ExpectNumber;
    }
  | {
      /** Its name, by which a person accepts that it failed; made of its kind where absent. */
      id?: string;
      /** The series that it is about: names, or patterns in which * stands for any characters and ? for one. Absent: every series. */
      for?: SeriesPattern[];
      /** Of each series by itself (where absent), or of all rows together. */
      scope?: 'series' | 'all';
      /** The rows that it is about: clean, or resampled. Absent: the last that are exported. */
      stage?: 'clean' | 'resampled';
      /** fail (where absent): nothing is exported unless a person accepts it by its name; warn: it is recorded. */
      severity?: 'fail' | 'warn';
      /** The share of rows that lie in labelled intervals. */
      expect_anomaly_share_to_be_between: ExpectNumber;
    }
  | {
      /** Its name, by which a person accepts that it failed; made of its kind where absent. */
      id?: string;
      /** The series that it is about: names, or patterns in which * stands for any characters and ? for one. Absent: every series. */
      for?: SeriesPattern[];
      /** Of each series by itself (where absent), or of all rows together. */
      scope?: 'series' | 'all';
      /** The rows that it is about: clean, or resampled. Absent: the last that are exported. */
      stage?: 'clean' | 'resampled';
      /** fail (where absent): nothing is exported unless a person accepts it by its name; warn: it is recorded. */
      severity?: 'fail' | 'warn';
      /** The number of labels. */
      expect_anomaly_count_to_be_between: ExpectNumber;
    }
  | {
      /** Its name, by which a person accepts that it failed; made of its kind where absent. */
      id?: string;
      /** The series that it is about: names, or patterns in which * stands for any characters and ? for one. Absent: every series. */
      for?: SeriesPattern[];
      /** Of each series by itself (where absent), or of all rows together. */
      scope?: 'series' | 'all';
      /** The rows that it is about: clean, or resampled. Absent: the last that are exported. */
      stage?: 'clean' | 'resampled';
      /** fail (where absent): nothing is exported unless a person accepts it by its name; warn: it is recorded. */
      severity?: 'fail' | 'warn';
      /** Labels lie between the first row and the last. */
      expect_labels_inside_series: ExpectNothing;
    }
  | {
      /** Its name, by which a person accepts that it failed; made of its kind where absent. */
      id?: string;
      /** The series that it is about: names, or patterns in which * stands for any characters and ? for one. Absent: every series. */
      for?: SeriesPattern[];
      /** Of each series by itself (where absent), or of all rows together. */
      scope?: 'series' | 'all';
      /** The rows that it is about: clean, or resampled. Absent: the last that are exported. */
      stage?: 'clean' | 'resampled';
      /** fail (where absent): nothing is exported unless a person accepts it by its name; warn: it is recorded. */
      severity?: 'fail' | 'warn';
      /** Each label covers at least one row. */
      expect_labels_to_cover_rows: ExpectNothing;
    }
  | {
      /** Its name, by which a person accepts that it failed; made of its kind where absent. */
      id?: string;
      /** The series that it is about: names, or patterns in which * stands for any characters and ? for one. Absent: every series. */
      for?: SeriesPattern[];
      /** Of each series by itself (where absent), or of all rows together. */
      scope?: 'series' | 'all';
      /** The rows that it is about: clean, or resampled. Absent: the last that are exported. */
      stage?: 'clean' | 'resampled';
      /** fail (where absent): nothing is exported unless a person accepts it by its name; warn: it is recorded. */
      severity?: 'fail' | 'warn';
      /** Each injected anomaly changes the values by so much. */
      expect_injected_effect_to_be_at_least: ExpectEffect;
    }
  | {
      /** Its name, by which a person accepts that it failed; made of its kind where absent. */
      id?: string;
      /** The series that it is about: names, or patterns in which * stands for any characters and ? for one. Absent: every series. */
      for?: SeriesPattern[];
      /** Of each series by itself (where absent), or of all rows together. */
      scope?: 'series' | 'all';
      /** The rows that it is about: clean, or resampled. Absent: the last that are exported. */
      stage?: 'clean' | 'resampled';
      /** fail (where absent): nothing is exported unless a person accepts it by its name; warn: it is recorded. */
      severity?: 'fail' | 'warn';
      /** A split, such as train, has no labelled row. */
      expect_split_without_anomalies: ExpectTrain;
    };

/** Everything a person chooses, as one JSON document. The same recipe and the same input give the same bytes. What each step means is in spec/steps.md. */
export interface Recipe {
  /** Version of the document's format. */
  recipe: 1;
  /** Name of the data set. */
  name: string;
  /** All random draws come from this whole number. */
  seed: number;
  /** Files of observations, in the order in which they were added. */
  sources: FileSource[];
  /** Synthetic series, and copies of loaded ones, in the order in which they were added. */
  generated: GeneratedSource[];
  /** Anomalies to put into generated series. */
  injections: Injection[];
  /** Files of labels in NAB's format. */
  labels: LabelSource[];
  /** Labels made by hand, or accepted from a detector. */
  annotations: Annotation[];
  /** Changes by hand to the labels of files. */
  edits: LabelEdit[];
  /** What is done to the series, first to last. */
  steps: Step[];
  /** What a reader of the published data set has to know that no run can find out; absent: nothing was said. */
  about?: About;
  /** Parts of each series in order of time, such as train and test. Each begins where the one before ends; the last takes the rest. Absent: the data set is not split. */
  splits?: Split[];
  /** What is expected of the rows that are exported. Absent: the built-in checks alone. */
  checks?: Check[];
  /** How the bundle is written. */
  export: ExportOptions;
}
/** A file of observations. Its series are named after the path: realTraffic/speed_7578.csv. */
export interface FileSource {
  /** Relative path with forward slashes. With several value columns a series is path:column, with a series column path:key, with both path:key:column. With parts: the folder of the data set, which is no file. */
  file: Path;
  /** Parquet only: the files of a data set of several, in the order in which their rows follow each other. A folder name=value in the path of a part (Hive's layout) is a column with that text in each of its rows, where the part has no column of that name; %XX is decoded, and __HIVE_DEFAULT_PARTITION__ is no value. Absent: the file itself. */
  parts?: SourcePart[];
  /** SHA-256 of the bytes as they came, compressed or not, in lower-case hexadecimal. Set once the file has been read. With parts: that of the text with a line "sha256, two blanks, path, line feed" for each part, as sha256sum writes it. */
  sha256?: Sha256;
  /** Size of the bytes as they came, of all parts. */
  bytes?: number;
  /** Layout of the text; absent for Parquet. */
  csv?: CsvFormat;
  /** The column of times and their format. */
  time: TimeSpec;
  /** The columns that hold observations, at least one. */
  values: ColumnName[];
  /** A column whose text tells series apart, or several, whose texts are joined by a colon (in them : and \ are written \: and \\). */
  series?: ColumnName | ColumnName[];
  /** A column that says which rows are anomalous. Each run of such rows is a label. */
  labels?: LabelColumn;
  /** Anomalous rows of a file whose rows are only numbered (format "index" without a column): pairs of the first and the last row, counted from 0. Each pair is a label. */
  anomalies?: RowRange[];
  /** Further words for "no value", as they stand in the file. */
  missing?: string[];
  /** Units that stand behind the numbers of a column: {"load": "%"}. */
  units?: {
    [k: string]: string;
  };
}
/** A file of a data set of several. */
export interface SourcePart {
  /** Relative path with forward slashes. */
  file: Path;
  /** SHA-256 of the bytes as they came, in lower-case hexadecimal. Set once the file has been read. */
  sha256?: Sha256;
  /** Size of the bytes as they came. */
  bytes?: number;
}
/** Layout of a text file. */
export interface CsvFormat {
  /** The character between cells. A blank stands for one or more blanks. */
  delimiter: string;
  /** The decimal separator: 1.5 or 1,5. */
  decimal: '.' | ',';
  /** The sign between groups of three digits: 1,234.5. Absent: none. */
  thousands?: ',' | '.' | ' ' | "'";
  /** Whether the first line names the columns; without it they are "column 1", "column 2", … */
  header: boolean;
  /** Lines before the header, or before the first row where there is no header; 0 where absent. They are passed over. */
  skip?: number;
  /** Lines between the header and the first row, such as a row of units; 0 where absent. They are passed over. */
  afterHeader?: number;
  /** Lines that begin with this character are passed over. Absent: none. */
  comment?: string;
  /** The character around cells that hold a delimiter or a line end; "" for none. A double quote where absent. */
  quote?: '"' | "'" | '';
  /** Encoding of the text. */
  encoding: 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';
}
/** The time column. */
export interface TimeSpec {
  /** Name of the time column, or names of several, whose texts are joined by a blank: ["Date", "Time"]. An empty list, with format "index": rows are numbered from 0. */
  column: ColumnName | ColumnName[];
  /** How a time is written: a name, or a pattern in the tokens of Unicode's date fields (UTS 35), such as dd-MMM-yyyy HH:mm. */
  format: string;
  /** IANA name of the time zone in which times without an offset were written; "UTC" where the format says it itself. Of a format with offsets: the zone of cells that lack one. */
  zone: string;
  /** A cell is an interval, "start - end", of which the start is the time; false where absent. */
  interval?: boolean;
  /** With format "index": the time of number 0. */
  start?: Instant;
  /** With format "index": the time from one number to the next. */
  step?: Duration;
}
/** A file of labels in NAB's format: combined_labels.json or combined_windows.json. */
export interface LabelSource {
  /** Relative path with forward slashes. */
  file: Path;
  /** SHA-256 of the bytes as they came, in lower-case hexadecimal. */
  sha256?: Sha256;
  /** What is done with entries that are not labels; where it is absent, a file with such entries is refused. */
  bad?: 'skip';
  /** IANA time zone in which the file's times were written; where it is absent, UTC, as NAB writes them. A local time that comes twice is the earlier moment, one that was skipped is shifted forward by the length of the skip. */
  zone?: string;
}
/** Local times to UTC, by the transitions of the source's zone. */
export interface UtcOptions {
  /** A local time that a clock change skipped: moved forward by the length of the skip, or its row dropped. */
  nonexistent: 'shift' | 'drop';
  /** A local time that a clock change repeated: the moment that the order of rows tells, the earlier or the later moment, or its row dropped. */
  ambiguous: 'infer' | 'earlier' | 'later' | 'drop';
  /** With "infer", a row of a repeated time where the order of rows does not tell: the earlier or the later moment, or its row dropped. Such rows are counted. */
  undecided: 'earlier' | 'later' | 'drop';
}
/** Rows in order of time within each series; rows of one series at one time become one. */
export interface DuplicatesOptions {
  /** The first or the last in the order of the file, the mean of the values that are present, or "refuse": the run ends with an error. */
  keep: 'first' | 'last' | 'mean' | 'refuse';
}
/** Which values are missing, and how they are filled. */
export interface MissingOptions {
  /** Values that stand for "no value". */
  sentinels: number[];
  /** Values below this are missing. */
  min?: number;
  /** Values above this are missing. */
  max?: number;
  /** What is done with a row without a value. */
  fill: 'drop' | 'linear' | 'forward' | 'leave';
  /** A run of missing values is filled whole, or not at all where the time from the value before it to the value after it is longer than this; absent: always. */
  longest?: Duration;
}
/** Which values are outliers, and what is done with them. */
export interface OutliersOptions {
  /** "zscore": |x − mean| > t·sd (sample). "iqr": outside [q1 − t·iqr, q3 + t·iqr]. "hampel": |x − median| > t·1.4826·MAD; where the MAD is zero, the mean deviation. */
  rule: 'zscore' | 'iqr' | 'hampel';
  /** t of the rule; usual values are 3, 1.5 and 3. */
  threshold: number;
  /** An odd number of rows, centred on the row; absent: the whole series. */
  window?: number;
  /** What is done with an outlier. */
  then: 'flag' | 'remove' | 'interpolate' | 'clip';
  /** Whether rows inside labelled intervals are counted but left unchanged. */
  protect: boolean;
}
/** Buckets [b, b + every) named by their start; origin 1970-01-01T00:00:00Z, for a week Monday 1970-01-05, for source a row of the series. */
export interface ResampleOptions {
  /** Length of a bucket, from 1 s to 1 w; source: the usual step of each series, the distance of neighbouring rows that occurs most. */
  every: BucketLength;
  /** How a bucket's value is computed. */
  with: Aggregate;
  /** What a bucket without a value becomes. Sums and counts are never filled: the count of nothing is 0, its sum no value. */
  empty: 'linear' | 'forward' | 'null' | 'omit';
  /** With linear and forward: buckets without a value stay so where the time from the value before them to the value after them is longer than this; absent: as long as the step for missing values before it fills, else three buckets. */
  longest?: Duration;
  /** Which buckets a label keeps: those where "any" of its rows lies, where it has the "majority" (more than half) of the rows, or at least this share of them; "any" where absent. */
  labels?: LabelRule;
}
/** How the bundle is written. */
export interface ExportOptions {
  /** Folders, coarsest first, without a gap: [], [year], [year, month], [year, month, day], [year, month, day, hour]. */
  partition: PartitionUnit[];
  /** The rows that are written as Parquet: clean, as the cleaning steps left them; resampled, the buckets of a resample step. Where absent, the last that the recipe makes. With both, each has a folder of its own: data/processed/clean and data/processed/resampled. CSV, NAB's layout and the catalogue of anomalies are of the last of them. */
  stages?: ('clean' | 'resampled')[];
  /** Compression of Parquet pages. */
  codec: 'snappy' | 'gzip' | 'zstd' | 'none';
  /** BYTE_STREAM_SPLIT for values: smaller files, which Spark 3's fast reader cannot read. */
  smallest: boolean;
  /** The processed series as CSV beside Parquet. */
  csv: boolean;
  /** The raw files byte for byte. */
  raw: boolean;
  /** Generated series a second time without their anomalies. */
  twin?: boolean;
  /** The processed series and their labels a second time in NAB's layout. */
  nab?: boolean;
  /** A data set card in README.md, with which the datasets library of Hugging Face loads the folder, split by split. */
  huggingFace?: boolean;
  /** Names of checks that failed and of conflicts with an earlier version that a person has accepted. */
  accept?: string[];
}
export interface SyntheticSource {
  /** Name of the series; with channels they are name/channel. */
  synthetic: SeriesName;
  /** Time of the first row. */
  start: Instant;
  /** Time between rows, from 1 ms to 1 d. */
  step: Duration;
  /** Rows of each channel before faults take some away, from 1 to 100,000,000. */
  rows: number;
  /** Draws of this source; absent: the recipe's seed. Streams are told apart by the source's name. */
  seed?: Seed;
  /** Bases that are added up. */
  signal: SignalBase[];
  /** Noise added to the signal. */
  noise?: Noise[];
  /** Several series at once; absent: one. */
  channels?: Channels;
  /** Faults put into the series on purpose, so that cleaning has something to do. */
  faults?: Faults;
}
export interface CopySource {
  /** Draws of this source; absent: the recipe's seed. Streams are told apart by the source's name. */
  seed?: Seed;
  /** Noise added to the signal. */
  noise?: Noise[];
  /** Several series at once; absent: one. */
  channels?: Channels;
  /** Faults put into the series on purpose, so that cleaning has something to do. */
  faults?: Faults;
  /** Name of the series that is copied, as it was read. */
  copy: SeriesName;
  /** Name of the copy. */
  name: SeriesName;
}
/** What an anomaly does, and how much. */
export interface AnomalyShape {
  kind: AnomalyKind;
  /** How long it lasts; at least one row. */
  length: AnomalyLength;
  strength?: Strength;
  /** Upwards, downwards, or either by draw. */
  direction?: 'up' | 'down' | 'either';
  ramp?: Ramp;
  /** Level shift and trend: the effect stays after the anomaly. */
  persists?: boolean;
  /** Spike: measured from the row's own value, or beyond the extreme of the whole series. */
  scope?: 'local' | 'global';
  /** Pattern: mirrored about its mean, or another wave of the same mean and standard deviation. */
  pattern?: 'flip' | 'square' | 'sawtooth' | 'triangle' | 'sine';
  /** Flatline: the value before it, or the mean of the values it replaces. */
  hold?: 'last' | 'mean';
  /** Missing values: rows without a value (where absent: "empty"), or rows left out. */
  as?: 'absent' | 'empty';
  /** Correlation: the series whose correlation with this one is reversed. */
  with?: SeriesName;
  /** Timestamps: all rows at the time of the first, times in reverse, or all times later by half a step. */
  fault?: 'duplicate' | 'backward' | 'offset';
}
export interface PlacedInjection {
  /** Id of the injection; its anomalies are named after it. */
  id: string;
  /** Name of a generated series. */
  series: SeriesName;
  /** An injection that is switched off is kept and has no effect. */
  off?: boolean;
  /** Time of its first row. */
  start: Instant;
  /** What it does. */
  shape: AnomalyShape;
  /** A note. */
  note?: string;
  /** Changes by hand to single anomalies, by their number from 1. */
  changed?: {
    [k: string]: InjectionChange;
  };
}
export interface DrawnInjection {
  /** Id of the injection; its anomalies are named after it. */
  id: string;
  /** Name of a generated series. */
  series: SeriesName;
  /** An injection that is switched off is kept and has no effect. */
  off?: boolean;
  /** A note. */
  note?: string;
  /** How the times are drawn. */
  draw: Draw;
  /** Each anomaly draws one of these by weight. */
  shapes: WeightedShape[];
  /** Changes by hand to single anomalies, by their number from 1. */
  changed?: {
    [k: string]: InjectionChange;
  };
}
/** A label made by hand, or accepted from a detector. */
export interface Annotation {
  /** Its id. */
  id: string;
  /** Name of a series. */
  series: SeriesName;
  /** Start of the interval [start, end); a point covers the one row at its start. */
  start: Instant;
  /** End of the interval [start, end). */
  end: Instant;
  /** Kind of anomaly. */
  type: string;
  /** One row, or an interval. */
  shape: 'point' | 'window';
  /** By hand, or proposed by a detector and accepted. */
  origin: 'manual' | 'detected';
  /** The detector and its threshold, where one proposed it. */
  detector?: string;
  /** A note. */
  note?: string;
  /** Confidence, 0 to 1. */
  confidence?: number;
}
/** A change to a label of a file. */
export interface LabelEdit {
  /** The label's id. */
  id: string;
  /** Taken out. */
  removed?: boolean;
  /** Start of the interval [start, end). */
  start?: Instant;
  /** End of the interval [start, end). */
  end?: Instant;
  /** Kind of anomaly. */
  type?: string;
  /** A note. */
  note?: string;
  /** Confidence, 0 to 1. */
  confidence?: number;
}
/** Several series at once. */
export interface Channels {
  /** The channels. */
  list: Channel[];
  /** Correlation matrix of the channels' noise, row by row: symmetric, ones on the diagonal, positive definite; absent: independent. */
  correlation?: number[][];
  /** A component that all channels have in common, times each channel's weight. */
  shared?: {
    /** Bases that add up. */
    signal: SignalBase[];
    /** Noise of the shared component. */
    noise?: Noise[];
  };
}
/** One channel. */
export interface Channel {
  /** Name of the channel. */
  name: SeriesName;
  /** Factor of the signal, 1 where absent. */
  scale?: number;
  /** Added to the signal, 0 where absent. */
  shift?: number;
  /** Delay of the signal. */
  lag?: Duration;
  /** Factor of the shared component, 1 where absent. */
  weight?: number;
}
/** Faults put into a series on purpose. */
export interface Faults {
  /** Each time moves by a uniform share of the step between ±jitter/2; at most 1, where sampling is irregular but in order. */
  jitter?: number;
  /** Rows without a value, or left out altogether. */
  missing?: {
    /** Rows left out, or rows without a value. */
    as: 'absent' | 'empty';
    /** Share of rows, each drawn by itself. */
    random?: number;
    /** Random bursts. */
    bursts?: {
      /** Bursts per day on average. */
      perDay: number;
      /** Length of each. */
      length: Duration;
    };
    /** The first "length" of every "every", counted from the first row. */
    pattern?: {
      /** Time between their starts. */
      every: Duration;
      /** Length of each. */
      length: Duration;
    };
  };
  /** Share of rows that occur a second time, at the same time with the same value. */
  duplicates?: number;
  /** Share of rows whose time is that of two rows before: a step backwards. */
  backward?: number;
}
/** A periodic wave that starts at "phase" and swings "amplitude" to either side of "offset". */
export interface Wave {
  /** Length of one repetition. */
  period: Duration;
  /** Swing to either side of the offset. */
  amplitude: number;
  /** Where it starts: a share of the period. */
  phase?: number;
  /** Added to every value. */
  offset?: number;
}
/** Shares of the length in which the effect grows and fades, 0 to 1 together. */
export interface Ramp {
  /** Share in which it grows. */
  in: number;
  /** Share in which it fades. */
  out: number;
}
/** A shape and its weight. */
export interface WeightedShape {
  kind: AnomalyKind;
  /** How long it lasts; at least one row. */
  length: AnomalyLength;
  strength?: Strength;
  /** Upwards, downwards, or either by draw. */
  direction?: 'up' | 'down' | 'either';
  ramp?: Ramp;
  /** Level shift and trend: the effect stays after the anomaly. */
  persists?: boolean;
  /** Spike: measured from the row's own value, or beyond the extreme of the whole series. */
  scope?: 'local' | 'global';
  /** Pattern: mirrored about its mean, or another wave of the same mean and standard deviation. */
  pattern?: 'flip' | 'square' | 'sawtooth' | 'triangle' | 'sine';
  /** Flatline: the value before it, or the mean of the values it replaces. */
  hold?: 'last' | 'mean';
  /** Missing values: rows without a value (where absent: "empty"), or rows left out. */
  as?: 'absent' | 'empty';
  /** Correlation: the series whose correlation with this one is reversed. */
  with?: SeriesName;
  /** Timestamps: all rows at the time of the first, times in reverse, or all times later by half a step. */
  fault?: 'duplicate' | 'backward' | 'offset';
  /** How often, relative to the others; 1 where absent. */
  weight?: number;
}
/** How the times of anomalies are drawn: how many, or how many a day on average. */
export interface Draw {
  /** How many. */
  count?: number;
  /** How many per day on average. */
  perDay?: number;
  /** Minimum time from the end of one to the start of the next. */
  apart?: Duration;
  /** Intervals that stay free. */
  avoid?: Interval[];
  /** Draws of this injection; absent: the recipe's seed. */
  seed?: Seed;
}
/** A change to a single anomaly. */
export interface InjectionChange {
  /** Taken out. */
  removed?: boolean;
  /** Moved here. */
  start?: Instant;
  /** What it does instead. */
  shape?: AnomalyShape;
  /** A note. */
  note?: string;
}
/** A column of labels. */
export interface LabelColumn {
  /** Name of the column. */
  column: ColumnName;
  /** Words of rows that are normal, compared without regard to case; an empty cell is normal as well. Any other word is an anomaly. */
  normal: string[];
  /** A column with the anomaly's type; the word in the column itself where absent, "anomaly" where that is 1 or true. */
  type?: ColumnName;
}
/** A person or an organisation that made the data set. */
export interface Creator {
  /** Name. */
  name: string;
  /** A person where absent. */
  kind?: 'person' | 'organisation';
  /** Address of a page, an ORCID or a ROR identifier. */
  url?: string;
  /** Address for questions. */
  email?: string;
}
/** What is said of the data set as a publication. Nothing of it is guessed. */
export interface About {
  /** Title; the name of the recipe where absent. */
  title?: string;
  /** What the data set is. */
  description?: string;
  /** SPDX identifier, or the address of a licence. */
  licence?: string;
  /** Address of its page. */
  url?: string;
  /** How to cite it. */
  citation?: string;
  /** Who made it. */
  creators?: Creator[];
  /** Keywords. */
  keywords?: string[];
  /** How the observations were collected. */
  collection?: string;
  /** What it must not be used for, and known limits. */
  limitations?: string;
  /** Known biases. */
  biases?: string;
  /** Personal or sensitive information in it, or that there is none. */
  personalInformation?: string;
  /** What it is meant for. */
  useCases?: string;
  /** Effects that its use may have on people. */
  socialImpact?: string;
}
/** A part of each series in order of time: a share of its extent, or until a moment. The last split has neither. */
export interface Split {
  /** Name: a letter, then letters, digits and _; not "all". */
  name: string;
  /** Share of the time from the first row of the series to its last, above 0 and below 1. */
  share?: number;
  /** Its rows are earlier than this moment. */
  until?: Instant;
}
/** A rule for each row of a column. */
export interface ExpectPerRow {
  /** The column; value where absent. */
  column?: CheckColumn;
  /** Share of the rows with a value in which it has to hold; 1, all of them, where absent. */
  mostly?: number;
}
/** Values of which none occurs twice in a series. */
export interface ExpectUnique {
  /** The column; timestamp where absent. */
  column?: 'timestamp';
  /** Share of the rows with a value in which it has to hold; 1, all of them, where absent. */
  mostly?: number;
}
/** Values between two limits, at least one of which is given; rows without a value are left out. */
export interface ExpectRange {
  /** The column; value where absent. */
  column?: NumberColumn;
  /** Least value; absent: no limit. */
  min_value?: number;
  /** Greatest value; absent: no limit. */
  max_value?: number;
  /** Whether the least value itself does not pass. */
  strict_min?: boolean;
  /** Whether the greatest value itself does not pass. */
  strict_max?: boolean;
  /** Share of the rows with a value in which it has to hold; 1, all of them, where absent. */
  mostly?: number;
}
/** Values that increase from row to row within a series. */
export interface ExpectIncreasing {
  /** The column; timestamp where absent. */
  column?: 'timestamp' | 'value';
  /** Whether equal neighbours do not pass. */
  strictly?: boolean;
  /** Share of the rows with a value in which it has to hold; 1, all of them, where absent. */
  mostly?: number;
}
/** Values of a set; rows without a value are left out. */
export interface ExpectSet {
  /** The column; value where absent. */
  column?:
    'series' | 'value' | 'is_anomaly' | 'anomaly_type' | 'anomaly_id' | 'observations' | 'outlier' | 'filled';
  /** The values. */
  value_set: (string | number | boolean)[];
  /** Share of the rows with a value in which it has to hold; 1, all of them, where absent. */
  mostly?: number;
}
/** A number between two limits, at least one of which is given. */
export interface ExpectNumber {
  /** Least value; absent: no limit. */
  min_value?: number;
  /** Greatest value; absent: no limit. */
  max_value?: number;
  /** Whether the least value itself does not pass. */
  strict_min?: boolean;
  /** Whether the greatest value itself does not pass. */
  strict_max?: boolean;
}
/** A statistic of a column between two limits, at least one of which is given. */
export interface ExpectStatistic {
  /** The column; value where absent. */
  column?: NumberColumn;
  /** Least value; absent: no limit. */
  min_value?: number;
  /** Greatest value; absent: no limit. */
  max_value?: number;
  /** Whether the least value itself does not pass. */
  strict_min?: boolean;
  /** Whether the greatest value itself does not pass. */
  strict_max?: boolean;
}
/** Quantiles of a column, each between two limits. */
export interface ExpectQuantiles {
  /** The column; value where absent. */
  column?: NumberColumn;
  quantile_ranges: QuantileRanges;
}
/** Quantiles from 0 to 1, and for each of them its least and greatest value, null for no limit. */
export interface QuantileRanges {
  /** From 0 to 1. */
  quantiles: number[];
  /** A pair for each quantile. */
  value_ranges: [number | null, number | null][];
}
/** A longest distance between two rows. */
export interface ExpectGap {
  /** The longest distance that passes. */
  longest: Duration;
}
/** The effect of each injected anomaly. */
export interface ExpectEffect {
  /** Least effect, in standard deviations of the values around it. */
  deviations: number;
}
/** A split without anomalies. */
export interface ExpectTrain {
  /** Name of the split; train where absent. */
  split?: string;
}
/** A rule without options. */
export interface ExpectNothing {}
