import { useLayoutEffect, useRef, useState, type ReactElement, type RefObject } from 'react';
import { px } from '../styles/properties';
import { paint } from './paint';
import type { Box, PictureLayer, Size } from './shapes';

/** Size of an element in whole pixels as it changes; null before it has any. */
export function useSize(element: RefObject<HTMLElement | null>): Size | null {
  const [size, setSize] = useState<Size | null>(null);
  useLayoutEffect(() => {
    if (!element.current) return;
    const observer = new ResizeObserver(([entry]) => {
      if (!entry) return;
      const width = Math.floor(entry.contentRect.width);
      const height = Math.floor(entry.contentRect.height);
      if (width > 0 && height > 0) setSize({ width, height });
    });
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [element]);
  return size;
}

interface LayerCanvasProps {
  /** From the lowest to the topmost; a new list is a new picture. */
  layers: readonly PictureLayer[];
  /** Where the plot is on a canvas of a size. */
  plotted: (size: Size) => Box;
  size: Size | null;
}

/** A canvas that fills its parent and lets the pointer through. Drawn with the change that asks for it, not a frame later. */
export function LayerCanvas({ layers, plotted, size }: LayerCanvasProps): ReactElement {
  const element = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    const canvas = element.current;
    const context = canvas?.getContext('2d');
    if (!canvas || !context || !size) return;
    const ratio = devicePixelRatio;
    const width = Math.round(size.width * ratio);
    const height = Math.round(size.height * ratio);
    // Setting a canvas' size clears it and takes new memory, even where nothing changes.
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, size.width, size.height);
    paint(context, layers, plotted(size));
  }, [layers, plotted, size]);
  // Whole pixels, as the size is: stretched to its parent it would be blurred.
  const { width, height } = size ?? { width: 0, height: 0 };
  return (
    <canvas
      ref={element}
      aria-hidden="true"
      className="layer-canvas"
      style={{ '--width': px(width), '--height': px(height) }}
    />
  );
}
