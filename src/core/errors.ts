/** Every error that the lab reports, by name. An error is data, so that it can cross a worker boundary. */
export type ErrorCode =
  | 'aborted'
  // ingest
  | 'file-empty'
  | 'file-header-only'
  | 'file-no-number'
  | 'file-no-time'
  | 'file-binary'
  | 'file-encoding'
  | 'file-changed'
  | 'layout-contradicted'
  | 'read-like'
  | 'file-gone'
  | 'file-unsupported'
  | 'file-damaged'
  | 'file-all-rejected'
  | 'file-too-large'
  | 'file-too-wide'
  | 'folder-empty'
  | 'archive-entries'
  | 'archive-damaged'
  | 'archive-empty'
  | 'series-twice'
  | 'labels-shape'
  | 'results-shape'
  | 'column-unknown'
  | 'zone-unknown'
  // recipe
  | 'recipe-json'
  | 'recipe-version'
  | 'recipe-field'
  | 'recipe-value'
  | 'recipe-order'
  | 'recipe-changed'
  | 'recipe-too-large'
  | 'source-missing'
  | 'source-ambiguous'
  // run
  | 'not-run'
  | 'duplicates-refused'
  | 'memory'
  | 'sql'
  | 'sql-not-read-only'
  | 'nothing-to-export'
  | 'document-invalid'
  | 'checks-failed'
  | 'schema-conflict'
  | 'storage-full'
  | 'worker-died'
  | 'engine-start'
  | 'engine-stopped'
  // session
  | 'session-unreadable'
  | 'session-not-saved'
  | 'session-read-only'
  // sources
  | 'address-refused'
  | 'source-blocked'
  | 'source-unreachable'
  | 'source-status'
  | 'source-stalled'
  | 'source-cut-short'
  | 'source-checksum'
  // bundles and the command line
  | 'bundle-shape'
  | 'output-exists'
  | 'usage'
  | 'internal';

export interface LabError {
  code: ErrorCode;
  /** For a person: what was expected, what came, what to do. */
  message: string;
  /** JSON path within the recipe, such as `$.steps[2].outliers.threshold`; of `document-invalid` within the document `file`. */
  path?: string;
  /** The file concerned. */
  file?: string;
  /** For a bug report: SQL, the cause's own words. */
  detail?: string;
}

export type Result<T> = { ok: true; value: T } | { ok: false; error: LabError };

export const ok = <T>(value: T): Result<T> => ({ ok: true, value });
export const fail = (error: LabError): Result<never> => ({ ok: false, error });

/** A value of the recipe that makes no sense, at its path. */
export const valueError = (path: string, message: string): LabError => ({
  code: 'recipe-value',
  path,
  message,
});

/** The thrown form of a LabError, for use on one side of a worker boundary. */
export class LabFailure extends Error {
  constructor(readonly error: LabError) {
    super(error.message);
    this.name = error.code === 'aborted' ? 'AbortError' : 'LabFailure';
  }
}

/** What a signal is aborted with where a person cancels and waits for it: what does not stop by itself is ended with its worker. */
export class CancelledByPerson extends LabFailure {
  constructor() {
    super({ code: 'aborted', message: 'Cancelled.' });
  }
}

/** Any thrown value as data. */
export function toLabError(thrown: unknown): LabError {
  if (thrown instanceof LabFailure) return thrown.error;
  if (thrown instanceof Error && thrown.name === 'AbortError')
    return { code: 'aborted', message: 'Cancelled.' };
  const detail = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
  if (
    thrown instanceof RangeError &&
    /allocation failed|invalid (typed )?array (buffer )?length/i.test(thrown.message)
  )
    return {
      code: 'memory',
      message:
        'Memory ran out. Take fewer or shorter series, or longer buckets, and close other pages. What was there before is there still.',
      detail,
    };
  return {
    code: 'internal',
    message: `Something in the lab failed: ${thrown instanceof Error ? thrown.message : String(thrown)}`,
    detail,
  };
}
