import { LF, QUOTE } from './parse/bytes';
import { Fields, readRecord } from './parse/record';

/**
 * Cuts a stream of bytes into chunks of whole records: `push` returns what is complete, `flush` the rest. Concatenated they are the stream.
 * Agrees with the parser about quotes, so a line end within quotes never ends a chunk.
 */
export class RecordSplitter {
  private rest: Uint8Array<ArrayBuffer> = new Uint8Array(0);
  private readonly fields = new Fields();

  constructor(
    private readonly delimiter: number,
    private readonly quote = QUOTE,
  ) {}

  /** Bytes whose record has not ended yet. */
  get pending(): number {
    return this.rest.length;
  }

  /** `room`: memory that may be used for what is returned, where it is large enough: fresh memory costs more than the copying. */
  push(bytes: Uint8Array, room?: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
    const length = this.rest.length + bytes.length;
    const whole = room && room.length >= length ? room.subarray(0, length) : new Uint8Array(length);
    whole.set(this.rest);
    whole.set(bytes, this.rest.length);
    const cut = this.lastRecordEnd(whole);
    this.rest = whole.slice(cut);
    return whole.subarray(0, cut);
  }

  flush(): Uint8Array<ArrayBuffer> {
    const rest = this.rest;
    this.rest = new Uint8Array(0);
    return rest;
  }

  private lastRecordEnd(bytes: Uint8Array): number {
    if (this.quote === 0 || !bytes.includes(this.quote)) return bytes.lastIndexOf(LF) + 1;
    let at = 0;
    while (at < bytes.length) {
      const next = readRecord(bytes, at, bytes.length, this.delimiter, this.fields, false, this.quote);
      if (next < 0) break;
      at = next;
    }
    return at;
  }
}
