/** For tests: the file of rows in memory. */
import type { RowFile, RowSpace } from './rowKeeper';

export class MemoryRowFile implements RowFile {
  bytes = new Uint8Array(0);
  /** Bytes that it takes at most. */
  room = Infinity;
  /** Calls that wrote, and that read. */
  writes = 0;
  reads = 0;

  read(into: Uint8Array<ArrayBuffer>, { at }: { at: number }): number {
    this.reads++;
    const part = this.bytes.subarray(at, at + into.length);
    into.set(part);
    return part.length;
  }

  write(from: Uint8Array<ArrayBuffer>, { at }: { at: number }): number {
    this.writes++;
    if (at + from.length > this.bytes.length) this.truncate(at + from.length);
    this.bytes.set(from, at);
    return from.length;
  }

  truncate(size: number): void {
    if (size > this.room) throw new DOMException('No room.', 'QuotaExceededError');
    const before = this.bytes.subarray(0, size);
    this.bytes = new Uint8Array(size);
    this.bytes.set(before);
  }

  space(free?: number): RowSpace {
    return { file: this, free: () => Promise.resolve(free) };
  }
}
