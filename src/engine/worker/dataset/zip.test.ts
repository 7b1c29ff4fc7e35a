import { afterEach, describe, expect, it, vi } from 'vitest';
import { zipSink } from './zip';

/** As much of a folder of the browser's private file system as an export uses. */
function memoryFolder(): { files: Map<string, Uint8Array<ArrayBuffer>>; folder: object } {
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  const handle = (name: string): object => ({
    createSyncAccessHandle: () =>
      Promise.resolve({
        write(part: Uint8Array, { at }: { at: number }) {
          const before = files.get(name) ?? new Uint8Array(0);
          const whole = new Uint8Array(Math.max(before.length, at + part.length));
          whole.set(before);
          whole.set(part, at);
          files.set(name, whole);
          return part.length;
        },
        truncate(size: number) {
          const whole = new Uint8Array(size);
          whole.set((files.get(name) ?? new Uint8Array(0)).subarray(0, size));
          files.set(name, whole);
        },
        flush: () => undefined,
        close: () => undefined,
      }),
    getFile: () => Promise.resolve(new File([files.get(name) ?? new Uint8Array(0)], name)),
  });
  const folder = {
    getDirectoryHandle: () => Promise.resolve(folder),
    getFileHandle: (name: string) => {
      files.set(name, new Uint8Array(0));
      return Promise.resolve(handle(name));
    },
    removeEntry: (name: string) =>
      files.delete(name) ? Promise.resolve() : Promise.reject(new DOMException('no', 'NotFoundError')),
  };
  return { files, folder };
}

describe('a zip in the private file system', () => {
  afterEach(() => vi.unstubAllGlobals());

  it('is the only one that is kept: the next export takes the last one away when it begins', async () => {
    const { files, folder } = memoryFolder();
    // Another tab's.
    files.set('other', new Uint8Array(1));
    vi.stubGlobal('navigator', { storage: { getDirectory: () => Promise.resolve(folder) } });
    for (let i = 0; i < 5; i++) {
      const sink = await zipSink('d', 500);
      expect(files.size).toBe(1);
      await sink.write('a.txt', new Uint8Array(1000));
      expect(files.size).toBe(2);
      const { file, bytes, kept } = await sink.finish();
      expect(file?.size).toBe(bytes);
      expect(kept).toEqual({ folder: 'exports', name: [...files.keys()].at(-1) });
      expect([...files.keys()]).toEqual(['other', expect.any(String)]);
    }
    const cancelled = await zipSink('d', 500);
    await cancelled.write('a.txt', new Uint8Array(1000));
    await cancelled.abort();
    expect([...files.keys()]).toEqual(['other']);
  });

  it('is the same as one in memory, whose entries are found again', async () => {
    const { files, folder } = memoryFolder();
    vi.stubGlobal('navigator', { storage: { getDirectory: () => Promise.resolve(folder) } });
    const made: Uint8Array[] = [];
    for (const memoryBytes of [0, 70_000, 1e9]) {
      const sink = await zipSink('d', memoryBytes);
      for (let i = 0; i < 400; i++)
        await sink.write(`folder/${i}.bin`, new Uint8Array(i % 50 === 0 ? 40_000 : i).fill(i));
      const { file, bytes, kept } = await sink.finish();
      expect(kept === undefined).toBe(memoryBytes === 1e9);
      made.push(new Uint8Array((await file?.arrayBuffer()) ?? new ArrayBuffer(0)));
      expect(made.at(-1)?.length).toBe(bytes);
    }
    expect(Buffer.compare(made[0] ?? Buffer.of(), made[2] ?? Buffer.of(1))).toBe(0);
    expect(Buffer.compare(made[1] ?? Buffer.of(), made[2] ?? Buffer.of(1))).toBe(0);
    expect(files.size).toBe(0);
  });
});
