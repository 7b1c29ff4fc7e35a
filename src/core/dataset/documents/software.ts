/** What had a part in making a bundle. */
import type { Software } from './dataset';

/** The lab itself. */
export const LAB = 'Anomaly Data Lab';
/** Role of what made a bundle: the lab, or another implementation of the recipe. */
export const APPLICATION = 'application';

/** Packages that read or write the data of a bundle, with what each does. */
const packages: readonly { name: string; role: string }[] = [
  { name: '@duckdb/duckdb-wasm', role: 'DuckDB as WebAssembly' },
  { name: 'parquet-wasm', role: 'reads Parquet files, and writes those with gzip or zstd' },
  { name: 'apache-arrow', role: 'tables in memory on their way from and to Parquet and DuckDB' },
  { name: 'hash-wasm', role: 'hashes and checksums of files' },
];

/** The software of a bundle. `packageVersions`: by name of a package, as the build has them; one that it lacks is not named. */
export const softwareOf = (
  versions: { application: string; duckdb: string },
  packageVersions: Readonly<Record<string, string>>,
): Software[] => [
  { name: LAB, version: versions.application, role: APPLICATION },
  { name: 'DuckDB', version: versions.duckdb, role: 'database for SQL over the rows; no step is done in it' },
  ...packages.flatMap(({ name, role }) => {
    const version = packageVersions[name];
    return version === undefined ? [] : [{ name, version, role }];
  }),
];
