/** What the runner for Spark takes, as it was measured; `estimate.ts` goes by it. */

/** Where: a machine, the versions, and how Spark was started. */
export const measuredOn = 'two cores of an AMD EPYC, PySpark 4.3, Python 3.11, local[2], 4 GB';

/** Seconds that a run takes beside its rows, on however many cores: a recipe of a hundred thousand rows took 14. */
export const START_SECONDS = 14;

/**
 * Seconds of one core for a row, processor time of Spark and Python together, beyond that of a small recipe: ten million rows of the standard work (README.md) made
 * and written took 44 s of processor time, with its three steps 67 s; three million rows of CSV (28 bytes each) through four steps 70 s; a hundred thousand rows 20 s.
 */
export const perRow = { generated: 2.5e-6, file: 13e-6, step: 0.8e-6 } as const;

/** Bytes of a row in day partitions, snappy, of a regular series with noise: cleaned rows of every second, buckets of five minutes. */
export const perRowWritten = { clean: 14, resampled: 38 } as const;

/** Rows of a task at least: as many cores are busy as there are such stretches, no more. */
export const STRETCH_ROWS = 1 << 20;
