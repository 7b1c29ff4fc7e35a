import { nabCommit, nabRows } from './nab';
import type { CorpusFile, SourceFile } from './types';
import { joinAddress } from './address';

/** NAB's public files, at the commit whose sizes and sha256 the lab knows. */
export const nabOrigin = 'https://raw.githubusercontent.com';
export const defaultBase = `${nabOrigin}/numenta/NAB/${nabCommit}/`;

const category = (path: string): string => path.slice(0, path.indexOf('/'));

/** NAB's 58 series and its two label files, by category and name. */
export const nabCorpus: readonly CorpusFile[] = nabRows.map(([name, bytes, anomalies, sha256]) => ({
  name,
  path: name.startsWith('labels/') ? name : `data/${name}`,
  category: category(name),
  bytes,
  anomalies,
  sha256,
}));

/** Where a file of the corpus lies below a base address that `checkBase` has let through. */
export const sourceOf = ({ name, path, bytes, sha256 }: CorpusFile, base: string): SourceFile => ({
  name,
  url: joinAddress(base, path),
  bytes,
  sha256,
});
