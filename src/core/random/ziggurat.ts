/**
 * Standard normal numbers by the ziggurat of G. Marsaglia and W. W. Tsang, "The ziggurat method for generating random
 * variables", Journal of Statistical Software 5(8), 2000: 256 layers of equal area under e^(−x²/2). Unlike theirs, layer,
 * sign and place within the layer use bits of their own (after J. A. Doornik, 2005), and a number that is refused draws
 * again in the next lanes of its own counter, so each number depends on its index alone.
 */
import { blockRows, openNormals, reaches, reserve } from '../kernel';
import { exp, log } from './math';
import { fillWords, type Key } from './threefry';

/** Where the tail starts, and the area of each layer, for 256 layers. */
const tail = 3.6541528853610088;
const area = 0.004928673233974658;
const layers = 256;

/** Of each layer: its width over 2^51, the place below which it lies wholly under the curve, and the curve at its lower edge. */
const scale = new Float64Array(layers);
const inside = new Float64Array(layers);
const height = new Float64Array(layers + 1);

const curve = (x: number): number => exp(-0.5 * x * x);

{
  const edge = new Float64Array(layers + 1);
  edge[0] = area / curve(tail);
  edge[1] = tail;
  for (let i = 1; i < layers - 1; i++) {
    edge[i + 1] = Math.sqrt(-2 * log(area / (edge[i] as number) + curve(edge[i] as number)));
  }
  for (let i = 0; i < layers; i++) {
    const width = edge[i] as number;
    scale[i] = width / 2 ** 51;
    inside[i] = ((edge[i + 1] as number) / width) * 2 ** 51;
    height[i] = i === 0 ? 0 : curve(width);
  }
  height[layers] = 1;
}

/** Lanes 1, 3, 5, … place the number, lanes 2, 4, 6, … decide what the layer alone cannot. */
const firstLane = 1;
const pair = new Int32Array(2);
const share = (word: number): number => ((word >>> 0) + 0.5) / 2 ** 32;

/** A number beyond the start of the tail (Marsaglia 1964). */
function fromTail(key: Key, index: number, lane: number): number {
  for (let at = lane; ; at += 2) {
    fillWords(key, index, index + 1, at, pair);
    const x = -log(share(pair[0] as number)) / tail;
    const y = -log(share(pair[1] as number));
    if (2 * y > x * x) return tail + x;
  }
}

/** What becomes of a block that the fast test refused. */
function slow(key: Key, index: number, w0: number, w1: number): number {
  let high = w0;
  let low = w1;
  for (let lane = firstLane; ; lane += 2) {
    const layer = high & 255;
    const place = (high >> 12) * 2 ** 32 + (low >>> 0) + 0.5;
    const x = place * (scale[layer] as number);
    if (Math.abs(place) < (inside[layer] as number)) return x;
    if (layer === 0) {
      const far = fromTail(key, index, lane + 1);
      return place < 0 ? -far : far;
    }
    fillWords(key, index, index + 1, lane + 1, pair);
    const below = height[layer] as number;
    if (below + share(pair[0] as number) * ((height[layer + 1] as number) - below) < curve(x)) return x;
    fillWords(key, index, index + 1, lane + 2, pair);
    high = pair[0] as number;
    low = pair[1] as number;
  }
}

const compiled = openNormals(scale, inside);
/** From so many numbers on, a call of the compiled loop pays. */
const many = 32;

const words = new Int32Array(2 * blockRows);
const made = reserve(blockRows);

/** Normal numbers of the indices [from, to), mean 0 and deviation 1, into out[at..at + to − from). */
export function fillNormals(key: Key, from: number, to: number, out: Float64Array, at = 0): void {
  for (let start = from; start < to; start += blockRows) {
    const count = Math.min(to - start, blockRows);
    if (!compiled || count < many) fillPlain(key, start, count, out, at + start - from);
    else if (reaches(out)) fillCompiled(compiled, key, start, count, out, at + start - from);
    else {
      fillCompiled(compiled, key, start, count, made, 0);
      out.set(count === blockRows ? made : made.subarray(0, count), at + start - from);
    }
  }
}

function fillCompiled(
  { fill, words: drawn, refused }: NonNullable<typeof compiled>,
  key: Key,
  from: number,
  count: number,
  out: Float64Array,
  at: number,
): void {
  const slowly = fill(key, from, firstLane, count, out, at);
  for (let k = 0; k < slowly; k++) {
    const i = refused[k] as number;
    out[at + i] = slow(key, from + i, drawn[2 * i] as number, drawn[2 * i + 1] as number);
  }
}

/** At most 1,024 numbers in TypeScript alone: few, or where there is no kernel. */
export function fillPlain(key: Key, from: number, count: number, out: Float64Array, at: number): void {
  fillWords(key, from, from + count, firstLane, words);
  for (let i = 0; i < count; i++) {
    const high = words[2 * i] as number;
    const low = words[2 * i + 1] as number;
    const layer = high & 255;
    const place = (high >> 12) * 2 ** 32 + (low >>> 0) + 0.5;
    out[at + i] =
      Math.abs(place) < (inside[layer] as number)
        ? place * (scale[layer] as number)
        : slow(key, from + i, high, low);
  }
}
