/** Bundles `lab`, the command, and the engine's workers for Node, where their sources have changed since the last time. */
import { build } from 'esbuild';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { packageVersions } from './packages.mjs';
import { root } from './run.mjs';

const cache = join(root, '.cache/lab');
const sourceFolders = ['src/cli', 'src/core', 'src/engine'];
/** Bundles of other sources are kept so long: one of them may be running. */
const KEEP_MS = 86_400_000;

/** Workers that the page alone starts. */
const ofPage = /\/(?:lab|recipe)\.worker\.ts$/;

const posix = (path) => path.replaceAll('\\', '/');

async function sourceFiles() {
  const lists = await Promise.all(
    sourceFolders.map(async (folder) => {
      const found = await readdir(join(root, folder), { recursive: true });
      return found.map((path) => posix(join(folder, path)));
    }),
  );
  return lists
    .flat()
    .filter((path) => /\.(?:ts|js)$/.test(path) && !path.endsWith('.test.ts'))
    .sort((a, b) => (a < b ? -1 : 1));
}

async function hashOf(files) {
  const hash = createHash('sha256');
  for (const path of [...files, 'package.json', 'package-lock.json', 'scripts/lib/labBundle.mjs'])
    hash.update(`${path}\0`).update(await readFile(join(root, path)));
  return hash.digest('hex').slice(0, 20);
}

/** `x.wasm?url`, as Vite has it: the address of the file where it is installed. */
const wasmAddresses = {
  name: 'wasm-addresses',
  setup({ onResolve, onLoad, resolve }) {
    onResolve({ filter: /\.wasm\?url$/ }, async ({ path, ...from }) => {
      const found = await resolve(path.replace('?url', ''), from);
      return found.errors.length > 0 ? found : { path: found.path, namespace: 'address' };
    });
    onLoad({ filter: /.*/, namespace: 'address' }, ({ path }) => ({
      contents: `export default new URL(${JSON.stringify(posix(join('../../..', relative(root, path))))}, import.meta.url).href;`,
    }));
  },
};

async function bundle(files, outdir) {
  await build({
    absWorkingDir: root,
    entryPoints: [
      'src/cli/main.ts',
      ...files.filter((path) => path.endsWith('.worker.ts') && !ofPage.test(path)),
    ],
    // Names of workers are their addresses: all lie in one folder.
    entryNames: '[name]',
    chunkNames: 'chunk-[hash]',
    outdir,
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    define: { PACKAGE_VERSIONS: JSON.stringify(packageVersions(root)) },
    inject: ['src/cli/node/globals.ts'],
    external: ['@duckdb/duckdb-wasm'],
    plugins: [wasmAddresses],
    banner: {
      js: "import { createRequire as makeRequire } from 'node:module'; const require = makeRequire(import.meta.url);",
    },
    sourcemap: 'linked',
    logLevel: 'error',
  });
}

async function removeOld(except) {
  for (const name of await readdir(cache)) {
    const folder = join(cache, name);
    if (name !== except && Date.now() - (await stat(folder)).mtimeMs > KEEP_MS)
      await rm(folder, { recursive: true, force: true });
  }
}

/** The path of the bundled command; made first where it is not there. `told` hears that it is being made. */
export async function labBundle(told = () => undefined) {
  const files = await sourceFiles();
  const name = await hashOf(files);
  const folder = join(cache, name);
  const main = join(folder, 'main.js');
  if (existsSync(main)) return main;
  told();
  const making = join(cache, `${name}.${process.pid}`);
  await mkdir(making, { recursive: true });
  try {
    await bundle(files, making);
    // Another process may have made it meanwhile: one is as good as the other.
    await rename(making, folder).catch((error) => {
      if (!existsSync(main)) throw error;
    });
  } finally {
    await rm(making, { recursive: true, force: true });
  }
  await removeOld(basename(folder)).catch(() => undefined);
  return main;
}
