/** Files that came along in a folder or an archive and are nothing for the lab: told in one line, not as errors. */
import {
  isArchiveName,
  isHidden,
  isReadableName,
  notReadable,
  type SkippedFile,
} from '../../core/ingest/archive/entries';
import type { Inspection } from '../../core/ingest/types';
import type { IncomingFile } from './archive';

/** Whether nobody has named this very file: it came with its folder, or in an archive. */
const cameAlong = ({ name, inside }: IncomingFile): boolean => inside === true || name.includes('/');

/** Takes from the files of folders those that the lab does not read by their names. Hidden ones are passed over without a word. */
export function withoutOtherKinds(files: readonly IncomingFile[]): {
  files: IncomingFile[];
  skipped: SkippedFile[];
} {
  const left = files.filter((file) => !cameAlong(file) || !isHidden(file.name));
  const wanted = (file: IncomingFile): boolean =>
    !cameAlong(file) || isReadableName(file.name) || isArchiveName(file.name);
  return {
    files: left.filter(wanted),
    skipped: left.filter((file) => !wanted(file)).map(({ name }) => ({ file: name, why: notReadable(name) })),
  };
}

/** Whether a look at a file has found something to load for sure. */
const isFound = ({ source, error, questions }: Inspection): boolean =>
  source !== undefined && !error && !questions.some(({ field }) => field === 'start');

/** Why a file that came along is no data, by the look at it; undefined where it may well be. */
function noData({ name, error, entries, questions, columns }: Inspection): string | undefined {
  if (columns.includes('timestamp') && columns.includes('anomaly_score'))
    return "a detector's results for no series that is here";
  if (questions.some(({ field }) => field === 'start')) return 'a table without times';
  switch (error?.code) {
    case 'file-no-time':
    case 'file-no-number':
      return 'no table of times and numbers';
    case 'file-binary':
    case 'file-header-only':
    case 'file-empty':
      return error.message;
    case 'labels-shape': {
      const bad = Object.keys(entries?.counts ?? {});
      const labels = bad.some((kind) => kind !== 'not-a-list') || /label|window/i.test(name);
      return labels ? undefined : 'JSON that is no list of labels';
    }
    default:
      return undefined;
  }
}

/**
 * Which of the files are bystanders, by place, with the reason: they came along, the look at them found no data, and it found some in others. `others`:
 * whether there is something beside these files.
 */
export function bystanders(
  files: readonly IncomingFile[],
  inspections: readonly Inspection[],
  others: boolean,
): Map<number, SkippedFile> {
  const found = new Map<number, SkippedFile>();
  if (!others && !inspections.some(isFound)) return found;
  for (const [index, inspection] of inspections.entries()) {
    const file = files[index];
    const why = file && cameAlong(file) ? noData(inspection) : undefined;
    if (file && why !== undefined)
      found.set(index, { file: file.name, why: `${why}; drop it by itself to open it` });
  }
  return found;
}
