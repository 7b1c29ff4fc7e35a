import { loops, blockRows, place, reaches, reserve } from './memory';

/** Cosines and sines of the angles between a row and those after it. */
export interface Turns {
  cosines: Float64Array;
  sines: Float64Array;
}

/** A wave at one row: amplitude times sine and cosine of its angle there. */
export interface WaveAt {
  sine: number;
  cosine: number;
  offset: number;
}

/** Turns that have a copy within reach of the loops; the oldest is replaced first. */
const KEPT = 8;
const kept: (Turns | undefined)[] = [];
let next = 0;
const copies = Array.from({ length: loops ? KEPT : 0 }, (): Turns => ({
  cosines: reserve(blockRows),
  sines: reserve(blockRows),
}));

function near(turns: Turns): Turns | undefined {
  const known = kept.indexOf(turns);
  if (known >= 0) return copies[known];
  const slot = next++ % KEPT;
  kept[slot] = turns;
  copies[slot]?.cosines.set(turns.cosines);
  copies[slot]?.sines.set(turns.sines);
  return copies[slot];
}

/** Adds a wave onto out[at..at + count): the row `skip` rows after the one where it is known, and those that follow, by the sum formula. */
export function addWave(
  out: Float64Array,
  at: number,
  count: number,
  turns: Turns,
  skip: number,
  { sine, cosine, offset }: WaveAt,
): void {
  const held = loops && reaches(out) ? near(turns) : undefined;
  if (loops && held) {
    const { cosines, sines } = held;
    loops.addWave(place(out, at), place(cosines, skip), place(sines, skip), sine, cosine, offset, count);
    return;
  }
  const { cosines, sines } = turns;
  for (let i = 0; i < count; i++) {
    const value = sine * (cosines[skip + i] as number) + cosine * (sines[skip + i] as number) + offset;
    out[at + i] = (out[at + i] as number) + value;
  }
}
