import { useEffect, useRef, useState, type KeyboardEvent, type PointerEvent, type RefObject } from 'react';
import { keyRange, panRange, wheelFactor, zoomRange, type Range } from './navigation';

interface RangeInput {
  onPointerDown: (event: PointerEvent<HTMLElement>) => void;
  onPointerMove: (event: PointerEvent<HTMLElement>) => void;
  onPointerUp: (event: PointerEvent<HTMLElement>) => void;
  onKeyDown: (event: KeyboardEvent<HTMLElement>) => void;
  onDoubleClick: () => void;
}

interface Now {
  range: Range;
  extent: Range;
  onRange: (from: number, to: number) => void;
}

/** Ranges that are asked for, passed on once a frame: several within a frame build on each other. */
class RangeQueue {
  private wanted: Range | null = null;
  private frame = 0;
  constructor(public now: Now) {}

  update(now: Now): void {
    this.now = now;
  }

  latest(): Range {
    return this.wanted ?? this.now.range;
  }

  ask(next: Range): void {
    this.wanted = next;
    this.frame ||= requestAnimationFrame(() => {
      const { wanted, now } = this;
      this.frame = 0;
      this.wanted = null;
      if (wanted && (wanted.from !== now.range.from || wanted.to !== now.range.to)) {
        now.onRange(wanted.from, wanted.to);
      }
    });
  }

  stop(): void {
    cancelAnimationFrame(this.frame);
    this.frame = 0;
    this.wanted = null;
  }
}

/**
 * Wheel, drag, keys and double click over a plot as changes of the visible range: one call to `onRange` for each frame at most,
 * with everything that happened in between.
 */
export function useRangeInput(
  element: RefObject<HTMLElement | null>,
  margins: { left: number; right: number },
  range: Range,
  extent: Range,
  onRange: (from: number, to: number) => void,
): RangeInput {
  const [asked] = useState(() => new RangeQueue({ range, extent, onRange }));
  const drag = useRef<{ x: number; range: Range } | null>(null);
  useEffect(() => {
    asked.update({ range, extent, onRange });
  });
  useEffect(() => () => asked.stop(), [asked]);

  useEffect(() => {
    const target = element.current;
    if (!target) return;
    // React listens to the wheel passively, and the page must not scroll under the chart.
    const wheel = (event: WheelEvent): void => {
      event.preventDefault();
      const box = target.getBoundingClientRect();
      const width = Math.max(1, box.width - margins.left - margins.right);
      const sideways = Math.abs(event.deltaX) > Math.abs(event.deltaY) || event.shiftKey;
      if (sideways) {
        asked.ask(panRange(asked.latest(), (event.deltaX || event.deltaY) / width, asked.now.extent));
        return;
      }
      const at = Math.min(1, Math.max(0, (event.clientX - box.left - margins.left) / width));
      asked.ask(zoomRange(asked.latest(), at, wheelFactor(event.deltaY, event.deltaMode), asked.now.extent));
    };
    target.addEventListener('wheel', wheel, { passive: false });
    return () => target.removeEventListener('wheel', wheel);
  }, [element, margins.left, margins.right, asked]);

  return {
    onPointerDown(event) {
      if (event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      drag.current = { x: event.clientX, range: asked.latest() };
    },
    onPointerMove(event) {
      if (!drag.current) return;
      const width = Math.max(1, event.currentTarget.clientWidth - margins.left - margins.right);
      asked.ask(panRange(drag.current.range, (drag.current.x - event.clientX) / width, asked.now.extent));
    },
    onPointerUp() {
      drag.current = null;
    },
    onKeyDown(event) {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const next = keyRange(event.key, event.shiftKey, asked.latest(), asked.now.extent);
      if (!next) return;
      event.preventDefault();
      asked.ask(next);
    },
    onDoubleClick() {
      asked.ask(asked.now.extent);
    },
  };
}
