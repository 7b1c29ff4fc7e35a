/** How often each distance between rows occurs, in typed arrays. */
import { at } from '../list';
import { BINS, binOf } from './bins';

/** So many kinds are counted one by one. */
export const MOST_KINDS = 2 ** 16;
/** Beyond that, so many are kept. Each tells of a share of 1 / 1025 of all, or more. */
const KEPT = 1024;

/** Kinds of distance, ascending: how often each occurs, and the least time of a row that another follows at it. */
export interface Kinds {
  kinds: Float64Array<ArrayBuffer>;
  times: Float64Array<ArrayBuffer>;
  origins: Float64Array<ArrayBuffer>;
  /**
   * Where there were too many kinds to count all: distances in each of the `BINS`, and by how much `times` may be too low. Kinds that occur no more often
   * than that may not be here (Misra and Gries 1982; merged as by Agarwal et al., "Mergeable summaries", PODS 2012).
   */
  thinned: { bins: Float64Array<ArrayBuffer>; lost: number } | null;
}

/** Counts distances above zero by their kind: a hash table with open addressing. */
export class KindCounts {
  private bits = 6;
  private keys = new Float64Array(2 ** this.bits);
  private times = new Float64Array(2 ** this.bits);
  private origins = new Float64Array(2 ** this.bits);
  private size = 0;
  private bins: Float64Array<ArrayBuffer> | null = null;
  private lost = 0;

  /** A distance above zero, so many times, first from a row at `origin`. */
  add(kind: number, times: number, origin: number): void {
    this.count(kind, times, origin);
    if (this.bins) addTo(this.bins, binOf(kind), times);
  }

  /** What another one counted. */
  join({ kinds, times, origins, thinned }: Kinds): void {
    const bins = thinned && this.binned();
    for (let i = 0; i < kinds.length; i++) {
      const [kind, often, origin] = [kinds[i] as number, times[i] as number, origins[i] as number];
      if (thinned) this.count(kind, often, origin);
      else this.add(kind, often, origin);
    }
    if (!thinned || !bins) return;
    for (let bin = 0; bin < BINS; bin++) addTo(bins, bin, thinned.bins[bin] as number);
    this.lost += thinned.lost;
  }

  done(): Kinds {
    if (this.bins && this.size > KEPT) this.thin();
    const kinds = this.keys.filter((key) => key > 0).sort();
    const slots = Int32Array.from(kinds, (kind) => this.slotOf(kind));
    return {
      kinds,
      times: Float64Array.from(slots, (slot) => this.times[slot] as number),
      origins: Float64Array.from(slots, (slot) => this.origins[slot] as number),
      thinned: this.bins && { bins: this.bins, lost: this.lost },
    };
  }

  /** Without its bin. The bins that it makes, where kinds get too many, are those of what was counted before. */
  private count(kind: number, times: number, origin: number): void {
    const slot = this.slotOf(kind);
    if (this.keys[slot] === kind) {
      this.times[slot] = (this.times[slot] as number) + times;
      if (origin < (this.origins[slot] as number)) this.origins[slot] = origin;
      return;
    }
    if (this.size === MOST_KINDS) {
      this.binned();
      this.thin();
      this.put(this.slotOf(kind), kind, times, origin);
      return;
    }
    this.put(slot, kind, times, origin);
    if (2 * this.size > this.keys.length) this.rehash(this.bits + 2, 0);
  }

  private put(slot: number, kind: number, times: number, origin: number): void {
    this.keys[slot] = kind;
    this.times[slot] = times;
    this.origins[slot] = origin;
    this.size++;
  }

  /** Where a kind is, or is to be put. */
  private slotOf(kind: number): number {
    const { keys } = this;
    const mask = keys.length - 1;
    const high = Math.imul((kind / 4_294_967_296) | 0, 0x85_eb_ca_6b);
    let slot = Math.imul((kind | 0) ^ high, 0x9e_37_79_b1) >>> (32 - this.bits);
    while (keys[slot] !== kind && keys[slot] !== 0) slot = (slot + 1) & mask;
    return slot;
  }

  /** The bins, of what was counted up to now. */
  private binned(): Float64Array<ArrayBuffer> {
    if (this.bins) return this.bins;
    const bins = new Float64Array(BINS);
    for (let slot = 0; slot < this.keys.length; slot++) {
      const kind = this.keys[slot] as number;
      if (kind > 0) addTo(bins, binOf(kind), this.times[slot] as number);
    }
    this.bins = bins;
    return bins;
  }

  /** Takes from all kinds as much as the first that is not kept has. */
  private thin(): void {
    const often = this.times.filter((times) => times > 1);
    // Most kinds occurred once, as a rule: these need not be sorted.
    const ones = this.size - often.length;
    const least =
      this.size <= KEPT
        ? 0
        : often.length <= KEPT && ones > 0
          ? 1
          : at(often.sort(), often.length - KEPT - 1);
    this.lost += least;
    this.rehash(this.bits, least);
  }

  private rehash(bits: number, less: number): void {
    const { keys, times, origins } = this;
    this.bits = bits;
    this.keys = new Float64Array(2 ** bits);
    this.times = new Float64Array(2 ** bits);
    this.origins = new Float64Array(2 ** bits);
    this.size = 0;
    for (let slot = 0; slot < keys.length; slot++) {
      const kind = keys[slot] as number;
      const left = (times[slot] as number) - less;
      if (kind > 0 && left > 0) this.put(this.slotOf(kind), kind, left, origins[slot] as number);
    }
  }
}

function addTo(bins: Float64Array, bin: number, times: number): void {
  bins[bin] = (bins[bin] as number) + times;
}
