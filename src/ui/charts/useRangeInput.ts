import { useEffect, useRef, type KeyboardEvent, type PointerEvent, type RefObject } from 'react';
import { keyRange, panRange, wheelFactor, zoomRange, type Range } from './navigation';

interface RangeInput {
  onPointerDown: (event: PointerEvent<HTMLElement>) => void;
  onPointerMove: (event: PointerEvent<HTMLElement>) => void;
  onPointerUp: (event: PointerEvent<HTMLElement>) => void;
  onKeyDown: (event: KeyboardEvent<HTMLElement>) => void;
  onDoubleClick: () => void;
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
  const now = useRef({ range, extent, onRange });
  const pending = useRef<Range | null>(null);
  const frame = useRef(0);
  const drag = useRef<{ x: number; range: Range } | null>(null);
  useEffect(() => {
    now.current = { range, extent, onRange };
  });
  useEffect(() => () => cancelAnimationFrame(frame.current), []);

  const actions = useRef({
    current: (): Range => pending.current ?? now.current.range,
    ask(next: Range): void {
      pending.current = next;
      if (frame.current) return;
      frame.current = requestAnimationFrame(() => {
        frame.current = 0;
        const wanted = pending.current;
        pending.current = null;
        const { range: seen, onRange: tell } = now.current;
        if (wanted && (wanted.from !== seen.from || wanted.to !== seen.to)) tell(wanted.from, wanted.to);
      });
    },
  }).current;

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
        actions.ask(panRange(actions.current(), (event.deltaX || event.deltaY) / width, now.current.extent));
        return;
      }
      const at = Math.min(1, Math.max(0, (event.clientX - box.left - margins.left) / width));
      actions.ask(
        zoomRange(actions.current(), at, wheelFactor(event.deltaY, event.deltaMode), now.current.extent),
      );
    };
    target.addEventListener('wheel', wheel, { passive: false });
    return () => target.removeEventListener('wheel', wheel);
  }, [element, margins.left, margins.right, actions]);

  return {
    onPointerDown(event) {
      if (event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      drag.current = { x: event.clientX, range: actions.current() };
    },
    onPointerMove(event) {
      if (!drag.current) return;
      const width = Math.max(1, event.currentTarget.clientWidth - margins.left - margins.right);
      actions.ask(panRange(drag.current.range, (drag.current.x - event.clientX) / width, now.current.extent));
    },
    onPointerUp() {
      drag.current = null;
    },
    onKeyDown(event) {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const next = keyRange(event.key, event.shiftKey, actions.current(), now.current.extent);
      if (!next) return;
      event.preventDefault();
      actions.ask(next);
    },
    onDoubleClick() {
      actions.ask(now.current.extent);
    },
  };
}
