import { fail, ok, type Result } from '../../errors';
import { count } from '../../format';
import { MAX_NESTING, parseJson, readJson } from '../../json';
import type { LabelEntry } from '../../label/attach';
import { readTime } from '../time';

export type LabelProblemKind =
  'not-a-list' | 'not-an-entry' | 'not-a-time' | 'backwards' | 'duplicate' | 'overlap' | 'file-twice';

export interface LabelProblem {
  kind: LabelProblemKind;
  /** Of the file's entry or of the time within it: `$["realTraffic/speed_6005.csv"][0][1]`. */
  path: string;
  /** The series' name in the label file. */
  key: string;
  message: string;
}

export interface NabLabels {
  /** Every series that the file lists, also without labels, in its order. */
  files: string[];
  /** The good entries, by file and in the file's order; `[start, end)` as in `parseLabels`. */
  entries: LabelEntry[];
  /** The bad ones; of each kind the first `shownProblems`. */
  problems: LabelProblem[];
  /** How many there are of each kind; kinds without any are absent. */
  counts: Partial<Record<LabelProblemKind, number>>;
}

export const shownProblems = 1000;

/**
 * Reads `combined_labels.json` or `combined_windows.json` and leaves out what is bad, entry by entry: not NAB's shape, no time, backwards,
 * the same entry twice, a window that starts before an earlier one ends (of two that overlap the earlier stays; NAB allows windows to
 * touch), a series listed twice (JSON keeps the last). Fails with `labels-shape` only where the text is no JSON object at all.
 */
export function readNabLabels(json: string, file = 'The label file'): Result<NabLabels> {
  const text = json.startsWith('\uFEFF') ? json.slice(1) : json;
  const read = parseJson(text);
  if (!read.ok && read.problem.kind === 'syntax') {
    return fail({
      code: 'labels-shape',
      file,
      message: `${file} is not valid JSON: ${read.problem.detail}. Expected a NAB label file.`,
    });
  }
  if (!read.ok) {
    return fail({
      code: 'labels-shape',
      file,
      path: '$',
      message: `${file} is nested more than ${MAX_NESTING} levels deep. A label file of NAB has three.`,
    });
  }
  const parsed = read.value;
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    return fail({
      code: 'labels-shape',
      file,
      path: '$',
      message: `${file}: at $ expected an object of series; got ${described(parsed)}. A label file is {"folder/file.csv": ["2014-04-11 00:00:00", …]} or the same with [start, end] pairs.`,
    });
  }
  const result: NabLabels = { files: Object.keys(parsed), entries: [], problems: [], counts: {} };
  const report = (kind: LabelProblemKind, key: string, at: string, message: () => string): void => {
    const found = (result.counts[kind] ?? 0) + 1;
    result.counts[kind] = found;
    if (found > shownProblems) return;
    const path = `$[${JSON.stringify(key)}]${at}`;
    result.problems.push({ kind, key, path, message: `${file}: at ${path} ${message()}` });
  };
  for (const key of twiceNamed(text)) {
    report('file-twice', key, '', () => 'the series is listed again; only its last list counts.');
  }
  for (const [key, list] of Object.entries(parsed)) readSeries(key, list, result, report);
  return ok(result);
}

type Report = (kind: LabelProblemKind, key: string, at: string, message: () => string) => void;

interface Candidate extends LabelEntry {
  index: number;
}

function readSeries(key: string, list: unknown, result: NabLabels, report: Report): void {
  if (!Array.isArray(list)) {
    report('not-a-list', key, '', () => `expected a list of times; got ${described(list)}.`);
    return;
  }
  const candidates: Candidate[] = [];
  let sorted = true;
  let before = -Infinity;
  for (const [index, item] of (list as unknown[]).entries()) {
    const entry = readEntry(key, item, index, report);
    if (!entry) continue;
    sorted &&= entry.start >= before;
    before = entry.start;
    candidates.push(entry);
  }
  const ordered = sorted ? candidates : [...candidates].sort((a, b) => a.start - b.start);
  const good = new Uint8Array(list.length);
  for (let i = 0; i < ordered.length;) i = markOnce(ordered, i, good, report);
  keepApart(ordered, good, report);
  for (const { index, ...entry } of candidates) if (good[index] === 1) result.entries.push(entry);
}

/** Marks the entries from `from` on that share a start and repeat no other of them; index of the next start. */
function markOnce(ordered: readonly Candidate[], from: number, good: Uint8Array, report: Report): number {
  const start = ordered[from]?.start;
  let to = from + 1;
  while (to < ordered.length && ordered[to]?.start === start) to++;
  const alone = ordered[from];
  if (to === from + 1 && alone) {
    good[alone.index] = 1;
    return to;
  }
  const ends = new Map<string, number>();
  for (const entry of ordered.slice(from, to)) {
    const same = `${entry.shape} ${entry.end}`;
    const first = ends.get(same);
    if (first === undefined) {
      ends.set(same, entry.index);
      good[entry.index] = 1;
    } else report('duplicate', entry.key, `[${entry.index}]`, () => `the entry repeats entry ${first}.`);
  }
  return to;
}

