/** Label files in NAB's shape: what is good in them, and what a person is asked about. */
import { LabFailure, type LabError } from '../../../core/errors';
import { unreadableFile } from '../../../core/ingest/inspect';
import type { Inspection } from '../../../core/ingest/types';
import { readNabLabels, sayProblems, type LabelProblemKind, type NabLabels } from '../../../core/nab';

/** Bad entries that go to the page, of each kind. */
export const SHOWN_ENTRIES = 100;

const sum = (counts: NabLabels['counts']): number =>
  Object.values(counts).reduce((total, count) => total + count, 0);

const sayCounts = (counts: NabLabels['counts']): string =>
  sayProblems(counts)
    .map(([, text]) => text)
    .join(', ');

/** The first of each kind. */
function shown({ problems }: NabLabels): NabLabels['problems'] {
  const seen = new Map<LabelProblemKind, number>();
  return problems.filter(({ kind }) => {
    const count = (seen.get(kind) ?? 0) + 1;
    seen.set(kind, count);
    return count <= SHOWN_ENTRIES;
  });
}

function refusal(name: string, { counts, problems, entries }: NabLabels): LabError {
  const [first] = problems;
  const good = entries.length.toLocaleString('en-GB');
  return {
    code: 'labels-shape',
    file: name,
    ...(first ? { path: first.path } : {}),
    message: `${name} has ${sayCounts(counts)}; ${good} of its entries are labels. ${first?.message ?? ''} Mend the file, or add it again and skip what is bad.`,
  };
}

/** What a JSON file is: labels in NAB's shape, or nothing that the lab reads. `text` is the whole file. */
export function inspectLabels(name: string, text: string): Inspection {
  const read = readNabLabels(text, name);
  if (!read.ok) return { ...unreadableFile(name, 'labels-shape', read.error.message), error: read.error };
  const { entries, counts } = read.value;
  const bad = sum(counts);
  if (bad > 0 && entries.length === 0) {
    const error = refusal(name, read.value);
    return { ...unreadableFile(name, error.code, error.message), error };
  }
  return {
    name,
    kind: 'labels',
    source: { file: name },
    questions: bad > 0 ? [{ about: 'label-entries' }] : [],
    columns: [],
    preview: [],
    types: [],
    entries: { good: entries.length, bad, counts, problems: shown(read.value) },
  };
}

/** The good entries, and the first bad ones of each kind. Throws `labels-shape` where there are bad ones that are not to be skipped, and `file-gone`. */
export async function readLabelFile(name: string, file: File, skip: boolean): Promise<NabLabels> {
  const read = readNabLabels(await file.text(), name);
  if (!read.ok) throw new LabFailure(read.error);
  const { value } = read;
  if (sum(value.counts) > 0 && !skip) throw new LabFailure(refusal(name, value));
  return { ...value, problems: shown(value) };
}
