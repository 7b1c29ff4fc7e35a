import type { CompareSide } from '../../core/compare/types';
import { palettes, type Theme } from '../styles/palette';

export interface SideLook {
  /** For the legend. */
  name: string;
  colour: string;
  /** The reference is dashed, so that the two differ without colour. */
  dash?: number[];
}

const parts = (part: CompareSide['part']): string => {
  if (part === 'all') return '';
  if (part === 'first-half') return ', first half';
  if (part === 'second-half') return ', second half';
  return 'outside' in part ? ', the rest' : ', visible range';
};

export const sideName = ({ series, layer, part }: CompareSide): string => `${series}, ${layer}${parts(part)}`;

/** Grey is real and raw, blue is synthetic or processed; two of a kind are told apart as reference (grey) and other (blue). */
export function sideLooks(
  reference: CompareSide,
  other: CompareSide,
  isReal: (series: string) => boolean,
  theme: Theme,
): [reference: SideLook, other: SideLook] {
  const grey = ({ series, layer }: CompareSide): boolean => layer === 'raw' && isReal(series);
  const swapped = !grey(reference) && grey(other);
  const { raw, processed } = palettes[theme];
  return [
    { name: sideName(reference), colour: swapped ? processed : raw, dash: [5, 3] },
    { name: sideName(other), colour: swapped ? raw : processed },
  ];
}
