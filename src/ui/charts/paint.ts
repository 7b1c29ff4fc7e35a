import { stretches, type Box, type PictureLayer, type Shape } from './shapes';

/**
 * A stroke of more points costs more than its parts do: the browser's raster looks at all of a path for each row of pixels. Of 4 to 32 points a
 * stroke, 10 to 12 were fastest.
 */
const POINTS_PER_STROKE = 12;

function paintShape(context: CanvasRenderingContext2D, shape: Shape): void {
  if (shape.kind === 'boxes') {
    context.fillStyle = shape.fill;
    for (const { x, y, width, height } of shape.boxes) context.fillRect(x, y, width, height);
    return;
  }
  context.lineWidth = shape.width ?? 1;
  if (shape.kind === 'line') {
    context.strokeStyle = shape.stroke;
    context.setLineDash(shape.dash ?? []);
    for (const stretch of stretches(shape.points, POINTS_PER_STROKE)) {
      context.beginPath();
      for (const [x, y] of stretch) context.lineTo(x, y);
      context.stroke();
    }
    context.setLineDash([]);
    return;
  }
  const path = new Path2D(shape.path);
  if (shape.fill) {
    context.fillStyle = shape.fill;
    // A canvas is no array.
    // oxlint-disable-next-line unicorn/no-array-fill-with-reference-type
    context.fill(path);
  }
  if (shape.stroke) {
    context.strokeStyle = shape.stroke;
    context.setLineDash(shape.dash ?? []);
    context.stroke(path);
    context.setLineDash([]);
  }
}

/** Draws layers over each other, for a plot at a place in (CSS) pixels. The canvas is not cleared. */
export function paint(
  context: CanvasRenderingContext2D,
  layers: readonly PictureLayer[],
  plotted: Box,
): void {
  for (const layer of layers) {
    context.save();
    context.lineJoin = 'bevel';
    if (layer.clip) {
      context.beginPath();
      context.rect(plotted.x, plotted.y, plotted.width, plotted.height);
      context.clip();
    }
    for (const shape of layer.shapes(plotted)) paintShape(context, shape);
    context.restore();
  }
}
