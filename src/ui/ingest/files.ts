import type { NamedFile } from '../../state/engine/engine';
import { isArchiveName, isReadableName } from '../../core/ingest/archive/entries';
import { LabFailure } from '../../core/errors';
import { at } from '../../core/list';
import { addFiles } from '../../state/ingest/add';
import { notify } from '../../state/ingest/files';
import { verifyBundle } from '../../state/verify/verify';
import { useView } from '../../state/view/view';

async function walk(entry: FileSystemEntry, files: NamedFile[]): Promise<void> {
  const name = entry.fullPath.replace(/^\/+/, '');
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) =>
      (entry as FileSystemFileEntry).file(resolve, reject),
    );
    if (!file.name.startsWith('.')) files.push({ name, file });
    return;
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  for (;;) {
    const batch = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (batch.length === 0) return;
    for (const inner of batch) await walk(inner, files);
  }
}

/** Takes files and folders; of a folder that holds nothing for the lab it is told. */
async function take(files: NamedFile[], folders: string[]): Promise<void> {
  const inside = (name: string): boolean => folders.some((folder) => name.startsWith(`${folder}/`));
  const readable = ({ name }: NamedFile): boolean =>
    !inside(name) || isReadableName(name) || isArchiveName(name);
  const wanted = files.filter(readable);
  for (const folder of folders) {
    if (wanted.some(({ name }) => name.startsWith(`${folder}/`))) continue;
    notify({
      code: 'folder-empty',
      file: folder,
      message: `Expected a folder with CSV, gzipped CSV, Parquet, archives or NAB label files; "${folder}" holds none. Choose another folder, or drop the files themselves.`,
    });
  }
  if (wanted.length === 0) return;
  await addFiles(files).catch((thrown: unknown) => {
    if (!(thrown instanceof LabFailure)) throw thrown;
  });
}

/** Takes what was dropped: files, and folders with all that is in them. */
export async function takeDrop(transfer: DataTransfer): Promise<void> {
  const entries = [...transfer.items].flatMap((item) => item.webkitGetAsEntry() ?? []);
  const files: NamedFile[] =
    entries.length === 0 ? [...transfer.files].map((file) => ({ name: file.name, file })) : [];
  for (const entry of entries) {
    await walk(entry, files).catch((thrown: unknown) =>
      notify({
        code: 'file-gone',
        file: entry.name,
        message: `"${entry.name}" could not be read: it was moved, removed, or may not be read. Drop it again.`,
        detail: String(thrown),
      }),
    );
  }
  if (useView.getState().dialog === 'verify') return verifyDropped(files);
  await take(
    files,
    entries.filter((entry) => entry.isDirectory).map((entry) => entry.name),
  );
}

/** Opens the system's picker; `folder` picks one with all that is in it. `taken` gets the files that were chosen. */
export function pick(folder: boolean, taken: (files: NamedFile[]) => unknown): void {
  const input = document.createElement('input');
  input.type = 'file';
  input.multiple = true;
  input.webkitdirectory = folder;
  input.addEventListener('change', () =>
    taken(
      [...(input.files ?? [])].map((file) => ({
        name: file.webkitRelativePath || file.name,
        file,
      })),
    ),
  );
  input.click();
}

/** Adds files of the system's picker. */
export function pickFiles(folder: boolean): void {
  pick(folder, (files) => {
    const folders = folder ? [...new Set(files.map(({ name }) => at(name.split('/'), 0)))] : [];
    void take(files, folders);
  });
}

const verifyDropped = (files: readonly NamedFile[]): Promise<void> =>
  verifyBundle(files).then(
    () => undefined,
    () => undefined,
  );
