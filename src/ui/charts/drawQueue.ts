/** Pictures to be drawn, one a frame: several charts that change at once make several short tasks, not one long one. */
const waiting = new Set<() => void>();
let frame = 0;

function next(): void {
  frame = 0;
  const [draw] = waiting;
  if (!draw) return;
  waiting.delete(draw);
  if (waiting.size > 0) frame = requestAnimationFrame(next);
  draw();
}

/** Puts a drawing in the queue; the function that comes back takes it out again. */
export function drawSoon(draw: () => void): () => void {
  waiting.add(draw);
  frame ||= requestAnimationFrame(next);
  return () => void waiting.delete(draw);
}
