/**
 * `npm run fuzz [-- --files N --seed N --only I]`: reads N damaged files (10,000) of every kind through the code of the app, and fails where one of them
 * ends in anything but a result or a refusal with a code. `--only`: file I alone.
 */
import { build } from 'esbuild';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { root } from './lib/run.mjs';

const { values } = parseArgs({
  options: {
    files: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string' },
  },
});
const files = Number(values.files);
const seed = Number(values.seed);
const outdir = join(root, '.cache/fuzz');
await build({
  entryPoints: ['main', 'parquetThread'].map((name) => join(root, `scripts/fuzz/${name}.ts`)),
  outdir,
  outExtension: { '.js': '.mjs' },
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  packages: 'external',
  logLevel: 'warning',
});
const url = (name) => pathToFileURL(join(outdir, `${name}.mjs`));
const { fuzz } = await import(url('main').href);
const began = performance.now();
const report = await fuzz({
  files,
  seed,
  parquetThread: url('parquetThread'),
  only: values.only === undefined ? undefined : Number(values.only),
  progress: (done) => done % 1000 === 0 && console.log(`${done} files`),
});
const seconds = ((performance.now() - began) / 1000).toFixed(0);
console.log(
  `seed ${seed}: ${report.files} files in ${seconds} s: ${report.accepted} accepted, ${report.errors.length} errors, ${report.readerDeaths} deaths of the Parquet reader`,
);
for (const [code, count] of Object.entries(report.refused).sort(([a], [b]) => (a < b ? -1 : 1)))
  console.log(`  refused: ${code} ${count}`);
for (const error of report.errors.slice(0, 20)) console.log(`  error: ${error}`);
process.exit(report.errors.length > 0 ? 1 : 0);
