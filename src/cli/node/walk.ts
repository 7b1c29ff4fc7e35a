/** Files below folders. */
import type { Stats } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { isHidden } from '../../core/ingest/archive/entries';
import { LabFailure } from '../../core/errors';

export interface DiskFile {
  /** As the system takes it. */
  path: string;
  /** Relative to the folder, with forward slashes. */
  name: string;
}

export const forward = (path: string): string => path.replaceAll('\\', '/');

/** Why a path cannot be read, as an error of the lab. */
export function unreadable(path: string, thrown: unknown): LabFailure {
  const detail = thrown instanceof Error ? thrown.message : String(thrown);
  const gone = thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT';
  return new LabFailure({
    code: gone ? 'source-missing' : 'file-gone',
    file: path,
    message: gone
      ? `Expected a file or a folder at ${path}; there is none.`
      : `${path} cannot be read: ${detail}`,
    detail,
  });
}

/** Rejects with `source-missing` or `file-gone`. */
export const statOf = (path: string): Promise<Stats> =>
  stat(path).catch((thrown: unknown) => {
    throw unreadable(path, thrown);
  });

/** The files below a folder, in the order of their names; or the file itself. `hidden`: those too that a system made for itself. Rejects with `source-missing` or `file-gone`. */
export async function filesBelow(path: string, { hidden = false } = {}): Promise<DiskFile[]> {
  if ((await statOf(path)).isFile()) return [{ path, name: basename(path) }];
  const entries = await readdir(path, { recursive: true, withFileTypes: true }).catch((thrown: unknown) => {
    throw unreadable(path, thrown);
  });
  return entries
    .filter((entry) => entry.isFile() || entry.isSymbolicLink())
    .map((entry) => {
      const at = join(entry.parentPath, entry.name);
      return { path: at, name: forward(relative(path, at)) };
    })
    .filter(({ name }) => hidden || !isHidden(name))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
