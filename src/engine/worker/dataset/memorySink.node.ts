import type { BundleSink, Content } from './sink';

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
