import { count } from '../format';
import { append, at, lookup } from '../list';
import type { SourceFile } from './corpus';
import { checkAddress, shown, unprintable, type Address } from './url';

/** Files that one list may name. */
const maxFiles = 1000;
/** Lines beyond are counted, not read. */
const maxLines = 5000;
const maxName = 200;
const readable = /\.(csv|tsv|txt|parquet|pq)(\.gz)?$/i;
/** Names that Windows keeps for devices, whatever their ending. */
const device = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/** A line of a list of addresses that is not fetched. */
interface RefusedLine {
  /** Counted from 1. */
  line: number;
  text: string;
  /** What was expected and what came. */
  reason: string;
}

export interface UrlList {
  files: SourceFile[];
  refused: RefusedLine[];
}

interface Candidate {
  line: number;
  text: string;
  address: Address;
  /** The path's parts, decoded; the last is the file's name. */
  parts: string[];
}

/** The parts of a path as names of folders and of a file, or why they are not. */
function partsOf(address: Address): string[] | string {
  const parts: string[] = [];
  for (const raw of address.pathname.split('/').filter(Boolean)) {
    let part: string;
    try {
      part = decodeURIComponent(raw);
    } catch {
      return `Expected a path in UTF-8; got "${shown(raw)}".`;
    }
    if (part.search(unprintable) >= 0) return 'Expected a path of visible characters.';
    if (/[\\/:*?"<>|]/.test(part)) return `Expected a name without \\ / : * ? " < > |; got "${shown(part)}".`;
    parts.push(part);
  }
  const name = parts.at(-1);
  if (name === undefined || address.pathname.endsWith('/'))
    return 'Expected the address of a file; got that of a folder.';
  if (!readable.test(name) || name.startsWith('.'))
    return `Expected a CSV or Parquet file (.csv, .tsv, .txt, .parquet, .pq, also .gz); got "${shown(name)}".`;
  if (device.test(name)) return `Expected a name that every operating system allows; got "${shown(name)}".`;
  if (name.length > maxName) return `Expected a name of at most ${maxName} characters; got ${name.length}.`;
  return parts;
}

function readLine(text: string, line: number): Candidate | RefusedLine {
  const checked = checkAddress(text);
  if (!checked.ok) return { line, text: shown(text), reason: checked.error.message };
  const address = checked.value;
  address.hash = '';
  const parts = partsOf(address);
  return typeof parts === 'string'
    ? { line, text: shown(text), reason: parts }
    : { line, text, address, parts };
}

/**
 * The files that a list of addresses names, one a line; empty lines and those that start with # are skipped. A file is named after the last
 * part of its path, and after as many of the folders above as tell it from the others of the list (the host last of all). Lines that can't be
 * fetched come back with their reason, and so does every line that repeats an address.
 */
export function parseUrlList(text: string): UrlList {
  const refused: RefusedLine[] = [];
  const candidates: Candidate[] = [];
  const seen = new Map<string, number>();
  const lines = text.split(/\r\n|\r|\n/);
  for (const [index, raw] of lines.slice(0, maxLines).entries()) {
    const trimmed = raw.trim();
    if (trimmed === '' || trimmed.startsWith('#')) continue;
    const read = readLine(trimmed, index + 1);
    if ('reason' in read) {
      refused.push(read);
      continue;
    }
    const before = seen.get(read.address.href);
    const reason =
      before !== undefined
        ? `The same address as in line ${before}.`
        : candidates.length >= maxFiles
          ? `Expected at most ${count(maxFiles)} files in one list.`
          : undefined;
    if (reason !== undefined) refused.push({ line: read.line, text: shown(trimmed), reason });
    else {
      seen.set(read.address.href, read.line);
      candidates.push(read);
    }
  }
  if (lines.length > maxLines) {
    const more = count(lines.length - maxLines);
    const reason = `Expected at most ${count(maxLines)} lines; ${more} more were not read.`;
    refused.push({ line: maxLines + 1, text: shown(at(lines, maxLines)), reason });
  }
  const { files, twice } = named(candidates);
  append(refused, twice);
  return { files, refused: refused.sort((a, b) => a.line - b.line) };
}

/** A file's name with `folders` of the folders above it; above the last of them is the host. */
function nameAt({ address, parts }: Candidate, folders: number): string {
  const host = address.port ? `${address.hostname}-${address.port}` : address.hostname;
  return [host, ...parts].slice(-1 - folders).join('/');
}

/** A name for each file that no other of the list has, and the lines whose names cannot be told apart. */
function named(candidates: readonly Candidate[]): { files: SourceFile[]; twice: RefusedLine[] } {
  const folders = new Map(candidates.map((one) => [one, 0]));
  const name = (one: Candidate): string => nameAt(one, lookup(folders, one));
  /** Those whose name another one has too, and that have a folder left to tell them apart. */
  const ambiguous = (): Candidate[] => {
    const counts = new Map<string, number>();
    for (const one of candidates) counts.set(name(one), (counts.get(name(one)) ?? 0) + 1);
    return candidates.filter(
      (one) => lookup(counts, name(one)) > 1 && lookup(folders, one) < one.parts.length,
    );
  };
  for (let deeper = ambiguous(); deeper.length > 0; deeper = ambiguous())
    for (const one of deeper) folders.set(one, lookup(folders, one) + 1);
  const taken = new Map<string, number>();
  const files: SourceFile[] = [];
  const twice: RefusedLine[] = [];
  for (const one of candidates) {
    const own = name(one);
    const before = taken.get(own);
    if (before === undefined) {
      taken.set(own, one.line);
      files.push({ name: own, url: one.address.href });
    } else {
      const reason = `Has the same name as line ${before}: ${shown(own)}.`;
      twice.push({ line: one.line, text: shown(one.text), reason });
    }
  }
  return { files, twice };
}
