/** Label files in NAB's shape: their valid entries, and what a person is asked about the others. */
import { LabFailure, type LabError } from '../../../core/errors';
import { count as counted } from '../../../core/format';
import { unreadableFile } from '../../../core/ingest/sample';
import { checkJson } from '../../../core/ingest/limits';
import type { Inspection } from '../../../core/ingest/types';
import { localToUtc } from '../../../core/ingest/zone';
import { entriesInUtc } from '../../../core/label/attach';
import { at } from '../../../core/list';
import type { LabelSource } from '../../../core/recipe/types';
import { countedProblems, readNabLabels, type LabelProblemKind, type NabLabels } from '../../../core/nab';

/** Invalid entries that go to the page, of each kind. */
const SHOWN_ENTRIES = 100;

const sum = (counts: NabLabels['counts']): number =>
  Object.values(counts).reduce((total, count) => total + count, 0);

const problemCounts = (counts: NabLabels['counts']): string =>
  countedProblems(counts)
    .map(([, text]) => text)
    .join(', ');

/** The first of each kind. */
function shown({ problems }: NabLabels): NabLabels['problems'] {
  const seen = new Map<LabelProblemKind, number>();
  return problems.filter(({ kind }) => {
    const place = (seen.get(kind) ?? 0) + 1;
    seen.set(kind, place);
    return place <= SHOWN_ENTRIES;
  });
}

function refusal(name: string, { counts, problems, entries }: NabLabels): LabError {
  const first = at(problems, 0);
  return {
    code: 'labels-shape',
    file: name,
    path: first.path,
    message: `${name} has ${problemCounts(counts)}; ${counted(entries.length)} of its entries are labels. ${first.message} Fix the file, or import it without the invalid entries.`,
  };
}

const entriesOf = (read: NabLabels): Inspection['entries'] => ({
  keys: [...new Set(read.entries.map(({ key }) => key))],
  good: read.entries.length,
  bad: sum(read.counts),
  counts: read.counts,
  problems: shown(read),
});

/** What a JSON file is: labels in NAB's shape, or a file that cannot be read. `text` is the whole file. */
export function inspectLabels(name: string, text: string): Inspection {
  const read = readNabLabels(text, name);
  if (!read.ok) return { ...unreadableFile(name, 'labels-shape', read.error.message), error: read.error };
  const { entries, counts } = read.value;
  const bad = sum(counts);
  if (bad > 0 && entries.length === 0) {
    const error = refusal(name, read.value);
    return { ...unreadableFile(name, error.code, error.message), error, entries: entriesOf(read.value) };
  }
  return {
    name,
    kind: 'labels',
    source: { file: name },
    questions:
      bad > 0
        ? [{ field: 'entries', options: [], why: `${counted(bad)} entries of ${name} are no labels.` }]
        : [],
    confirm: bad > 0,
    columns: [],
    preview: [],
    types: [],
    entries: entriesOf(read.value),
  };
}

/**
 * The valid entries in UTC, and the first invalid ones of each kind. Throws `labels-shape` where there are invalid ones that are not to be skipped,
 * `zone-unknown`, `file-too-large` and `file-gone`. `zone`: in which the times were written.
 */
export async function readLabelFile(
  name: string,
  file: File,
  { bad, zone = 'UTC' }: Pick<LabelSource, 'bad' | 'zone'>,
): Promise<NabLabels> {
  checkJson(name, file.size);
  const read = readNabLabels(await file.text(), name);
  if (!read.ok) throw new LabFailure(read.error);
  const { value } = read;
  if (sum(value.counts) > 0 && bad !== 'skip') throw new LabFailure(refusal(name, value));
  return {
    ...value,
    entries: zone === 'UTC' ? value.entries : entriesInUtc(value.entries, localToUtc(zone)),
    problems: shown(value),
  };
}
