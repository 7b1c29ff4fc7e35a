/** Numbers that grow without being copied: in memory, and in the keeper's file where that says so. */
import { LabFailure } from '../../../core/errors';
import { at } from '../../../core/list';
import { PAGE_ROWS, type Holding, type RowKeeper } from './rowKeeper';

/** Rows of a chunk. */
export const CHUNK_ROWS = 2 ** 20;

type Numbers = Float64Array<ArrayBuffer>;

/** A chunk of which all but the last rows lie in the file. */
interface StoredChunk {
  pages: number[];
  /** The rows behind the pages, with room for more. */
  tail: Numbers;
}

type Chunk = Numbers | StoredChunk;

const isStored = (chunk: Chunk): chunk is StoredChunk => 'pages' in chunk;

const none: Numbers = new Float64Array(0);
/** A shorter tail is not worth a page. */
const SHORT_TAIL = PAGE_ROWS / 8;

/** Numbers by stretches of `CHUNK_ROWS`; the last one is shorter. Each is read when it is asked for, and not to be changed. */
export interface Stretches {
  readonly count: number;
  at(index: number): Numbers;
}

/** Numbers in the order in which they were appended. */
export class Column {
  /** What it takes of its keeper. */
  readonly holding: Holding | undefined;
  private readonly chunks: Chunk[] = [];
  private rows = 0;

  /** Without a keeper all lies in memory. */
  constructor(readonly keeper?: RowKeeper) {
    this.holding = keeper?.hold(this);
  }

  get length(): number {
    return this.rows;
  }

  /** Whether rows of it lie in the file. */
  get stored(): boolean {
    return this.chunks.some((chunk) => isStored(chunk) && chunk.pages.length > 0);
  }

  /** The numbers as they lie in memory, copies of those in the file. */
  stretches(): Stretches {
    return {
      count: this.chunks.length,
      at: (index) => {
        const from = index * CHUNK_ROWS;
        const length = Math.min(CHUNK_ROWS, this.rows - from);
        const chunk = at(this.chunks, index);
        return isStored(chunk) ? this.copy(from, from + length) : chunk.subarray(0, length);
      },
    };
  }

  /** Throws LabFailure `memory`, `storage-full`. */
  append(numbers: Float64Array): void {
    for (let from = 0; from < numbers.length;) {
      const chunk = this.open(numbers.length - from);
      const used = this.rows % CHUNK_ROWS;
      const fitting = Math.min(numbers.length - from, CHUNK_ROWS - used);
      const part = numbers.subarray(from, from + fitting);
      const taken = isStored(chunk) ? this.appendStored(chunk, used, part) : appendHeld(chunk, used, part);
      this.rows += taken;
      from += taken;
    }
  }

  /** Copies rows `[from, to)`. */
  copy(from: number, to: number, into = allocate(to - from)): Numbers {
    for (let row = from; row < to;) {
      const chunk = at(this.chunks, Math.floor(row / CHUNK_ROWS));
      const start = row % CHUNK_ROWS;
      const end = Math.min(CHUNK_ROWS, start + to - row);
      if (isStored(chunk)) this.copyStored(chunk, start, end, into.subarray(row - from));
      else into.set(chunk.subarray(start, end), row - from);
      row += end - start;
    }
    return into;
  }

  /** The number of a row. Throws RangeError where there is none. */
  at(row: number): number {
    if (!(row >= 0 && row < this.rows)) throw new RangeError(`expected a row below ${this.rows}, got ${row}`);
    const chunk = at(this.chunks, Math.floor(row / CHUNK_ROWS));
    const place = row % CHUNK_ROWS;
    if (!isStored(chunk)) return chunk[place] as number;
    const page = chunk.pages[Math.floor(place / PAGE_ROWS)];
    if (page === undefined) return chunk.tail[place - chunk.pages.length * PAGE_ROWS] as number;
    const { keeper, holding } = this.kept();
    return keeper.page(holding, page)[place % PAGE_ROWS] as number;
  }

  /** Lets go of what was set aside for rows that did not come. */
  trim(): void {
    const last = this.chunks.at(-1);
    const used = this.rows % CHUNK_ROWS;
    if (!last || used === 0) return;
    if (!isStored(last)) {
      if (last.length > used) this.replaceHeld(last, last.slice(0, used));
      return;
    }
    const rest = used - last.pages.length * PAGE_ROWS;
    if (rest <= 0 || rest >= last.tail.length) return;
    if (rest >= SHORT_TAIL) this.storeTail(last, rest);
    else this.setTail(last, last.tail.slice(0, rest));
  }

  /** Gives its memory and its part of the file back, unless a store has it. It must not be read then. */
  discard(): void {
    const { keeper, holding } = this;
    if (keeper && holding && holding.holders === 0) keeper.drop(holding);
  }

