import { afterEach, describe, expect, it, vi } from 'vitest';
import { zipSink } from './zip';

/** As much of a folder of the browser's private file system as an export uses. */
function memoryFolder(): { files: Map<string, Uint8Array<ArrayBuffer>>; folder: object } {
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  const handle = (name: string): object => ({
    createSyncAccessHandle: () =>
      Promise.resolve({
        write(part: Uint8Array, { at }: { at: number }) {
          const whole = new Uint8Array(at + part.length);
          whole.set(files.get(name) ?? []);
          whole.set(part, at);
          files.set(name, whole);
          return part.length;
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
      const sink = await zipSink('d');
      expect(files.size).toBe(2);
      await sink.write('a.txt', new Uint8Array(1000));
      const { file, bytes, kept } = await sink.finish();
      expect(file?.size).toBe(bytes);
      expect(kept).toEqual({ folder: 'exports', name: [...files.keys()].at(-1) });
      expect([...files.keys()]).toEqual(['other', expect.any(String)]);
    }
    const cancelled = await zipSink('d');
    await cancelled.abort();
    expect([...files.keys()]).toEqual(['other']);
  });
});
