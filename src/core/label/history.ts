/** What became of each label, step by step of a recipe. Columns, for labels may be very many. */
/** Each array has a number for each label, in the order of the list of labels. */
export interface LabelHistory {
  /** Rows under the label: as they were read, then after each step of the recipe; after resampling buckets. */
  rows: readonly Float64Array[];
  /** Values under the label that each step changed or put in. */
  changed: readonly Float64Array[];
}
