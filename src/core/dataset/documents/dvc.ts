/** The folder `data` as DVC tracks it (https://dvc.org/doc/user-guide/project-structure/dvc-files). */
import { lookup } from '../../list';
import type { BundleFile } from './dataset';

const FOLDER = 'data';

/** By code points, as Python sorts texts; JavaScript sorts by units of 16 bits. */
function byCodePoints(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at++) {
    const [one, other] = [a.charCodeAt(at), b.charCodeAt(at)];
    if (one === other) continue;
    // A surrogate stands for a point beyond all others.
    const [wide, otherWide] = [one >= 0xd800 && one < 0xe000, other >= 0xd800 && other < 0xe000];
    return wide === otherWide ? one - other : wide ? 1 : -1;
  }
  return a.length - b.length;
}

/** A text as Python's `json.dumps` writes it: ASCII alone. */
const asciiJson = (text: string): string =>
  JSON.stringify(text).replace(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

/**
 * `data.dvc`: the hash of the folder as DVC forms it, the MD5 of the list of its files with the MD5 of each, sorted by path. `md5s`: by path in the bundle; `md5`: of a
 * text.
 */
export async function dvcFile(
  files: readonly BundleFile[],
  md5s: ReadonlyMap<string, string>,
  md5: (text: string) => Promise<string>,
): Promise<string> {
  const mine = files.filter(({ path }) => path.startsWith(`${FOLDER}/`));
  const entries = mine
    .map(({ path }) => ({ md5: lookup(md5s, path), path: path.slice(FOLDER.length + 1) }))
    .toSorted((a, b) => byCodePoints(a.path, b.path));
  const list = entries.map((entry) => `{"md5": "${entry.md5}", "relpath": ${asciiJson(entry.path)}}`);
  const size = mine.reduce((sum, { bytes }) => sum + bytes, 0);
  return [
    'outs:',
    `- md5: ${await md5(`[${list.join(', ')}]`)}.dir`,
    `  size: ${size}`,
    `  nfiles: ${mine.length}`,
    '  hash: md5',
    `  path: ${FOLDER}`,
    '',
  ].join('\n');
}
