import { LabFailure } from '../../../core/errors';
import { checkUnpacked } from '../../../core/ingest/limits';
import type { Bytes } from './bytes';

/** Bytes of a piece. */
export const SLICE = 8 << 20;
const PACKED_SLICE = 1 << 20;
const PACKED_PIECE = 32 << 10;
/** Slices asked for before they are needed. */
const AHEAD = 3;

/** By its name or its first two bytes. */
export async function isGzip(file: Bytes): Promise<boolean> {
  const [a, b] = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  return a === 0x1f && b === 0x8b;
}

/**
 * A file's bytes in pieces of some megabytes, unpacked where it is gzip. `done` hears how many bytes of the file itself have been read. Throws
 * `file-gone`, `file-changed`, `file-unsupported` (broken gzip), `file-too-large` (unpacked) or AbortError.
 */
export async function* readPieces(
  file: Bytes,
  name: string,
  signal: AbortSignal,
  done: (bytes: number) => void,
): AsyncGenerator<Uint8Array<ArrayBuffer>, void> {
  const gzip = await isGzip(file).catch((thrown: unknown) => {
    throw readFailure(thrown, name);
  });
  try {
    if (!gzip) {
      // The next slices are on their way while one is worked on: a read is a round trip to another process.
      const ahead: Promise<ArrayBuffer>[] = [];
      let asked = 0;
      let read = 0;
      while (read < file.size) {
        signal.throwIfAborted();
        for (; ahead.length < AHEAD && asked < file.size; asked += SLICE) {
          const slice = file.slice(asked, asked + SLICE).arrayBuffer();
          slice.catch(() => undefined);
          ahead.push(slice);
        }
        const piece = new Uint8Array((await ahead.shift()) ?? new ArrayBuffer(0));
        if (piece.length === 0) break;
        read += piece.length;
        done(read);
        yield piece;
      }
      return;
    }
    yield* unpack(file, name, signal, done);
  } catch (thrown) {
    signal.throwIfAborted();
    throw readFailure(thrown, name);
  }
}

async function* unpack(
  file: Bytes,
  name: string,
  signal: AbortSignal,
  done: (bytes: number) => void,
): AsyncGenerator<Uint8Array<ArrayBuffer>, void> {
  let packed = 0;
  let unpacked = 0;
  let slice = new Uint8Array(0);
  // Small pieces, each when it is asked for, so that what was read is close to what was unpacked. (Node asks for all of them at once.)
  const pieces = new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      async pull(controller) {
        if (slice.length === 0)
          slice = new Uint8Array(await file.slice(packed, packed + PACKED_SLICE).arrayBuffer());
        if (slice.length === 0) return controller.close();
        const piece = slice.slice(0, PACKED_PIECE);
        slice = slice.subarray(PACKED_PIECE);
        packed += piece.length;
        controller.enqueue(piece);
      },
    },
    { highWaterMark: 0 },
  );
  const stream = pieces.pipeThrough(new DecompressionStream('gzip'));
  const reader = stream.getReader();
  let parts: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  const join = (): Uint8Array<ArrayBuffer> => {
    const whole = new Uint8Array(length);
    let at = 0;
    for (const part of parts) {
      whole.set(part, at);
      at += part.length;
    }
    parts = [];
    length = 0;
    return whole;
  };
  try {
    for (;;) {
      signal.throwIfAborted();
      const next = await reader.read().catch((thrown: unknown) => {
        throw unpackFailure(thrown, name);
      });
      if (next.done) break;
      parts.push(next.value);
      length += next.value.length;
      unpacked += next.value.length;
      checkUnpacked(name, packed, unpacked);
      done(packed);
      if (length >= SLICE) yield join();
    }
    if (length > 0) yield join();
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

/** The first bytes of a file, unpacked; whether they are all of it. */
export async function readSample(
  file: Bytes,
  name: string,
  bytes: number,
  signal: AbortSignal,
): Promise<{ bytes: Uint8Array; complete: boolean }> {
  try {
    if (!(await isGzip(file))) {
      return {
        bytes: new Uint8Array(await file.slice(0, bytes).arrayBuffer()),
        complete: file.size <= bytes,
      };
    }
  } catch (thrown) {
    throw readFailure(thrown, name);
  }
  for await (const piece of readPieces(file, name, signal, () => undefined)) {
    return { bytes: piece.subarray(0, bytes), complete: piece.length <= bytes };
  }
  return { bytes: new Uint8Array(0), complete: true };
}

/** What a failed read means. */
export function readFailure(thrown: unknown, file: string): unknown {
  if (thrown instanceof LabFailure) return thrown;
  const name = thrown instanceof Error ? thrown.name : '';
  const detail = String(thrown);
  if (name === 'NotFoundError') {
    return new LabFailure({
      code: 'file-gone',
      file,
      detail,
      message: `${file} is no longer where it was: it has been moved, renamed or deleted since it was added. Add it again from where it is now.`,
    });
  }
  if (name === 'NotReadableError') {
    return new LabFailure({
      code: 'file-changed',
      file,
      detail,
      message: `${file} can no longer be read: it has changed since it was added, or access to it was taken away. Add it again.`,
    });
  }
  return thrown;
}

/** What it means that a file could not be unpacked: it could not be read, or is no whole gzip file, whatever words the platform has for that. */
function unpackFailure(thrown: unknown, file: string): unknown {
  if (thrown instanceof DOMException && thrown.name !== 'DataError') return readFailure(thrown, file);
  return new LabFailure({
    code: 'file-unsupported',
    file,
    detail: String(thrown),
    message: `${file} is not a whole gzip file: unpacking failed. Add it again from a complete copy, or unpack it first.`,
  });
}
