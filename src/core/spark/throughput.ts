/** What the runner for Spark takes, as docs/spark.md gives it (a test holds the two together); `estimate.ts` goes by it. */

/** Where it was measured: a machine, the versions, and how Spark was started. */
export const measuredOn = 'two cores, 24 GB, PySpark 4.3, Python 3.11, local[2]';

/** Seconds beside the rows: a recipe of a hundred thousand rows took 14 on one machine; on a cluster they are reckoned. */
export const startSeconds = { machine: 14, cluster: 60 } as const;

/** Seconds of one core for a row, processor time of all processes, made or read from text, through the three steps of the standard work, and written. */
export const perRow = { generated: 1.1e-6, file: 10.5e-6 } as const;

/** Bytes of Parquet, snappy, in day partitions: a cleaned row at a regular distance, and a bucket of five minutes (a tenth of a byte for each of its 300 rows). */
export const perRowWritten = { clean: 8.1, resampled: 30 } as const;

/** Rows of a task at least: as many cores are busy as there are such stretches, no more. */
export const STRETCH_ROWS = 1 << 20;
