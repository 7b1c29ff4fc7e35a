/** How large a bundle will be, before it is written. */
import type { ExportOptions } from '../recipe/types';

/** Rows that go into a bundle. */
export interface BundleRows {
  /** Of all stages that are written as Parquet. */
  parquet: number;
  /** Of the last of them, which CSV and NAB's layout are of. */
  last: number;
  /** Of generated series. */
  generated: number;
}

export interface BundleSize {
  /** Bytes, good to a quarter for values that no codec shortens (times that are not at one distance take 2.4 more a row); constant ones take less. */
  about: number;
  /** Bytes that it takes however well its values can be compressed. */
  least: number;
}

/**
 * Bytes of a row at a regular distance, measured on three million rows with noise and without, in day partitions; `least` of constant values. Without a codec 8 bytes of value and
 * half a byte of time and flags.
 */
const parquet = {
  snappy: { about: 8.1, smallest: 7.1, least: 0.45 },
  gzip: { about: 7.5, smallest: 6.6, least: 0.1 },
  zstd: { about: 7.5, smallest: 6.8, least: 0.09 },
  none: { about: 8.5, smallest: 8.5, least: 8.4 },
} as const;
/** A line has a time of 27 or 19 characters and delimiters; values have up to 18 characters, and one at least. */
const csv = { about: 49, least: 32 } as const;
const nab = { about: 38, least: 22 } as const;
/** Documents, labels and the zip's own records. */
const documents = 50_000;

/** The size of the bundle of these rows; `raw`: bytes of the raw files, which are kept where the options say so. */
export function bundleSize(
  { codec, smallest, csv: withCsv, nab: withNab, raw: withRaw, twin }: ExportOptions,
  rows: BundleRows,
  raw: number,
): BundleSize {
  const { about, smallest: small, least } = parquet[codec];
  const again = (withRaw ? rows.generated : 0) + (twin ? rows.generated : 0);
  const each = rows.parquet + again;
  const lines = (share: 'about' | 'least'): number =>
    rows.last * ((withCsv ? csv[share] : 0) + (withNab ? nab[share] : 0));
  const files = withRaw ? raw : 0;
  return {
    about: each * (smallest ? small : about) + lines('about') + files + documents,
    least: each * least + lines('least') + files,
  };
}
