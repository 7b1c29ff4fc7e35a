import { useLayoutEffect, useRef, type ReactElement } from 'react';
import { px } from '../styles/properties';
import { paint } from './paint';
import type { PictureLayer } from './seriesLayers';
import type { Box } from './shapes';
import type { Size } from './useSize';

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
  return (
    <canvas
      ref={element}
      aria-hidden="true"
      className="layer-canvas"
      style={{ '--width': px(size?.width ?? 0), '--height': px(size?.height ?? 0) }}
    />
  );
}
