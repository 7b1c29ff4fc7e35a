/** What rows of files take: of memory up to a budget, beyond it of a file that is read back by stretch. */
import { LabFailure } from '../../../core/errors';
import { bytes as sizeText } from '../../../core/format';
import { at } from '../../../core/list';

/** Bytes of raw rows of files that lie in memory. */
export const ROW_BUDGET = 512 * 2 ** 20;
/** Numbers of a page: rows go to the file and come back a page at a time, pages side by side at once. */
export const PAGE_ROWS = 2 ** 13;
const PAGE_BYTES = 8 * PAGE_ROWS;
/** The file grows by so many pages at once: 64 MB. */
const GROWTH_PAGES = 1024;
/** Pages kept of those that single rows were read of: 2 MB. */
const CACHED_PAGES = 32;

/** Rows seldom take more times the bytes of their file: of packed ones they may. */
const LIKELY_ROOM = 8;

/** A file that is written and read without waiting, as `FileSystemSyncAccessHandle` is. */
export interface RowFile {
  read(into: Uint8Array<ArrayBuffer>, options: { at: number }): number;
  /** Throws QuotaExceededError where the storage is full. */
  write(from: Uint8Array<ArrayBuffer>, options: { at: number }): number;
  truncate(size: number): void;
}

/** Where the rows beyond the budget may go. */
export interface RowSpace {
  file: RowFile;
  /** Bytes that may be written yet; undefined where the browser does not say. */
  free(): Promise<number | undefined>;
}

/** What one column takes. */
export interface Holding {
  /** Of memory. */
  bytes: number;
  /** Of the file, by number. */
  pages: number[];
  /** Stores that have the column. */
  holders: number;
  /** Its pages were given to others. */
  released: boolean;
}

type Numbers = Float64Array<ArrayBuffer>;

const bytesIn = (numbers: Numbers): Uint8Array<ArrayBuffer> =>
  new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);

/** What a full storage says that it has free; browsers round it up, or tell of a share that the disk has not. */
export function freeText(free: number | undefined, needed: number | undefined): string {
  if (free === undefined) return '';
  return needed !== undefined && free > needed
    ? `, though the browser gives ${sizeText(free)} as free`
    : `: ${sizeText(free)} are free`;
}

export class RowKeeper {
  /** Bytes that its columns take of memory. */
  bytes = 0;
  private space: RowSpace | undefined;
  private opening: Promise<void> | undefined;
  private unavailable = 'no file was opened for them';
  private known: number | undefined;
  /** Pages that the file has, taken or free, and those it has room for. */
  private pages = 0;
  private grown = 0;
  /** Free ones, least first. */
  private unused: number[] = [];
  private readonly cache = new Map<number, Numbers>();
  private readonly lost = new FinalizationRegistry<Holding>((holding) => this.release(holding));

  constructor(readonly budget = ROW_BUDGET) {}

  /** Bytes that its columns take of the file. */
  get stored(): number {
    return (this.pages - this.unused.length) * PAGE_BYTES;
  }

  /** Bytes that were free in the browser's storage when it was asked last; undefined where that is not known. */
  get free(): number | undefined {
    return this.known;
  }

  /** Begins to open the file for what is beyond the budget. */
  open(space: () => Promise<RowSpace>): void {
    this.opening = space().then(
      (opened) => void (this.space = opened),
      (thrown: unknown) =>
        void (this.unavailable = thrown instanceof Error ? thrown.message : String(thrown)),
    );
  }

  /** Resolves once the file is open, or cannot be opened, and its space was asked for: before so many bytes of files that rows beyond the budget may come of. */
  async ready(fileBytes: number): Promise<void> {
    await this.opening;
    if (this.fits(LIKELY_ROOM * fileBytes)) return;
    this.known = await this.space?.free().catch(() => undefined);
  }

  /** What a new column takes, from now on. Once nobody has the column any more it is let go of. */
  hold(column: object): Holding {
    const holding: Holding = { bytes: 0, pages: [], holders: 0, released: false };
    this.lost.register(column, holding);
    return holding;
  }

  /** Whether a column may take so many bytes more of memory. */
  fits(bytes: number): boolean {
    return this.bytes + bytes <= this.budget;
  }

  /** Notes that a column takes so many bytes more of memory, or fewer. */
  note(holding: Holding, bytes: number): void {
    if (holding.released) return;
    holding.bytes += bytes;
    this.bytes += bytes;
  }

  /** A store has the column from now on. */
  retain(holding: Holding): void {
    holding.holders++;
  }

  /** A store has it no more; the last one gives its memory and its pages back. */
  drop(holding: Holding): void {
    holding.holders--;
    if (holding.holders <= 0) this.release(holding);
  }

  private release(holding: Holding): void {
    if (holding.released) return;
    holding.released = true;
    this.bytes -= holding.bytes;
    this.giveBack(holding.pages.splice(0));
  }

  /** Writes numbers to pages of their own, the last of which may be part empty: the numbers of the pages. Throws `storage-full`. */
  write(holding: Holding, numbers: Numbers): number[] {
    const pages = this.take(Math.ceil(numbers.length / PAGE_ROWS));
    for (const page of pages) holding.pages.push(page);
    this.eachRun(pages, 0, numbers, (part, place) => this.put(part, place));
    return pages;
  }

