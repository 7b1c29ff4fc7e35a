import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Plugin } from 'vite';

const compressible = /\.(html|js|css|json|webmanifest|svg|wasm|csv|txt)$/;

/** Brotli's best for a file of this size takes a minute: a level that takes a second costs a tenth more bytes. */
const LARGE = 4_000_000;

const forms = {
  '.br': (bytes: Buffer) =>
    promisify(brotliCompress)(bytes, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: bytes.length > LARGE ? 7 : 10,
        [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
        [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
      },
    }),
  '.gz': (bytes: Buffer) => promisify(gzip)(bytes, { level: constants.Z_BEST_COMPRESSION }),
};

/** The files below a folder that a server may send compressed, by their paths. */
export async function compressibleFiles(folder: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true });
  const files: string[] = [];
  for (const name of names.filter((one) => compressible.test(one)).toSorted()) {
    const path = join(folder, name);
    if ((await stat(path)).isFile()) files.push(path);
  }
  return files;
}

/** Writes, beside each compressible file below a folder, its brotli and gzip forms (`name.js.br`, `name.js.gz`). */
export async function precompress(folder: string): Promise<void> {
  const files = await compressibleFiles(folder);
  await Promise.all(
    files.map(async (path) => {
      const bytes = await readFile(path);
      await Promise.all(
        Object.entries(forms).map(async ([ending, compress]) =>
          writeFile(path + ending, await compress(bytes)),
        ),
      );
    }),
  );
}

/** Precompresses what a build has written, once every other plugin is done. */
export function precompressPlugin(): Plugin {
  let folder = '';
  return {
    name: 'lab-precompress',
    apply: 'build',
    configResolved({ root, build }) {
      folder = join(root, build.outDir);
    },
    closeBundle: {
      order: 'post',
      sequential: true,
      handler: () => precompress(folder),
    },
  };
}
