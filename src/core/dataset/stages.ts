/** Rows as the cleaning steps left them, or put into buckets. */
export type StageKind = 'clean' | 'resampled';

/**
 * The stages that a bundle has, in the order of the run. `asked`: `export.stages` of a recipe, the last stage where absent; `last`: what the last stage of
 * the run is. One that no step made is left out; none may be left.
 */
export function writtenKinds(asked: readonly StageKind[] | undefined, last: StageKind): StageKind[] {
  const there: StageKind[] = last === 'resampled' ? ['clean', 'resampled'] : ['clean'];
  return there.filter((kind) => asked?.includes(kind) ?? kind === last);
}
