/** `npm run bench [-- --only NAME --json FILE]`: builds the app, bundles bench/ for Node, and runs it. */
import { build as bundle } from 'esbuild';
import { build } from 'vite';
import { root } from './lib/run.mjs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

process.chdir(root);
await build({ logLevel: 'warn' });
const outfile = join(root, '.cache/bench/main.mjs');
await bundle({
  entryPoints: [join(root, 'bench/main.ts')],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  packages: 'external',
  logLevel: 'warning',
});
await import(pathToFileURL(outfile).href);
