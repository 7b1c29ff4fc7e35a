import { useSession } from './session';

/** Raw files in the browser's private file system, so that the session is there tomorrow: `raw/<sha256>` and a manifest. */
const MANIFEST = 'manifest.json';

type Manifest = Record<string, { sha256: string; bytes: number }>;

let queue: Promise<unknown> = Promise.resolve();

const directory = async (): Promise<FileSystemDirectoryHandle> =>
  (await navigator.storage.getDirectory()).getDirectoryHandle('raw', { create: true });

async function readManifest(folder: FileSystemDirectoryHandle): Promise<Manifest> {
  try {
    const file = await (await folder.getFileHandle(MANIFEST)).getFile();
    return JSON.parse(await file.text()) as Manifest;
  } catch {
    return {};
  }
}

async function write(folder: FileSystemDirectoryHandle, name: string, content: Blob): Promise<void> {
  const handle = await folder.getFileHandle(name, { create: true });
  const stream = await handle.createWritable();
  await content.stream().pipeTo(stream);
}

function tell(manifest: Manifest): void {
  const bytes = Object.values(manifest).reduce((sum, entry) => sum + entry.bytes, 0);
  useSession.setState({ storage: { kept: true, bytes } });
}

function cannot(thrown: unknown): void {
  const reason = thrown instanceof Error ? thrown.message : String(thrown);
  const message = `This browser keeps no files for the page (private window or storage full): ${reason}. The recipe stays; the files have to be given again after a reload.`;
  useSession.setState({ storage: { kept: false, bytes: 0, message } });
}

/** Keeps a copy in the background, one after the other; failing is said, not thrown. */
export function keepRaw(name: string, sha256: string | undefined, file: File | undefined): Promise<void> {
  const job = queue.then(async () => {
    if (!sha256 || !file) return;
    try {
      const folder = await directory();
      const manifest = await readManifest(folder);
      if (manifest[name]?.sha256 === sha256) return tell(manifest);
      await write(folder, sha256, file);
      manifest[name] = { sha256, bytes: file.size };
      await write(folder, MANIFEST, new Blob([JSON.stringify(manifest)]));
      tell(manifest);
    } catch (thrown) {
      cannot(thrown);
    }
  });
  queue = job;
  return job;
}

/** The kept files, by the recipe's name for them. */
export async function keptFiles(): Promise<Map<string, File>> {
  const files = new Map<string, File>();
  try {
    const folder = await directory();
    const manifest = await readManifest(folder);
    for (const [name, { sha256, bytes }] of Object.entries(manifest)) {
      const file = await folder.getFileHandle(sha256).then(
        (handle) => handle.getFile(),
        () => null,
      );
      if (file?.size === bytes) files.set(name, file);
    }
    tell(manifest);
  } catch (thrown) {
    cannot(thrown);
  }
  return files;
}

/** Takes every kept file out of the browser's storage; what is loaded stays until the page closes. */
export async function clearKept(): Promise<void> {
  try {
    await (await navigator.storage.getDirectory()).removeEntry('raw', { recursive: true });
    tell({});
  } catch (thrown) {
    if (thrown instanceof DOMException && thrown.name === 'NotFoundError') tell({});
    else cannot(thrown);
  }
}