  /** Reads the numbers from `from` on that lie in pages. */
  read(holding: Holding, pages: readonly number[], from: number, into: Numbers): void {
    this.assertThere(holding);
    this.eachRun(pages, from, into, (part, place) => this.get(part, place));
  }

  /** A page of which single numbers are read; not to be changed. */
  page(holding: Holding, page: number): Numbers {
    this.assertThere(holding);
    const known = this.cache.get(page);
    if (known) return known;
    const numbers = new Float64Array(PAGE_ROWS);
    // The end of the last page may never have been written.
    this.space?.file.read(bytesIn(numbers), { at: page * PAGE_BYTES });
    this.cache.set(page, numbers);
    const [oldest] = this.cache.keys();
    if (this.cache.size > CACHED_PAGES && oldest !== undefined) this.cache.delete(oldest);
    return numbers;
  }

  /** Frees one page of a column. */
  freePage(holding: Holding, page: number): void {
    const index = holding.pages.lastIndexOf(page);
    if (index >= 0) holding.pages.splice(index, 1);
    this.giveBack([page]);
  }

  /** Throws `storage-full` where rows that need so many bytes of the file find less there, as far as that is known. */
  check(needed: number): void {
    if (!this.space) throw this.noFile();
    if (this.known !== undefined && needed > this.known) throw this.full(needed);
  }

  private take(count: number): number[] {
    const pages = this.unused.splice(0, count);
    while (pages.length < count) pages.push(this.pages++);
    return pages;
  }

  private giveBack(pages: readonly number[]): void {
    if (pages.length === 0) return;
    for (const page of pages) this.cache.delete(page);
    const unused = Float64Array.from([...this.unused, ...pages]).sort();
    let end = this.pages;
    let kept = unused.length;
    while (kept > 0 && unused[kept - 1] === end - 1) {
      kept--;
      end--;
    }
    this.unused = Array.from(unused.subarray(0, kept));
    if (end === this.pages) return;
    this.pages = end;
    this.grown = end;
    this.space?.file.truncate(end * PAGE_BYTES);
  }

  /** The stretches of numbers that lie side by side in the file, each with its place there. */
  private eachRun(
    pages: readonly number[],
    from: number,
    numbers: Numbers,
    work: (part: Uint8Array<ArrayBuffer>, place: number) => void,
  ): void {
    for (let done = 0; done < numbers.length;) {
      let index = Math.floor((from + done) / PAGE_ROWS);
      const offset = (from + done) % PAGE_ROWS;
      const place = at(pages, index) * PAGE_BYTES + 8 * offset;
      let count = PAGE_ROWS - offset;
      for (; done + count < numbers.length && pages[index + 1] === at(pages, index) + 1; index++)
        count += PAGE_ROWS;
      work(bytesIn(numbers.subarray(done, done + count)), place);
      done += count;
    }
  }

  private put(part: Uint8Array<ArrayBuffer>, place: number): void {
    const { space } = this;
    if (!space) throw this.noFile();
    try {
      const end = Math.ceil((place + part.length) / PAGE_BYTES);
      if (end > this.grown) this.grow(space.file, end);
      if (space.file.write(part, { at: place }) === part.length) return;
    } catch (thrown) {
      throw this.full(part.length, String(thrown));
    }
    throw this.full(part.length, 'The storage took only part of the data.');
  }

  private grow(file: RowFile, end: number): void {
    try {
      file.truncate((end + GROWTH_PAGES) * PAGE_BYTES);
      this.grown = end + GROWTH_PAGES;
    } catch {
      file.truncate(end * PAGE_BYTES);
      this.grown = end;
    }
  }

  private get(part: Uint8Array<ArrayBuffer>, place: number): void {
    const got = this.space?.file.read(part, { at: place }) ?? 0;
    if (got === part.length) return;
    throw new LabFailure({
      code: 'internal',
      message: `Expected ${part.length} bytes of rows in the browser's storage, got ${got}. Reload the page: the files are read again.`,
    });
  }

  private assertThere(holding: Holding): void {
    if (holding.released)
      throw new LabFailure({
        code: 'internal',
        message: 'Expected rows of a file that is loaded; its rows were let go of.',
      });
  }

  private noFile(): LabFailure {
    return new LabFailure({
      code: 'storage-full',
      message: `The rows of the files take more than the ${sizeText(this.budget)} that the lab holds in memory, and this browser stores no files for the page (a private window, or storage that is blocked). Open the lab in an ordinary window, or take fewer files at once. What was loaded before is still there.`,
      detail: this.unavailable,
    });
  }

  private full(more: number, detail?: string): LabFailure {
    const needed = this.stored + more;
    return new LabFailure({
      code: 'storage-full',
      message: `The rows of the files take more than the ${sizeText(this.budget)} that the lab holds in memory. Beyond it they need ${sizeText(needed)} of the browser's storage, which has no room for them${freeText(this.known, needed)}. Free disk space, or remove sources, then add the file again. What was loaded before is still there.`,
      ...(detail === undefined ? {} : { detail }),
    });
  }
}
