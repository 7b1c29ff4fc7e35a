import { safePath } from '../../../core/dataset/path';
import { last } from '../../../core/list';
import type { BundleSink, Content } from './sink';

const marker = '_INCOMPLETE';

async function exists(folder: FileSystemDirectoryHandle, name: string): Promise<boolean> {
  for await (const key of folder.keys()) if (key.toLowerCase() === name.toLowerCase()) return true;
  return false;
}

/**
 * Writes into a new folder of the chosen one, named after the data set. Until all is written it holds a file `_INCOMPLETE`, so that
 * even an export that the closing of the page cut off does not look whole.
 */
export async function folderSink(chosen: FileSystemDirectoryHandle, name: string): Promise<BundleSink> {
  const wanted = safePath(name.replaceAll('/', '_'));
  let folder = wanted;
  for (let n = 2; await exists(chosen, folder); n++) folder = `${wanted}-${n}`;
  const root = await chosen.getDirectoryHandle(folder, { create: true });
  let bytes = 0;
  const write = async (path: string, content: Content): Promise<void> => {
    const parts = path.split('/');
    let parent = root;
    for (const part of parts.slice(0, -1)) parent = await parent.getDirectoryHandle(part, { create: true });
    const handle = await parent.getFileHandle(last(parts), { create: true });
    const stream = await handle.createWritable();
    try {
      for await (const part of content instanceof Uint8Array ? [content] : content) {
        await stream.write(part);
        bytes += part.length;
      }
      await stream.close();
    } catch (thrown) {
      await stream.abort().catch(() => undefined);
      throw thrown;
    }
  };
  await write(marker, new TextEncoder().encode('This export has not been finished.\n'));
  bytes = 0;
  return {
    write,
    async finish() {
      await root.removeEntry(marker);
      return { bytes };
    },
    abort: () => chosen.removeEntry(folder, { recursive: true }),
  };
}
