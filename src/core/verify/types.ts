/** What may be wrong with a bundle, and what came of looking at one. */

export type FindingCode =
  // the archive
  | 'archive-damaged'
  | 'archive-bomb'
  | 'entry-name'
  | 'entry-twice'
  | 'entry-refused'
  | 'entry-checksum'
  // what should be there
  | 'not-a-bundle'
  | 'file-missing'
  | 'file-extra'
  | 'file-hash'
  // documents
  | 'document-invalid'
  | 'document-format'
  | 'document-differs'
  | 'recipe-changed'
  // the replay
  | 'raw-missing'
  | 'raw-changed'
  | 'replay-failed'
  | 'rows-differ'
  | 'text-differs'
  | 'bytes-differ'
  | 'file-not-made'
  | 'other-software'
  | 'rows-alike'
  | 'left-out'
  | 'not-compared'
  | 'version-before';

/** `error`: the bundle is not what it says. `warning`: something could not be shown, or is unusual. `note`: worth knowing. */
export type Severity = 'error' | 'warning' | 'note';

export interface Finding {
  code: FindingCode;
  severity: Severity;
  /** For a person. */
  message: string;
  /** Path within the bundle, or the name of a raw file. */
  file?: string;
  /** Row of a Parquet file or line of a text, from 1. */
  row?: number;
  column?: string;
  /** JSON path within a document. */
  path?: string;
  /** What the bundle should have there, and what it has. */
  expected?: string;
  got?: string;
}

/** `same`: all was checked, and the replay gave the same. `different`: an error was found. `unproven`: no error, and yet not all could be checked. */
export type Verdict = 'same' | 'different' | 'unproven';

/** How a bundle is held against its replay: one of the lab byte for byte, one of another implementation of the recipe row by row. */
export type Comparison = 'byte for byte' | 'row by row';

export interface VerifyReport {
  verdict: Verdict;
  comparison: Comparison;
  /** Errors first; at most `MAX_FINDINGS`. */
  findings: Finding[];
  /** Findings beyond those. */
  more: number;
  /** Of the data set, where its document tells. */
  name: string | null;
  version: number | null;
  /** What was hashed. */
  files: number;
  bytes: number;
  /** Documents that were read and hold to their schemas. */
  documents: number;
  /** What the replay made; null where there was none. */
  replayed: { files: number; rows: number } | null;
  ms: number;
}

export const MAX_FINDINGS = 1000;
