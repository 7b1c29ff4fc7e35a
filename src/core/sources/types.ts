/** A file that can be fetched, whatever list it stands in. */
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

/** What a server says to tell one version of a file from another. */
export interface Version {
  etag: string | null;
  lastModified: string | null;
}

/** A line of a list of addresses that is not fetched. */
export interface RefusedLine {
  /** Counted from 1. */
  line: number;
  text: string;
  /** What was expected and what came. */
  reason: string;
}
