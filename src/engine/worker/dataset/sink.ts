/** Where a bundle's files go. */
export type Content = Uint8Array<ArrayBuffer> | AsyncIterable<Uint8Array<ArrayBuffer>>;

export interface BundleSink {
  /** Resolves when the sink has taken the content. */
  write(path: string, content: Content): Promise<void>;
  /** Completes the bundle: its zip, and bytes in all. */
  finish(): Promise<{ file?: File; bytes: number }>;
  /** Takes away whatever was written. */
  abort(): Promise<void>;
}

/** A sink in memory, for tests. */
export class MemorySink implements BundleSink {
  readonly files = new Map<string, Uint8Array<ArrayBuffer>>();
  finished = false;

  async write(path: string, content: Content): Promise<void> {
    if (this.files.has(path)) throw new Error(`${path} is written twice`);
    const parts: Uint8Array<ArrayBuffer>[] = [];
    if (content instanceof Uint8Array) parts.push(content);
    else for await (const part of content) parts.push(part);
    this.files.set(path, new Uint8Array(await new Blob(parts).arrayBuffer()));
  }

  finish(): Promise<{ bytes: number }> {
    this.finished = true;
    return Promise.resolve({ bytes: [...this.files.values()].reduce((sum, { length }) => sum + length, 0) });
  }

  abort(): Promise<void> {
    this.files.clear();
    return Promise.resolve();
  }
}
