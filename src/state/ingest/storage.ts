import { rawFiles } from './files';
import { useSession } from '../page/page';

/** Raw files in the browser's private file system, so that the session is there tomorrow: `raw/<sha256>` and a manifest. */
const MANIFEST = 'manifest.json';

type Manifest = Record<string, { sha256: string; bytes: number }>;

let queue: Promise<unknown> = Promise.resolve();

/** Files of this session that are read from their saved copy, and end with it. */
const fromCopy = new WeakSet<File>();

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

function showStorage(manifest: Manifest): void {
  const bytes = Object.values(manifest).reduce((sum, entry) => sum + entry.bytes, 0);
  useSession.setState({ storage: { kept: true, bytes } });
}

function showFailure(thrown: unknown): void {
  const reason = thrown instanceof Error ? thrown.message : String(thrown);
  const message = `This browser cannot save files for the page (private window or full storage): ${reason}. The recipe is saved; add the files again after a reload.`;
  useSession.setState({ storage: { kept: false, bytes: 0, message } });
}

/** One after the other, over all pages of the lab in this browser. A failure is shown, not thrown. */
function exclusive(work: () => Promise<void>): Promise<void> {
  const job = queue
    .then(async () => {
      if ('locks' in navigator) await navigator.locks.request('anomaly-data-lab.kept', work);
      else await work();
    })
    .catch(showFailure);
  queue = job;
  return job;
}

const writeManifest = (folder: FileSystemDirectoryHandle, manifest: Manifest): Promise<void> =>
  write(folder, MANIFEST, new Blob([JSON.stringify(manifest)]));

/** Saves a copy in the background; does nothing where the hash or the file is not known. */
export function keepRaw(name: string, sha256: string | undefined, file: File | undefined): Promise<void> {
  return exclusive(async () => {
    if (!sha256 || !file) return;
    const folder = await directory();
    const manifest = await readManifest(folder);
    if (manifest[name]?.sha256 === sha256) return showStorage(manifest);
    await write(folder, sha256, file);
    manifest[name] = { sha256, bytes: file.size };
    await writeManifest(folder, manifest);
    await sweep(folder, manifest);
    showStorage(manifest);
  });
}

/** Copies into memory what the session still reads from a saved copy, before that one is deleted: undo brings sources back. */
async function copyToMemory(names: Iterable<string>): Promise<void> {
  for (const name of names) {
    const file = rawFiles.get(name);
    if (!file || !fromCopy.has(file)) continue;
    const { lastModified } = file;
    rawFiles.set(name, new File([await new Response(file.stream()).blob()], file.name, { lastModified }));
  }
}

/** Deletes the copies of files that left the recipe; a copy that another file shares stays. */
export function forgetRaw(names: readonly string[]): Promise<void> {
  return exclusive(async () => {
    const folder = await directory();
    const before = await readManifest(folder);
    await copyToMemory(names);
    const manifest = Object.fromEntries(Object.entries(before).filter(([name]) => !names.includes(name)));
    await writeManifest(folder, manifest);
    await sweep(folder, manifest);
    showStorage(manifest);
  });
}

/** Deletes copies that the manifest no longer names. */
async function sweep(folder: FileSystemDirectoryHandle, manifest: Manifest): Promise<void> {
  const wanted = new Set([MANIFEST, ...Object.values(manifest).map(({ sha256 }) => sha256)]);
  const found: string[] = [];
  for await (const name of folder.keys()) found.push(name);
  for (const name of found) if (!wanted.has(name)) await folder.removeEntry(name);
}

/** The saved files, by the recipe's name for them. */
export async function savedFiles(): Promise<Map<string, File>> {
  const files = new Map<string, File>();
  try {
    const folder = await directory();
    const manifest = await readManifest(folder);
    for (const [name, { sha256, bytes }] of Object.entries(manifest)) {
      const file = await folder.getFileHandle(sha256).then(
        (handle) => handle.getFile(),
        () => null,
      );
      if (file?.size !== bytes) continue;
      fromCopy.add(file);
      files.set(name, file);
    }
    showStorage(manifest);
  } catch (thrown) {
    showFailure(thrown);
  }
  return files;
}

/** Deletes every saved file from the browser's storage; what is loaded stays until the page closes. */
export function clearKept(): Promise<void> {
  return exclusive(async () => {
    const bytes = useSession.getState().storage?.bytes ?? 0;
    await copyToMemory([...rawFiles.keys()]);
    const root = await navigator.storage.getDirectory();
    await root.removeEntry('raw', { recursive: true }).catch((thrown: unknown) => {
      if (!(thrown instanceof DOMException && thrown.name === 'NotFoundError')) throw thrown;
    });
    useSession.setState({ storage: { kept: true, bytes: 0, cleared: bytes } });
  });
}
