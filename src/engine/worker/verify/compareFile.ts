/** A file of the replay beside that of the bundle whose bytes are others. */
import type { Findings } from '../../../core/verify/collect';
import { jsonDifferences } from '../../../core/verify/json';
import {
  columnsDiffer,
  documentDiffers,
  otherEncoding,
  otherSoftware,
  otherText,
  rowCounts,
  rowsDiffer,
  textDiffers,
  unreadableParquet,
} from '../../../core/verify/tell';
import { parseJson } from '../../../core/json';
import { firstWhere } from '../../../core/list';
import { WorkerDied } from '../workers/pool';
import type { SinkOptions } from './sinks';

type Content = Uint8Array<ArrayBuffer>;

/** What a document says of the software that made it, and of the copy that it is. */
const ofSoftware =
  /^\$\.(?:software\b|engine\b|application\b|timeZones\.(?:provider|version|note)\b)|^\$\["(?:sc:)?softwareVersion"\]/;
/** What a document says of other files of the bundle: where these differ, it does. */
const ofFiles = /\.(?:sha256|bytes|contentSize)$/;
/** What changed since the version before, which a replay does not have. */
export const ofVersions = /^\$\.previous\.changes\b/;

/** Texts that go with the data and are none of its documents: another version of the lab has other words and other code for the same. */
const texts = new Set(['README.md', 'pipeline.sql', 'pipeline.py', 'mlflow_dataset.py']);

const MAX_DIFFERENCES = 50;

export interface CompareOptions extends Pick<SinkOptions, 'withoutPrevious' | 'compareParquet' | 'signal'> {
  /** Another version of the lab that wrote the bundle. */
  otherVersion?: string;
  /** Whether a file before this one differs: then what a document says of other files follows from that. */
  others: boolean;
}

/** Hashes, identifiers made of them, and sizes. */
const named = /\b[0-9a-f]{32,64}\b|\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|\bsize: \d+/g;
const withoutNames = (text: string): string => text.replace(named, '*');

/** Tells how the file of a bundle differs from that of the replay. Whether it was more than what follows from other files or other software. */
export async function compareFile(
  path: string,
  expected: Content,
  got: Content,
  findings: Findings,
  options: CompareOptions,
): Promise<void> {
  if (path.endsWith('.parquet')) return compareParquetFiles(path, expected, got, findings, options);
  if (options.otherVersion !== undefined && texts.has(path))
    return findings.add(otherText(path, options.otherVersion));
  const [wanted, found] = [expected, got].map((bytes) => new TextDecoder().decode(bytes)) as [string, string];
  if (path.endsWith('.json') && compareJson(path, wanted, found, findings, options)) return;
  if (options.others && withoutNames(wanted) === withoutNames(found)) return;
  const difference = firstLine(wanted, found);
  if (difference) findings.add(textDiffers(path, difference.line, difference.expected, difference.got));
}

async function compareParquetFiles(
  path: string,
  expected: Content,
  got: Content,
  findings: Findings,
  { compareParquet, signal }: CompareOptions,
): Promise<void> {
  try {
    const difference = await compareParquet(expected, got, signal);
    if (difference === null) findings.add(otherEncoding(path));
    else if (difference.kind === 'columns')
      findings.add(columnsDiffer(path, difference.expected, difference.got));
    else if (difference.kind === 'rows')
      findings.add(rowCounts(path, difference.row, difference.expected, difference.got));
    else findings.add(rowsDiffer(path, difference.row, difference.column, difference));
  } catch (thrown) {
    signal.throwIfAborted();
    const why = thrown instanceof WorkerDied ? 'reading it ended the reader.' : String(thrown);
    findings.add(unreadableParquet(path, why));
  }
}

/** Whether the difference was told, or follows from others; not where one of the texts is no JSON, or both have the same value. */
function compareJson(
  path: string,
  expected: string,
  got: string,
  findings: Findings,
  { withoutPrevious, others }: CompareOptions,
): boolean {
  const [wanted, found] = [parseJson(expected), parseJson(got)];
  if (!wanted.ok || !found.ok) return false;
  const all = jsonDifferences(wanted.value, found.value, MAX_DIFFERENCES);
  if (all.length === 0) return false;
  for (const difference of all) {
    const { path: at } = difference;
    if (ofSoftware.test(at))
      findings.add(otherSoftware(path, at, difference.expected ?? 'nothing', difference.got ?? 'nothing'));
  }
  const own = all.find(
    ({ path: at }) =>
      !ofSoftware.test(at) && !(others && ofFiles.test(at)) && !(withoutPrevious && ofVersions.test(at)),
  );
  if (own) findings.add(documentDiffers(path, own.path, own.expected, own.got));
  return true;
}

/** Characters of a line that are shown before the difference. */
const LEAD = 60;

interface LineDifference {
  /** From 1. */
  line: number;
  /** The line, from shortly before the difference. */
  expected: string;
  got: string;
}

/** The first line in which two texts differ. */
export function firstLine(expected: string, got: string): LineDifference | null {
  if (expected === got) return null;
  const length = Math.min(expected.length, got.length);
  // Halving: a stretch that is alike is compared as a whole.
  const place = firstWhere(0, length, (end) => expected.slice(0, end + 1) !== got.slice(0, end + 1));
  const start = expected.lastIndexOf('\n', Math.max(0, place - 1)) + 1;
  const begin = place > 0 && expected[place - 1] === '\n' ? place : start;
  let line = 1;
  for (let at = expected.indexOf('\n'); at >= 0 && at < begin; at = expected.indexOf('\n', at + 1)) line++;
  // Of a long line what is around the difference.
  const from = place - begin > LEAD ? place - LEAD : begin;
  const lineOf = (text: string): string => {
    const end = text.indexOf('\n', begin);
    return `${from > begin ? '…' : ''}${text.slice(from, end < 0 ? text.length : end)}`;
  };
  return { line, expected: lineOf(expected), got: lineOf(got) };
}
