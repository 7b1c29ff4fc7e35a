import { useEffect, useRef, useState, type KeyboardEvent, type MouseEvent, type PointerEvent } from 'react';
import type { Range } from '../navigation';
import type { ChartLabel } from '../seriesView';
import type { Box } from '../shapes';
import { between, movedBy, resized, type LabelPart } from './drag';
import { hitLabel, placed, type LabelHit } from './placement';
import type { RowAxis } from './rowAxis';

/** What a person may do to the labels of a chart. Times are microseconds. */
export interface LabelEditing {
  selected: readonly string[];
  /** Whether dragging makes a label, and a click a point; with Alt it does so anyway. */
  adding: boolean;
  rows: RowAxis;
  onSelect: (ids: readonly string[]) => void;
  /** The labels that are being dragged, as they would be; null: they stay where they were. */
  onDrag: (moved: readonly ChartLabel[] | null) => void;
  onDrop: (moved: readonly ChartLabel[]) => void;
  onAdd: (start: number, end: number, shape: ChartLabel['shape']) => void;
  onOpen: (id: string) => void;
  /** A key while the chart has the focus; true where it was one for labels. */
  onKey: (event: KeyboardEvent<HTMLElement>) => boolean;
}

/** Labels that are being dragged. */
export interface DraggedLabels {
  ids: readonly string[];
  labels: readonly ChartLabel[];
  part: LabelPart;
}

type Grip =
  | {
      kind: 'labels';
      part: LabelPart;
      held: ChartLabel;
      labels: readonly ChartLabel[];
      from: number;
      x: number;
    }
  | { kind: 'new'; from: number; x: number }
  | { kind: 'pan'; x: number; hit: LabelHit | null };

/** A pointer that moves by no more pixels clicks; one that moves further drags. */
const DRAG_THRESHOLD = 3;
const NEW_LABEL = 'new';

interface Scene {
  editing: LabelEditing | undefined;
  labels: readonly ChartLabel[];
  range: Range;
  box: Box | null;
}

interface LabelInput {
  dragged: DraggedLabels | null;
  cursor: string;
  /** True where the pointer was for labels; if not, it pans. */
  onPointerDown: (event: PointerEvent<HTMLElement>) => boolean;
  onPointerMove: (event: PointerEvent<HTMLElement>) => boolean;
  onPointerUp: (event: PointerEvent<HTMLElement>) => void;
  onPointerCancel: () => void;
  onDoubleClick: (event: MouseEvent<HTMLElement>) => boolean;
}

const cursors: Record<LabelPart, string> = { start: 'ew-resize', end: 'ew-resize', body: 'grab' };