/** Takes the mark from windows that start before the end of an earlier marked one. */
function keepApart(ordered: readonly Candidate[], good: Uint8Array, report: Report): void {
  let last: Candidate | undefined;
  for (const entry of ordered) {
    if (entry.shape !== 'window' || good[entry.index] !== 1) continue;
    const earlier = last;
    if (earlier && entry.start < earlier.end - 1) {
      good[entry.index] = 0;
      report('overlap', entry.key, `[${entry.index}]`, () => `the window overlaps entry ${earlier.index}.`);
    } else last = entry;
  }
}

function readEntry(key: string, item: unknown, index: number, report: Report): Candidate | undefined {
  if (typeof item === 'string') {
    const time = readTime(item);
    if (!Number.isNaN(time)) return { key, start: time, end: time + 1, shape: 'point', index };
    report('not-a-time', key, `[${index}]`, () => expectedTime(item));
    return undefined;
  }
  const pair: readonly unknown[] = Array.isArray(item) ? (item as unknown[]) : [];
  const [from, to] = pair;
  if (pair.length !== 2 || typeof from !== 'string' || typeof to !== 'string') {
    report(
      'not-an-entry',
      key,
      `[${index}]`,
      () => `expected a time or a pair [start, end] of times; got ${described(item)}.`,
    );
    return undefined;
  }
  const start = readTime(from);
  const end = readTime(to);
  if (Number.isNaN(start) || Number.isNaN(end)) {
    const [place, value] = Number.isNaN(start) ? [0, from] : [1, to];
    report('not-a-time', key, `[${index}][${place}]`, () => expectedTime(value));
    return undefined;
  }
  if (end < start) {
    report('backwards', key, `[${index}]`, () => `the window ends before it starts: ${described(item)}.`);
    return undefined;
  }
  return { key, start, end: end + 1, shape: 'window', index };
}

const expectedTime = (value: string): string =>
  `expected a time such as "2014-04-11 00:00:00"; got ${described(value)}.`;

function described(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

const quote = 34;
const backslash = 92;

/** The index of the quote that ends the string which starts at `at`. */
function endOfString(json: string, at: number): number {
  for (let end = json.indexOf('"', at + 1); end >= 0; end = json.indexOf('"', end + 1)) {
    let slashes = 0;
    while (json.charCodeAt(end - 1 - slashes) === backslash) slashes++;
    if (slashes % 2 === 0) return end;
  }
  return json.length;
}

/** The keys that a JSON object lists more than once, each once. `json` is known to be an object: a JSON reader drops all but the last silently. */
function twiceNamed(json: string): string[] {
  const seen = new Set<string>();
  const twice = new Set<string>();
  let depth = 0;
  let key = false;
  for (let i = 0; i < json.length; i++) {
    const unit = json.charCodeAt(i);
    if (unit === quote) {
      const end = endOfString(json, i);
      if (depth === 1 && key) {
        const name = readJson(json.slice(i, end + 1)) as string;
        if (seen.has(name)) twice.add(name);
        seen.add(name);
        key = false;
      }
      i = end;
    } else if (unit === 123 || unit === 91) {
      depth++;
      key = depth === 1;
    } else if (unit === 125 || unit === 93) depth--;
    else if (unit === 44 && depth === 1) key = true;
  }
  return [...twice];
}

const problemNames: Record<LabelProblemKind, [one: string, more: string]> = {
  'not-a-list': ['series without a list of labels', 'series without a list of labels'],
  'not-an-entry': ['entry that is neither a time nor a pair', 'entries that are neither a time nor a pair'],
  'not-a-time': ['invalid time', 'invalid times'],
  backwards: ['window that ends before it starts', 'windows that end before they start'],
  duplicate: ['duplicate entry', 'duplicate entries'],
  overlap: ['window that overlaps an earlier one', 'windows that overlap an earlier one'],
  'file-twice': ['series that is listed twice', 'series that are listed twice'],
};

/** Each kind of bad entry that there is, counted in words: `3 windows that overlap an earlier one`. */
export function countedProblems(
  counts: Partial<Record<LabelProblemKind, number>>,
): [LabelProblemKind, string][] {
  return (Object.keys(problemNames) as LabelProblemKind[]).flatMap((kind): [LabelProblemKind, string][] => {
    const amount = counts[kind] ?? 0;
    if (amount === 0) return [];
    return [[kind, `${count(amount)} ${problemNames[kind][amount === 1 ? 0 : 1]}`]];
  });
}
