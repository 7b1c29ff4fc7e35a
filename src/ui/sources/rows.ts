import { nabCorpus, sourceOf, type SourceFile } from '../../core/sources';
import { inLab } from '../../state/sources/adding';
import { keyOf } from '../../state/sources/kept';
import { useCatalogue, type ItemState, type ListName } from '../../state/sources/store';
import { useFiles } from '../../state/ingest/files';
import { useRecipe } from '../../state/recipe/recipe';

/** One file of a list as the panel shows it. */
export interface SourceRow {
  file: SourceFile;
  /** NAB's category; the host of a URL. */
  group: string;
  anomalies: number | null;
  loaded: boolean;
  kept: number | undefined;
  chosen: boolean;
  item: ItemState | undefined;
}

const host = (url: string): string => new URL(url).host;

/** The rows of a list, in its order. */
export function useRows(list: ListName): SourceRow[] {
  const { base, urls, chosen, kept, items } = useCatalogue();
  // Whether a file is loaded depends on these two.
  useRecipe((state) => state.recipe);
  useFiles((files) => files.version);
  const files: { file: SourceFile; group: string; anomalies: number | null }[] =
    list === 'nab'
      ? nabCorpus.map((one) => ({
          file: sourceOf(one, base),
          group: one.category,
          anomalies: one.anomalies,
        }))
      : urls.files.map((file) => ({ file, group: host(file.url), anomalies: null }));
  return files.map((one) => ({
    ...one,
    loaded: inLab(one.file.name),
    kept: kept?.[keyOf(one.file)],
    chosen: chosen[list].has(one.file.name),
    item: items[one.file.url],
  }));
}

export const onItsWay = ({ phase }: ItemState): boolean =>
  phase === 'waiting' || phase === 'fetching' || phase === 'pausing' || phase === 'adding';

export const isRunning = ({ item }: SourceRow): boolean => item !== undefined && onItsWay(item);

/** Whether pressing Fetch would fetch the file. */
export const isWanted = (row: SourceRow): boolean => row.chosen && !row.loaded && !isRunning(row);

export const sumOf = (rows: readonly SourceRow[]): number =>
  rows.reduce((sum, { file, item }) => sum + (file.bytes ?? item?.total ?? 0), 0);

/** Rows in the order of their groups' first. */
export function grouped(rows: readonly SourceRow[]): [group: string, rows: SourceRow[]][] {
  const groups = new Map<string, SourceRow[]>();
  for (const row of rows) {
    const group = groups.get(row.group);
    if (group) group.push(row);
    else groups.set(row.group, [row]);
  }
  return [...groups];
}
