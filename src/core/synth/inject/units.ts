/** Microseconds. */
export const day = 86_400_000_000;

/** Rows on either side of an anomaly that belong to its surroundings. */
export const around = 128;

/** Rows that are looked at in one go, so that an anomaly of any length takes little memory. */
export const block = 65_536;
