import type { Rows } from '../../../core/rows/types';
import { SharedWork } from './shared';

/** Rows of resampled series that are held, of all together; those of the series that was asked for first go first. */
export const MAX_HELD_ROWS = 2_000_000;

/**
 * Buckets that were made of many rows: few of them take as long to make again as all of these rows, so they are kept from the first time on.
 */
export class HeldRows {
  private readonly works = new SharedWork<Rows>();
  /** How many rows of each series. */
  private readonly sizes = new Map<number, number>();

  /** All rows of a series, read at first use. They are not to be changed. */
  get(
    sid: number,
    size: number,
    signal: AbortSignal,
    read: (signal: AbortSignal) => Promise<Rows>,
  ): Promise<Rows> {
    if (!this.sizes.has(sid)) this.makeRoom(size);
    this.sizes.set(sid, size);
    return this.works.get(sid, '', signal, read);
  }

  forget(sid?: number): void {
    this.works.forget(sid);
    if (sid === undefined) this.sizes.clear();
    else this.sizes.delete(sid);
  }

  private makeRoom(size: number): void {
    let total = size;
    for (const held of this.sizes.values()) total += held;
    for (const [sid, held] of this.sizes) {
      if (total <= MAX_HELD_ROWS) return;
      this.forget(sid);
      total -= held;
    }
  }
}
