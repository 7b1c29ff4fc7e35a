/** The files of a replay beside those of a bundle that another implementation of the recipe wrote: row by row, and what its documents say. */
import { createSHA256 } from 'hash-wasm';
import { documentPaths } from '../../../core/dataset/documents';
import { parseJson } from '../../../core/json';
import type { Findings } from '../../../core/verify/collect';
import { jsonDifferences } from '../../../core/verify/json';
import { mayDiffer } from '../../../core/verify/otherwise';
import {
  dataNotCompared,
  documentDiffers,
  fileNotMade,
  leftOut,
  notInBundle,
  textsNotCompared,
} from '../../../core/verify/tell';
import type { Content } from '../dataset/sink';
import { ofVersions } from './compareFile';
import { FolderRows } from './folderRows';
import { cameIn, dataOf, isData, type ReplayInput, type ReplaySink, type SinkOptions } from './sinks';

/** How a file of the replay is held against that of the bundle. */
type Way =
  /** As Parquet, row by row. */
  | 'rows'
  /** As JSON. */
  | 'document'
  /** By its bytes; where they are others, what they hold is not known. */
  | 'data'
  /** Not at all. */
  | 'text';

/** The documents, their schemas, and labels in the form of NAB. The recipe is none of them: the replay began with it. */
const documents =
  /^(?:data\/metadata\/(?:(?:dataset|anomalies|checks)_v\d+|schemas\/[^/]+)|labels\/[^/]+)\.json$/;

function wayOf(path: string): Way {
  if (isData(path)) return 'rows';
  if (documents.test(path)) return 'document';
  return /^(?:data\/processed_csv|nab)\//.test(path) ? 'data' : 'text';
}

/** Whether a bundle cannot be without a file that the replay makes. */
const isNeeded = (path: string): boolean => path.startsWith('data/processed/') || documents.test(path);

export interface RowSinkOptions extends SinkOptions {
  /** Who wrote the bundle: name and version. */
  by: string;
}

export class RowSink implements ReplaySink {
  readonly paths = new Set<string>();
  private bytes = 0;
  private readonly rows: FolderRows;
  private readonly without: string[] = [];
  private readonly texts: string[] = [];
  /** What the replay takes from the bundle as it is. */
  private readonly taken: ReadonlySet<string>;

  constructor(
    private readonly input: ReplayInput,
    private readonly findings: Findings,
    private readonly options: RowSinkOptions,
  ) {
    this.taken = new Set([...cameIn(input), documentPaths(1).recipe]);
    this.rows = new FolderRows(input, findings, options);
  }

  async write(path: string, content: Content): Promise<void> {
    this.paths.add(path);
    const way = wayOf(path);
    const { sha256, bytes } = await hashOf(content);
    this.bytes += bytes;
    if (way === 'rows' && content instanceof Uint8Array && (await this.rows.next(path, content))) return;
    if (!this.input.contents.has(path)) {
      if (!isNeeded(path)) this.without.push(path);
      else if (!this.findings.failed(path)) this.findings.add(notInBundle(path));
    } else if (sha256 === this.input.hashes.get(path)?.sha256 || this.taken.has(path)) return;
    else if (way === 'text') this.texts.push(path);
    else if (way === 'data') this.findings.add(dataNotCompared(path));
    else if (way === 'document' && content instanceof Uint8Array) this.document(path, content);
  }

  async finish(): Promise<{ bytes: number }> {
    await this.rows.finish();
    for (const path of dataOf(this.input))
      if (!this.rows.compared(path)) this.findings.add(fileNotMade(path));
    const { by } = this.options;
    if (this.without.length > 0) this.findings.add(leftOut(this.without, by));
    if (this.texts.length > 0) this.findings.add(textsNotCompared(this.texts, by));
    return { bytes: this.bytes };
  }

  abort(): Promise<void> {
    this.rows.close();
    return Promise.resolve();
  }

  private document(path: string, content: Uint8Array): void {
    const wanted = parseJson(new TextDecoder().decode(content));
    // One that is no JSON was told of as it was read.
    if (!this.input.documents.values.has(path) || !wanted.ok) return;
    const may = mayDiffer(path);
    const [own] = jsonDifferences(
      wanted.value,
      this.input.documents.values.get(path),
      1,
      (at, expected, got) => may(at, expected, got) || (this.options.withoutPrevious && ofVersions.test(at)),
    );
    if (own) this.findings.add(documentDiffers(path, own.path, own.expected, own.got));
  }
}

async function hashOf(content: Content): Promise<{ sha256: string; bytes: number }> {
  const hasher = await createSHA256();
  let bytes = 0;
  for await (const part of content instanceof Uint8Array ? [content] : content) {
    hasher.update(part);
    bytes += part.length;
  }
  return { sha256: hasher.digest('hex'), bytes };
}
