import { useEffect, useLayoutEffect, useRef, useState, type ReactElement } from 'react';
import { drawSoon } from './drawQueue';
import { init } from './echarts';
import type { EChartsCoreOption, EChartsType } from 'echarts/core';

export interface Size {
  width: number;
  height: number;
}

interface HostProps {
  /** The picture at a size in pixels; a new function is a new picture. */
  option: (size: Size) => EChartsCoreOption;
  onSize?: (size: Size) => void;
}

/** An ECharts canvas that fills its parent. All it knows is to draw the option that it is given, once a frame at most. */
export function EChartsHost({ option, onSize }: HostProps): ReactElement {
  const element = useRef<HTMLDivElement>(null);
  const chart = useRef<EChartsType | null>(null);
  const [size, setSize] = useState<Size | null>(null);

  useLayoutEffect(() => {
    const host = element.current;
    if (!host) return;
    const observer = new ResizeObserver(([entry]) => {
      if (!entry) return;
      const next = {
        width: Math.floor(entry.contentRect.width),
        height: Math.floor(entry.contentRect.height),
      };
      if (next.width > 0 && next.height > 0) setSize(next);
    });
    observer.observe(host);
    return () => {
      observer.disconnect();
      chart.current?.dispose();
      chart.current = null;
    };
  }, []);

  useEffect(() => {
    if (size) onSize?.(size);
  }, [size, onSize]);

  useEffect(() => {
    const host = element.current;
    if (!host || !size) return;
    const draw = (to: EChartsType): void => {
      if (to.getWidth() !== size.width || to.getHeight() !== size.height) {
        to.resize({ ...size, silent: true });
      }
      to.setOption(option(size), { replaceMerge: ['series'], silent: true });
    };
    // The canvas in one frame, its axes in another, then a few series at a time, and last the whole picture.
    let withdraw = drawSoon(() => {
      if (chart.current) {
        draw(chart.current);
        return;
      }
      const made = (chart.current = init(host, null, { renderer: 'canvas', ...size }));
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

  return <div ref={element} aria-hidden="true" style={{ position: 'absolute', inset: 0 }} />;
}
