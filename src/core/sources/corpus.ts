import { nabCommit, nabRows } from './nab';
import { joinAddress } from './url';

/** A file that can be fetched, whatever list names it. */
export interface SourceFile {
  /** Path under which the lab knows it, forward slashes: `realTraffic/speed_7578.csv`. */
  name: string;
  /** Absolute http(s) address. */
  url: string;
  /** Size, where it is known before. */
  bytes?: number;
  /** Lower-case hexadecimal, where it is known before. */
  sha256?: string;
}

/** A file of a corpus whose content is known. */
export interface CorpusFile {
  name: string;
  /** Below the base address: `data/realTraffic/speed_7578.csv`. */
  path: string;
  /** The folder, NAB's category. */
  category: string;
  bytes: number;
  sha256: string;
  anomalies: number;
}

/** NAB's public files, at the commit whose sizes and sha256 the lab knows. */
export const nabOrigin = 'https://raw.githubusercontent.com';
export const defaultBase = `${nabOrigin}/numenta/NAB/${nabCommit}/`;

const category = (path: string): string => path.slice(0, path.indexOf('/'));

/** NAB's 58 series and its two label files, by category and name. */
export const nabCorpus: readonly CorpusFile[] = nabRows.map(([name, bytes, anomalies, sha256]) => ({
  name,
  path: name.startsWith('labels/') ? name : `data/${name}`,
  category: category(name),
  bytes,
  anomalies,
  sha256,
}));

/** Where a file of the corpus is below a base address that `checkBase` has let through. */
export const sourceOf = ({ name, path, bytes, sha256 }: CorpusFile, base: string): SourceFile => ({
  name,
  url: joinAddress(base, path),
  bytes,
  sha256,
});
