const encoder = new TextEncoder();
/** Characters of a text that are written one by one: a call of the encoder takes as long as some dozens. */
const SHORT = 64;

/** Bytes that grow at their end; numbers as Thrift and Parquet write them. */
export class Bytes {
  length = 0;
  /** What has been written, and room for more behind it: zeros unless `clear` was called. Another array after each growth. */
  room: Uint8Array<ArrayBuffer>;

  constructor(capacity = 256) {
    this.room = new Uint8Array(capacity);
  }

  /** Makes room for `count` more. */
  reserve(count: number): void {
    if (this.length + count <= this.room.length) return;
    const grown = new Uint8Array(Math.max(this.length + count, this.room.length * 2));
    grown.set(this.room.subarray(0, this.length));
    this.room = grown;
  }

  /** Takes so many bytes into use, which are as they were; the position of the first in `room`. Eight more may be touched behind them. */
  claim(count: number): number {
    this.reserve(count + 8);
    const at = this.length;
    this.length += count;
    return at;
  }

  /** Begins anew in the same room. */
  clear(): void {
    this.length = 0;
  }

  byte(value: number): void {
    this.reserve(1);
    this.room[this.length++] = value;
  }

  append(bytes: Uint8Array): void {
    this.reserve(bytes.length);
    this.room.set(bytes, this.length);
    this.length += bytes.length;
  }

  /** An unsigned whole number below 2^53, seven bits a byte. */
  varint(value: number): void {
    this.reserve(8);
    let rest = value;
    while (rest >= 2 ** 31) {
      this.room[this.length++] = (rest % 128) | 128;
      rest = Math.floor(rest / 128);
    }
    while (rest >= 128) {
      this.room[this.length++] = (rest & 127) | 128;
      rest >>>= 7;
    }
    this.room[this.length++] = rest;
  }

  /** A signed whole number of magnitude below 2^52. */
  zigzag(value: number): void {
    this.varint(value >= 0 ? value * 2 : value * -2 - 1);
  }

  /** A signed 64-bit number. */
  zigzagBig(value: bigint): void {
    let rest = BigInt.asUintN(64, (value << 1n) ^ (value >> 63n));
    for (; rest >= 128n; rest >>= 7n) this.byte(Number(rest & 127n) | 128);
    this.byte(Number(rest));
  }

  uint32(value: number): void {
    for (let shift = 0; shift < 32; shift += 8) this.byte((value >>> shift) & 255);
  }

  /** A text in UTF-8 with the length of its bytes before it. */
  text(text: string): void {
    this.reserve(4 + 3 * text.length);
    const start = this.length + 4;
    const written = this.ascii(text, start) ?? encoder.encodeInto(text, this.room.subarray(start)).written;
    this.uint32(written);
    this.length += written;
  }

  /** Writes a short text of ASCII alone, of which there may be many; its length, and undefined of any other. */
  private ascii(text: string, start: number): number | undefined {
    const { length } = text;
    if (length > SHORT) return undefined;
    const { room } = this;
    for (let i = 0; i < length; i++) {
      const code = text.charCodeAt(i);
      if (code > 127) return undefined;
      room[start + i] = code;
    }
    return length;
  }

  /** What has been written; valid until the next write. */
  view(): Uint8Array<ArrayBuffer> {
    return this.room.subarray(0, this.length);
  }
}
