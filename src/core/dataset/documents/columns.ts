import type { ColumnInfo } from './types';

/** The columns of the processed files, in order. */
export function processedColumns(stage: 'clean' | 'resampled'): ColumnInfo[] {
  return [
    { name: 'series', type: 'STRING', meaning: 'Name of the series.' },
    {
      name: 'timestamp',
      type: 'TIMESTAMP(MICROS, UTC)',
      unit: 'us',
      meaning: stage === 'resampled' ? 'Start of the bucket, in UTC.' : 'Time of the observation, in UTC.',
    },
    { name: 'value', type: 'DOUBLE', meaning: 'The value, in the unit of the source; null where missing.' },
    { name: 'is_anomaly', type: 'BOOLEAN', meaning: 'Whether the row lies in a labelled interval.' },
    {
      name: 'anomaly_type',
      type: 'STRING',
      meaning: 'Type of the labelled interval; of several, the one that starts first. Null outside.',
    },
    { name: 'anomaly_id', type: 'STRING', meaning: 'Its entry in anomalies_v1.json; null outside.' },
    stage === 'resampled'
      ? { name: 'observations', type: 'INT32', meaning: 'Rows with a value that the bucket was made from.' }
      : { name: 'outlier', type: 'BOOLEAN', meaning: 'Whether a step found the row to be an outlier.' },
    { name: 'filled', type: 'BOOLEAN', meaning: 'Whether the value was filled in rather than observed.' },
  ];
}
