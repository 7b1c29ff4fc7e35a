/** The Parquet files of a replay beside those of the bundle, a folder at a time: how the rows of a folder are cut into files is the writer's own. */
import { documentPaths, type Dataset } from '../../../core/dataset/documents';
import { at, maxOf } from '../../../core/list';
import type { Findings } from '../../../core/verify/collect';
import {
  columnsDiffer,
  documentDiffers,
  rowCounts,
  rowsDiffer,
  unreadableParquet,
} from '../../../core/verify/tell';
import { WorkerDied } from '../workers/pool';
import type { RowDifference, RowsOutcome, Scales } from './compareRows';
import type { FolderComparer } from './differ';
import { dataOf, type ReplayInput, type SinkOptions } from './sinks';

const part = /^(.*)\/part-(0|[1-9]\d*)\.parquet$/s;

/** Files of the bundle by folder, in the order of their numbers. */
function byFolder(paths: readonly string[]): Map<string, string[]> {
  const numbered = paths.flatMap((path) => {
    const [, folder, number] = part.exec(path) ?? [];
    return folder === undefined ? [] : [{ path, folder, number: Number(number) }];
  });
  const folders = new Map<string, string[]>();
  for (const { path, folder } of numbered.sort((a, b) => a.number - b.number)) {
    const its = folders.get(folder);
    if (its) its.push(path);
    else folders.set(folder, [path]);
  }
  return folders;
}

/** The greatest magnitude of the values of each series before and after any step. */
function scalesOf({ transformations }: Pick<Dataset, 'transformations'>): Scales {
  const scales = new Map<string, number>();
  for (const { statistics } of transformations)
    for (const { series, before, after } of statistics) {
      const limits = [before, after].flatMap(({ value }) => [value.min ?? 0, value.max ?? 0]);
      scales.set(series, maxOf([scales.get(series) ?? 0, ...limits.map(Math.abs)]));
    }
  return scales;
}

export class FolderRows {
  private readonly folders: Map<string, string[]>;
  private readonly scales: Scales;
  /** Rows that the data set records of each file. */
  private readonly recorded: ReadonlyMap<string, number>;
  private readonly comparer: FolderComparer;
  private readonly seen = new Set<string>();
  /** The folder that is being compared; `failed`: one of its files cannot be read. */
  private open: { folder: string; paths: readonly string[]; failed: boolean } | undefined;

  constructor(
    private readonly input: ReplayInput,
    private readonly findings: Findings,
    private readonly options: SinkOptions,
  ) {
    const { dataset } = input.documents;
    this.folders = byFolder(dataOf(input));
    this.scales = dataset ? scalesOf(dataset) : new Map();
    this.recorded = new Map(dataset ? recordedRows(dataset) : []);
    this.comparer = options.openComparer(options.signal);
  }

  /** Takes the next file of the replay over; whether the bundle has rows in its folder. Rejects with AbortError. */
  async next(path: string, bytes: Uint8Array<ArrayBuffer>): Promise<boolean> {
    const [, folder = ''] = part.exec(path) ?? [];
    if (this.open?.folder !== folder) {
      await this.end();
      const paths = this.folders.get(folder);
      if (!paths) return false;
      if (this.seen.has(folder)) throw new RangeError(`expected ${folder} to be written at once`);
      this.seen.add(folder);
      this.open = { folder, paths, failed: false };
      await this.reading(async () => {
        await this.comparer.open(this.scales);
        for (const one of paths) {
          const file = await this.input.contents.get(one)?.open();
          if (file) await this.comparer.add(file);
        }
      });
    }
    await this.reading(() => this.comparer.next(bytes));
    return true;
  }

  /** Whether a file of the bundle was held against the replay. */
  compared(path: string): boolean {
    const [, folder] = part.exec(path) ?? [];
    return folder !== undefined && this.seen.has(folder);
  }

  async finish(): Promise<void> {
    try {
      await this.end();
    } finally {
      this.close();
    }
  }

  close(): void {
    this.comparer.close();
  }

  private async end(): Promise<void> {
    const { open } = this;
    if (!open) return;
    await this.reading(async () => this.tell(open.paths, await this.comparer.end()));
    this.open = undefined;
  }

  /** Does something with the files of the folder; tells where one cannot be read, and does nothing from then on. */
  private async reading(act: () => Promise<void>): Promise<void> {
    if (!this.open || this.open.failed) return;
    try {
      await act();
    } catch (thrown) {
      this.options.signal.throwIfAborted();
      this.open.failed = true;
      const why = thrown instanceof WorkerDied ? 'reading it ended the reader.' : String(thrown);
      this.findings.add(unreadableParquet(at(this.open.paths, 0), why));
    }
  }

  private tell(paths: readonly string[], { difference, rows }: RowsOutcome): void {
    if (difference) return this.tellDifference(at(paths, difference.part), difference);
    for (const [index, path] of paths.entries()) {
      const [said, found] = [this.recorded.get(path), at(rows, index)];
      if (said === undefined || said === found) continue;
      const { dataset } = documentPaths(this.input.documents.dataset?.version ?? 1);
      this.findings.add(documentDiffers(dataset, `rows of ${path}`, String(found), String(said)));
    }
  }

  private tellDifference(file: string, difference: RowDifference): void {
    if (difference.kind === 'columns')
      this.findings.add(columnsDiffer(file, difference.expected, difference.got));
    else if (difference.kind === 'rows')
      this.findings.add(rowCounts(file, difference.row, difference.expected, difference.got));
    else this.findings.add(rowsDiffer(file, difference.row, difference.column, difference));
  }
}

const recordedRows = ({ processed, earlierStages = [], files }: Dataset): [string, number][] =>
  [files, ...[processed, ...earlierStages].map((stage) => stage.files)].flatMap((list) =>
    list.flatMap(({ path, rows }): [string, number][] => (rows === undefined ? [] : [[path, rows]])),
  );