/** Choosing, moving, resizing and making labels with the pointer. What is being dragged is kept here; the page's labels change once, on release. */
export function useLabelInput(scene: Scene): LabelInput {
  const { editing, labels, range, box } = scene;
  const [dragged, setDragged] = useState<DraggedLabels | null>(null);
  const [cursor, setCursor] = useState('crosshair');
  const held = useRef<Grip | null>(null);
  /** What a release of the pointer would keep now. */
  const pending = useRef<readonly ChartLabel[] | null>(null);

  const pixel = (event: MouseEvent<HTMLElement>): { x: number; y: number } => {
    const around = event.currentTarget.getBoundingClientRect();
    return { x: event.clientX - around.left, y: event.clientY - around.top };
  };
  const timeAt = (x: number): number =>
    box ? range.from + ((x - box.x) / box.width) * (range.to - range.from) : range.from;
  const hitAt = (place: { x: number; y: number }): LabelHit | null =>
    editing && box ? hitLabel(placed({ labels, range }, box), new Set(editing.selected), box, place) : null;

  const release = (): void => {
    held.current = null;
    pending.current = null;
    setDragged(null);
  };
  const cancel = useRef<() => void>(release);
  useEffect(() => {
    cancel.current = () => {
      if (pending.current) editing?.onDrag(null);
      release();
    };
  });
  const dragging = dragged !== null;
  useEffect(() => {
    if (!dragging) return;
    const escape = (event: globalThis.KeyboardEvent): void => {
      if (event.key !== 'Escape') return;
      event.preventDefault();
      event.stopPropagation();
      cancel.current();
    };
    addEventListener('keydown', escape, { capture: true });
    return () => removeEventListener('keydown', escape, { capture: true });
  }, [dragging]);

  const grab = (hit: LabelHit, x: number): void => {
    if (!editing) return;
    const label = labels.find(({ id }) => id === hit.id);
    if (!label) return;
    const together = hit.part === 'body' && editing.selected.includes(hit.id);
    const chosen = new Set(editing.selected);
    const mine = together ? labels.filter(({ id }) => chosen.has(id)) : [label];
    held.current = { kind: 'labels', part: hit.part, held: label, labels: mine, from: timeAt(x), x };
  };

  const drag = (state: Grip, x: number): void => {
    if (!editing || state.kind === 'pan') return;
    if (state.kind === 'new') {
      const { start, end } = between(state.from, timeAt(x), editing.rows);
      const label = { id: NEW_LABEL, start, end, type: '', shape: 'window', origin: 'manual' } as const;
      pending.current = [label];
      setDragged({ ids: dragged?.ids ?? [NEW_LABEL], labels: pending.current, part: 'end' });
      return;
    }
    const { part, held: label, labels: mine, from } = state;
    const by = timeAt(x) - from;
    const edge = part === 'end' ? label.end - 1 : label.start;
    pending.current =
      part === 'body'
        ? movedBy(mine, label, by, editing.rows)
        : [resized(label, part, edge + by, editing.rows)];
    setDragged({ ids: dragged?.ids ?? mine.map(({ id }) => id), labels: pending.current, part });
    editing.onDrag(pending.current);
  };

  const click = (state: Grip, event: PointerEvent<HTMLElement>): void => {
    if (!editing) return;
    const id = state.kind === 'labels' ? state.held.id : state.kind === 'pan' ? state.hit?.id : undefined;
    if (state.kind === 'new') {
      const { start, end } = between(state.from, state.from, editing.rows);
      editing.onAdd(start, end, 'point');
      return;
    }
    const { selected } = editing;
    if (id === undefined) {
      if (selected.length > 0 && !event.shiftKey) editing.onSelect([]);
      return;
    }
    if (!event.shiftKey) editing.onSelect([id]);
    else if (selected.includes(id)) editing.onSelect(selected.filter((one) => one !== id));
    else editing.onSelect([...selected, id]);
  };

  return {
    dragged,
    cursor: dragged ? (dragged.part === 'body' ? 'grabbing' : 'ew-resize') : cursor,
    onPointerDown(event) {
      if (!editing || !box || event.button !== 0) return false;
      const place = pixel(event);
      const hit = hitAt(place);
      const makes = event.altKey || (editing.adding && !(hit && editing.selected.includes(hit.id)));
      if (makes) held.current = { kind: 'new', from: timeAt(place.x), x: event.clientX };
      else if (hit && !hit.whole) {
        grab(hit, place.x);
        if (held.current?.kind === 'labels') held.current.x = event.clientX;
      } else held.current = { kind: 'pan', x: event.clientX, hit };
      if (held.current?.kind === 'pan') return false;
      event.currentTarget.setPointerCapture(event.pointerId);
      return true;
    },
    onPointerMove(event) {
      const state = held.current;
      const place = pixel(event);
      if (!state) {
        const hit = event.buttons === 0 ? hitAt(place) : null;
        setCursor(hit && !(hit.whole && hit.part === 'body') ? cursors[hit.part] : 'crosshair');
        return false;
      }
      if (state.kind === 'pan') {
        if (Math.abs(event.clientX - state.x) > DRAG_THRESHOLD)
          held.current = { ...state, hit: null, x: Infinity };
        return false;
      }
      if (pending.current || Math.abs(event.clientX - state.x) > DRAG_THRESHOLD) drag(state, place.x);
      return true;
    },
    onPointerUp(event) {
      const state = held.current;
      const kept = pending.current;
      release();
      if (!state || !editing) return;
      const [made] = kept ?? [];
      if (!kept || !made) {
        // A drag of the view is no click.
        if (!(state.kind === 'pan' && state.x === Infinity)) click(state, event);
      } else if (state.kind === 'new') editing.onAdd(made.start, made.end, 'window');
      else if (state.kind === 'labels') {
        if (!editing.selected.includes(state.held.id)) editing.onSelect([state.held.id]);
        editing.onDrop(kept);
      }
    },
    onPointerCancel() {
      cancel.current();
    },
    onDoubleClick(event) {
      const hit = hitAt(pixel(event));
      if (hit && editing) editing.onOpen(hit.id);
      return hit !== null || (editing?.adding ?? false);
    },
  };
}
