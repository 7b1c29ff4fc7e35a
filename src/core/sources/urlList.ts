import type { RefusedLine, SourceFile } from './types';
import { addressProblem, readAddress, shown, unprintable, type Address } from './url';

/** As many files as one list may name. */
export const mostFiles = 1000;
/** Lines beyond are counted, not read. */
const mostLines = 5000;
const longestName = 200;
const readable = /\.(csv|tsv|txt|parquet|pq)(\.gz)?$/i;
/** Names that Windows keeps for devices, whatever their ending. */
const device = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

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

/** The parts of a path as names of folders and of a file, or why they can be none. */
function partsOf(address: Address): string[] | string {
  const parts: string[] = [];
  for (const raw of address.pathname.split('/').filter(Boolean)) {
    let part: string;
    try {
      part = decodeURIComponent(raw);
    } catch {
      return `Expected a path in UTF-8; got "${shown(raw)}".`;
    }
    if (part.search(unprintable) >= 0) return 'Expected a path of characters that can be seen.';
    if (/[\\/:*?"<>|]/.test(part)) return `Expected a name without \\ / : * ? " < > |; got "${shown(part)}".`;
    parts.push(part);
  }
  const name = parts.at(-1);
  if (name === undefined || address.pathname.endsWith('/'))
    return 'Expected the address of a file; got that of a folder.';
  if (!readable.test(name) || name.startsWith('.'))
    return `Expected a file of CSV or Parquet (.csv, .tsv, .txt, .parquet, .pq, also .gz); got "${shown(name)}".`;
  if (device.test(name)) return `Expected a name that every system can keep; got "${shown(name)}".`;
  if (name.length > longestName)
    return `Expected a name of at most ${longestName} characters; got ${name.length}.`;
  return parts;
}

function readLine(text: string, line: number): Candidate | RefusedLine {
  const address = readAddress(text);
  const problem = addressProblem(address, text);
  if (problem !== undefined || !address) return { line, text: shown(text), reason: problem ?? '' };
  address.hash = '';
  const parts = partsOf(address);
  return typeof parts === 'string'
    ? { line, text: shown(text), reason: parts }
    : { line, text, address, parts };
}

/**
 * The files that a list of addresses names, one a line; empty lines and those that start with # are passed over. A file goes by the last
 * part of its path, and by as many of the folders above as tell it from the others of the list (the host last of all). Lines that can't be
 * fetched come back with their reason, and so does every line that says an address again.
 */
export function parseUrlList(text: string): UrlList {
  const refused: RefusedLine[] = [];
  const candidates: Candidate[] = [];
  const seen = new Map<string, number>();
  const lines = text.split(/\r\n|\r|\n/);
  for (const [index, raw] of lines.slice(0, mostLines).entries()) {
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
        : candidates.length >= mostFiles
          ? `Expected at most ${mostFiles.toLocaleString('en-GB')} files in one list.`
          : undefined;
    if (reason !== undefined) refused.push({ line: read.line, text: shown(trimmed), reason });
    else {
      seen.set(read.address.href, read.line);
      candidates.push(read);
    }
  }
  if (lines.length > mostLines) {
    const more = (lines.length - mostLines).toLocaleString('en-GB');
    const reason = `Expected at most ${mostLines.toLocaleString('en-GB')} lines; ${more} more were not read.`;
    refused.push({ line: mostLines + 1, text: shown(lines[mostLines] ?? ''), reason });
  }
  const files = named(candidates, refused);
  return { files, refused: refused.sort((a, b) => a.line - b.line) };
}

/** A file's name with `folders` of the folders above it; beyond the last of them stands the host. */
function nameAt({ address, parts }: Candidate, folders: number): string {
  const host = address.port ? `${address.hostname}-${address.port}` : address.hostname;
  return [host, ...parts].slice(-1 - folders).join('/');
}

function named(candidates: readonly Candidate[], refused: RefusedLine[]): SourceFile[] {
  const folders = new Map(candidates.map((one) => [one, 0]));
  const name = (one: Candidate): string => nameAt(one, folders.get(one) ?? 0);
  const groups = (): Candidate[][] => {
    const by = new Map<string, Candidate[]>();
    for (const one of candidates) by.set(name(one), [...(by.get(name(one)) ?? []), one]);
    return [...by.values()].filter((group) => group.length > 1);
  };
  for (;;) {
    const deeper = groups()
      .flat()
      .filter((one) => (folders.get(one) ?? 0) < one.parts.length);
    if (deeper.length === 0) break;
    for (const one of deeper) folders.set(one, (folders.get(one) ?? 0) + 1);
  }
  const taken = new Map<string, number>();
  return candidates.flatMap((one) => {
    const own = name(one);
    const before = taken.get(own);
    if (before !== undefined) {
      refused.push({
        line: one.line,
        text: shown(one.text),
        reason: `Goes by the same name as line ${before}: ${shown(own)}.`,
      });
      return [];
    }
    taken.set(own, one.line);
    return [{ name: own, url: one.address.href }];
  });
}
