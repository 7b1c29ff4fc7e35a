import { useEffect, useLayoutEffect, useRef, type ReactElement } from 'react';
import { init, type ChartOption, type EChartsType } from './echarts';
import { useSize } from './LayerCanvas';
import type { Size } from './shapes';

/** Pictures to be drawn, one a frame: several charts that change at once make several short tasks, not one long one. */
const waiting = new Set<() => void>();
let frame = 0;

function drawNext(): void {
  frame = 0;
  const [draw] = waiting;
  if (!draw) return;
  waiting.delete(draw);
  if (waiting.size > 0) frame = requestAnimationFrame(drawNext);
  draw();
}

/** Puts a drawing in the queue; the function that comes back takes it out again. */
function drawSoon(draw: () => void): () => void {
  waiting.add(draw);
  frame ||= requestAnimationFrame(drawNext);
  return () => void waiting.delete(draw);
}

interface HostProps {
  /** The picture at a size in pixels; a new function is a new picture. */
  option: (size: Size) => ChartOption;
}

/** An ECharts canvas that fills its parent. Begun over several frames, drawn with the change that asks for it ever after. */
export function EChartsHost({ option }: HostProps): ReactElement {
  const element = useRef<HTMLDivElement>(null);
  const chart = useRef<EChartsType | null>(null);
  const size = useSize(element);

  useEffect(
    () => () => {
      chart.current?.dispose();
      chart.current = null;
    },
    [],
  );

  useLayoutEffect(() => {
    const host = element.current;
    if (!host || !size) return;
    const drawn = chart.current;
    if (drawn) {
      if (drawn.getWidth() !== size.width || drawn.getHeight() !== size.height) {
        drawn.resize({ ...size, silent: true });
      }
      drawn.setOption(option(size), { replaceMerge: ['series'], silent: true });
      return;
    }
    // The canvas in one frame, its axes in another, then a few series at a time.
    let withdraw = drawSoon(() => {
      const made = init(host, null, { renderer: 'canvas', ...size });
      chart.current = made;
      const first = option(size);
      const series = Array.isArray(first.series) ? first.series : [];
      const grow = (shown: number): void => {
        made.setOption(
          { ...first, series: series.slice(0, shown) },
          { replaceMerge: ['series'], silent: true },
        );
        if (shown < series.length) withdraw = drawSoon(() => grow(shown + 2));
      };
      withdraw = drawSoon(() => grow(0));
    });
    return () => withdraw();
  }, [option, size]);

  return <div ref={element} aria-hidden="true" className="echarts-host" />;
}
