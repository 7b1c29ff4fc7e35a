/**
 * Writes src/core/sources/nab.ts, the list of NAB's corpus, from a checkout of numenta/NAB:
 * `node scripts/generate-nab-corpus.mjs CHECKOUT COMMIT`. Sizes and sha256 are those of the files as they lie there,
 * so check out with `core.autocrlf=false`; where the checkout is a git repository, it has to be at that commit.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [checkout, commit] = process.argv.slice(2);
if (!checkout || !/^[0-9a-f]{40}$/.test(commit ?? '')) {
  console.error('expected: node scripts/generate-nab-corpus.mjs CHECKOUT COMMIT (40 hexadecimal digits)');
  process.exit(2);
}
if (existsSync(join(checkout, '.git'))) {
  const head = execFileSync('git', ['-C', checkout, 'rev-parse', 'HEAD'], { encoding: 'utf8' }).trim();
  if (head !== commit) throw new Error(`the checkout is at ${head}, not at ${commit}`);
}

const json = (path) => JSON.parse(readFileSync(join(checkout, path), 'utf8'));
const windows = json('labels/combined_windows.json');
const labels = json('labels/combined_labels.json');
const sum = (lists) => Object.values(lists).reduce((total, list) => total + list.length, 0);

const data = readdirSync(join(checkout, 'data'), { recursive: true })
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => path.endsWith('.csv'))
  .toSorted((a, b) => (a < b ? -1 : 1));
const unlabelled = data.filter((path) => !(path in windows));
if (unlabelled.length > 0) throw new Error(`without an entry in combined_windows.json: ${unlabelled}`);

function row(name, path, anomalies) {
  const content = readFileSync(join(checkout, path));
  const sha256 = createHash('sha256').update(content).digest('hex');
  return `  ['${name}', ${content.length}, ${anomalies}, '${sha256}'],`;
}
const rows = [
  ...data.map((path) => row(path, `data/${path}`, windows[path].length)),
  row('labels/combined_labels.json', 'labels/combined_labels.json', sum(labels)),
  row('labels/combined_windows.json', 'labels/combined_windows.json', sum(windows)),
];

const text = `/**
 * The files of the Numenta Anomaly Benchmark (github.com/numenta/NAB, MIT licence) at commit
 * ${commit}: its ${data.length} series and the two files that label all of them.
 * Written by scripts/generate-nab-corpus.mjs from a checkout; do not edit.
 */
export const nabCommit = '${commit}';

/**
 * Path, size in bytes, number of anomalies, sha256. A series counts its windows in combined_windows.json (NAB joins
 * anomalies that lie close together); a label file counts all of its entries.
 */
// prettier-ignore
export const nabRows: readonly (readonly [path: string, bytes: number, anomalies: number, sha256: string])[] = [
${rows.join('\n')}
];
`;
writeFileSync(new URL('../src/core/sources/nab.ts', import.meta.url), text);
console.log(`${data.length} series and 2 label files`);
