/** Parquet data sets of several files: folders such as `year=2024/month=05` (Hive's layout), and folders of `part-…` files. */

/** A column whose value a file's path names, `name=value`; null for Hive's name of no value. */
export interface PartitionValue {
  name: string;
  value: string | null;
}

const NO_VALUE = '__HIVE_DEFAULT_PARTITION__';
const partition = /^([^=]+)=(.*)$/;
const partFile = /^part[-_.]?\d/i;
const parquetFile = /\.(?:parquet|pq)$/i;
const numeric = new Intl.Collator('en', { numeric: true });

/** The columns that a part's path names below its data set's folder. */
export function partitionValues(path: string): PartitionValue[] {
  return path
    .split('/')
    .slice(0, -1)
    .flatMap((folder) => {
      const [, name, value] = partition.exec(folder) ?? [];
      if (name === undefined || value === undefined) return [];
      return [{ name: decoded(name), value: value === NO_VALUE ? null : decoded(value) }];
    });
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Partition columns that name a part of the calendar, and so no series. */
export const isCalendar = (name: string): boolean =>
  /^(?:y|yr|year|m|mon|month|d|day|h|hr|hour|minute|quarter|week|date|dt|ds|yyyy|mm|dd|yyyymm|yyyymmdd|event_?date|ingest_?date|load_?date|day_?of_?\w+)$/i.test(
    name,
  );

/** A file that writers of Parquet leave beside the data: `_SUCCESS`, `_metadata`, checksums, Parquet files that begin with `_` or `.`, or lie in such a folder. */
export function isBystander(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (/^_(?:SUCCESS|metadata|common_metadata|started_\d+|committed_\d+)$/.test(name)) return true;
  if (/^\..*\.crc$/.test(name)) return true;
  return parquetFile.test(name) && path.split('/').some((part) => /^[_.](?!.*=)/.test(part));
}

/** The folder of the data set that a Parquet file is a part of; undefined for a file that stands alone. */
function folderOf(path: string): string | undefined {
  if (!parquetFile.test(path) && !partFile.test(path.slice(path.lastIndexOf('/') + 1))) return undefined;
  const folders = path.split('/').slice(0, -1);
  const first = folders.findIndex((folder) => partition.test(folder));
  if (first >= 0) return folders.slice(0, first).join('/');
  const file = path.slice(path.lastIndexOf('/') + 1);
  return folders.length > 0 && parquetFile.test(path) && partFile.test(file) ? folders.join('/') : undefined;
}

/** The name of a data set whose folders stand at the top: the names of its partition columns. */
const topName = (path: string): string =>
  partitionValues(path)
    .map(({ name }) => name)
    .join(', ');

/**
 * Files of one data set put together, in the order of their paths; the others stand alone. A data set has the name of its folder. A folder of `part-…`
 * files without partitions is one data set where it has more than one.
 */
export function groupParts<File extends { name: string }>(
  files: readonly File[],
): { name: string; parts: File[] }[] {
  const groups = new Map<string, File[]>();
  const result: { name: string; parts: File[] }[] = [];
  for (const file of files) {
    const folder = folderOf(file.name);
    const group = folder === undefined ? undefined : groups.get(folder);
    if (group) {
      group.push(file);
      continue;
    }
    const parts = [file];
    if (folder !== undefined) groups.set(folder, parts);
    result.push({
      name: folder === undefined ? file.name : folder === '' ? topName(file.name) : folder,
      parts,
    });
  }
  for (const group of result) {
    group.parts.sort((a, b) => numeric.compare(a.name, b.name) || (a.name < b.name ? -1 : 1));
    const [only] = group.parts;
    if (only && group.parts.length === 1 && partitionValues(only.name).length === 0) group.name = only.name;
  }
  return result;
}
