/** Memory for short ranges, written to again and again: an array of its own for each of many anomalies is more work than what is done with it. */
const LONGEST = 4096;

/** So many numbers, whatever stands in them, at most until the same scratch is asked again. */
export type Scratch = (count: number) => Float64Array;

export function createScratch(): Scratch {
  let room: Float64Array | undefined;
  return (count) => {
    if (count > LONGEST) return new Float64Array(count);
    room ??= new Float64Array(LONGEST);
    return room.subarray(0, count);
  };
}
