/** The files of a replay beside those of a bundle of the lab: byte for byte. */
import { createSHA256 } from 'hash-wasm';
import type { Findings } from '../../../core/verify/collect';
import { fileNotMade, notInBundle } from '../../../core/verify/tell';
import { sha256, type Content } from '../dataset/sink';
import { compareFile, type CompareOptions } from './compareFile';
import { dataOf, type ReplayInput, type ReplaySink } from './sinks';

export class ByteSink implements ReplaySink {
  readonly paths = new Set<string>();
  private bytes = 0;
  /** Whether a file was another than that of the bundle. */
  private others = false;

  constructor(
    private readonly input: ReplayInput,
    private readonly findings: Findings,
    private readonly options: Omit<CompareOptions, 'others'>,
  ) {}

  async write(path: string, content: Content): Promise<void> {
    this.paths.add(path);
    const known = this.input.hashes.get(path);
    if (content instanceof Uint8Array) {
      this.bytes += content.length;
      if (!known) this.missing(path);
      else if (known.bytes !== content.length || known.sha256 !== (await sha256(content)))
        await this.compare(path, content);
      return;
    }
    const hasher = await createSHA256();
    const parts: Uint8Array<ArrayBuffer>[] = [];
    for await (const part of content) {
      hasher.update(part);
      this.bytes += part.length;
      // Raw files are the bundle's own, or were given and have their hashes told.
      if (known && !path.startsWith('data/raw/')) parts.push(part.slice());
    }
    if (!known) this.missing(path);
    else if (hasher.digest('hex') !== known.sha256 && parts.length > 0)
      await this.compare(path, new Uint8Array(await new Blob(parts).arrayBuffer()));
  }

  finish(): Promise<{ bytes: number }> {
    for (const path of dataOf(this.input)) if (!this.paths.has(path)) this.findings.add(fileNotMade(path));
    return Promise.resolve({ bytes: this.bytes });
  }

  abort(): Promise<void> {
    return Promise.resolve();
  }

  private missing(path: string): void {
    this.others = true;
    if (!this.findings.failed(path)) this.findings.add(notInBundle(path));
  }

  private async compare(path: string, content: Uint8Array<ArrayBuffer>): Promise<void> {
    const file = this.input.contents.get(path);
    if (!file) return;
    const got = new Uint8Array(await (await file.open()).arrayBuffer());
    await compareFile(path, content, got, this.findings, { ...this.options, others: this.others });
    this.others = true;
  }
}