  /** The last chunk, with room: it doubles up to its full size, or goes to the file where memory has no room for that. */
  private open(more: number): Chunk {
    const used = this.rows % CHUNK_ROWS;
    const last = this.chunks.at(-1);
    if (last && used > 0 && (isStored(last) || used < last.length)) return last;
    const before = used === 0 || !last || isStored(last) ? none : last;
    const size = Math.min(CHUNK_ROWS, Math.max(64, more + used, 2 * before.length));
    const { keeper, holding } = this;
    if (keeper && holding && !keeper.fits(8 * (size - before.length))) {
      const stored = this.storedOf(before);
      if (used === 0) this.chunks.push(stored);
      else this.chunks[this.chunks.length - 1] = stored;
      return stored;
    }
    const chunk = allocate(size);
    if (used === 0) {
      this.chunks.push(chunk);
      this.note(8 * size);
    } else {
      chunk.set(before);
      this.replaceHeld(before, chunk);
    }
    return chunk;
  }

  private replaceHeld(before: Numbers, chunk: Numbers): void {
    this.chunks[this.chunks.length - 1] = chunk;
    this.note(8 * (chunk.length - before.length));
  }

  /** The rows of a chunk that is full, to go on in the file. */
  private storedOf(rows: Numbers): StoredChunk {
    const { keeper, holding } = this.kept();
    const inPages = rows.length - (rows.length % PAGE_ROWS);
    const pages = inPages > 0 ? keeper.write(holding, rows.subarray(0, inPages)) : [];
    const stored: StoredChunk = { pages, tail: rows.slice(inPages) };
    this.note(8 * (stored.tail.length - rows.length));
    return stored;
  }

  /** Appends some of the numbers: how many. */
  private appendStored(chunk: StoredChunk, used: number, numbers: Float64Array): number {
    this.reopen(chunk, used);
    const held = used - chunk.pages.length * PAGE_ROWS;
    const whole = numbers.length - (numbers.length % PAGE_ROWS);
    if (held === 0 && whole > 0) {
      const { keeper, holding } = this.kept();
      // A copy, for the numbers may be a part of a larger block that belongs to another.
      for (const page of keeper.write(holding, numbers.slice(0, whole))) chunk.pages.push(page);
      return whole;
    }
    const taken = Math.min(numbers.length, PAGE_ROWS - held);
    if (held + taken > chunk.tail.length) {
      const wider = allocate(Math.min(PAGE_ROWS, Math.max(64, held + taken, 2 * held)));
      wider.set(chunk.tail.subarray(0, held));
      this.setTail(chunk, wider);
    }
    chunk.tail.set(numbers.subarray(0, taken), held);
    if (held + taken === PAGE_ROWS) this.storeTail(chunk, PAGE_ROWS);
    return taken;
  }

  /** Takes the last page back into memory where it is not full: rows follow it. */
  private reopen(chunk: StoredChunk, used: number): void {
    const page = chunk.pages.at(-1);
    if (page === undefined || chunk.pages.length * PAGE_ROWS <= used) return;
    const { keeper, holding } = this.kept();
    chunk.pages.pop();
    const from = chunk.pages.length * PAGE_ROWS;
    const tail = allocate(PAGE_ROWS);
    keeper.read(holding, [page], 0, tail.subarray(0, used - from));
    keeper.freePage(holding, page);
    this.setTail(chunk, tail);
  }

  private storeTail(chunk: StoredChunk, rows: number): void {
    const { keeper, holding } = this.kept();
    for (const page of keeper.write(holding, chunk.tail.subarray(0, rows))) chunk.pages.push(page);
    if (rows < PAGE_ROWS) this.setTail(chunk, none);
  }

  private setTail(chunk: StoredChunk, tail: Numbers): void {
    this.note(8 * (tail.length - chunk.tail.length));
    chunk.tail = tail;
  }

  private copyStored({ pages, tail }: StoredChunk, start: number, end: number, into: Numbers): void {
    const border = pages.length * PAGE_ROWS;
    const inPages = Math.max(0, Math.min(end, border) - start);
    if (inPages > 0) {
      const { keeper, holding } = this.kept();
      keeper.read(holding, pages, start, into.subarray(0, inPages));
    }
    if (end > border) into.set(tail.subarray(start + inPages - border, end - border), inPages);
  }

  private note(bytes: number): void {
    if (this.keeper && this.holding) this.keeper.note(this.holding, bytes);
  }

  private kept(): { keeper: RowKeeper; holding: Holding } {
    const { keeper, holding } = this;
    if (!keeper || !holding)
      throw new LabFailure({ code: 'internal', message: 'Rows in a file have no keeper.' });
    return { keeper, holding };
  }
}

/** Puts numbers behind those that a chunk in memory has: how many fit. */
function appendHeld(chunk: Numbers, used: number, numbers: Float64Array): number {
  const taken = Math.min(numbers.length, chunk.length - used);
  chunk.set(numbers.subarray(0, taken), used);
  return taken;
}

/** Numbers as a column of their own. */
export function columnOf(numbers: Float64Array, keeper?: RowKeeper): Column {
  const column = new Column(keeper);
  column.append(numbers);
  return column;
}

function allocate(size: number): Numbers {
  try {
    return new Float64Array(size);
  } catch (thrown) {
    throw new LabFailure({
      code: 'memory',
      message:
        'Memory ran out. Take fewer or shorter series, and close other pages. What was there before is there still.',
      detail: String(thrown),
    });
  }
}
