/** What is found in the windows of a piece. */
export interface WindowFinds {
  /** 1 for each outlier. */
  found: Uint8Array;
  /** Limits of outliers, where they are asked for. */
  low: Float64Array | null;
  high: Float64Array | null;
  /** The piece's own rows, of which are counted: those beside the median of a window whose MAD is zero, and those outside equal quartiles. */
  own: { start: number; end: number };
  meanDeviation: number;
  noWidth: number;
}

/** Before anything is found among so many rows. */
export const noFinds = (length: number, own: WindowFinds['own'], limits: boolean): WindowFinds => ({
  found: new Uint8Array(length),
  low: limits ? new Float64Array(length) : null,
  high: limits ? new Float64Array(length) : null,
  own,
  meanDeviation: 0,
  noWidth: 0,
});
