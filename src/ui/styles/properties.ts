/** Custom properties in `style`: the only thing that an element's own style carries, where a place or a share is computed. */
import 'react';

declare module 'react' {
  interface CSSProperties {
    [property: `--${string}`]: string | number | undefined;
  }
}

/** Pixels for a custom property. */
export const px = (pixels: number): string => `${pixels}px`;

/** A share from 0 to 1 as a percentage for a custom property. */
export const percentage = (share: number): string => `${share * 100}%`;
