import { last } from '../../list';

/** The media type by which mlcroissant knows Parquet; it knows no other. */
export const PARQUET = 'application/x-parquet';

const media: Readonly<Record<string, string>> = {
  csv: 'text/csv',
  dvc: 'application/yaml',
  gz: 'application/gzip',
  json: 'application/json',
  md: 'text/markdown',
  ndjson: 'application/x-ndjson',
  parquet: PARQUET,
  py: 'text/x-python',
  sql: 'application/sql',
};

/** The media type of a file, by the end of its name. */
export const mediaOf = (path: string): string =>
  media[last(path.split('.')).toLowerCase()] ?? 'application/octet-stream';
