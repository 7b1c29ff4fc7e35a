import { Slider as S } from 'radix-ui';
import { useRef, useState, type ReactElement } from 'react';
import { at, maxOf, minOf } from '../../../core/list';

export interface Span {
  min: number;
  max: number;
}

/** The next 1, 2 or 5 times a power of ten at or above a positive number. */
export function nice(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  const lead = value / power;
  const round = lead <= 1 ? 1 : lead <= 2 ? 2 : lead <= 5 ? 5 : 10;
  return Number((round * power).toPrecision(12));
}

/** How many times a value the limits may be apart for a slider to span them. */
const NEAR = 20;

/** What a slider spans: the limits where they are near, else a round interval around the value, larger than it on either side. */
export function softRange(value: number, limits: Partial<Span>, usual = 1): Span {
  const { min = -Infinity, max = Infinity } = limits;
  const size = Math.max(Math.abs(value), Math.abs(usual), 1e-9);
  if (max - min <= NEAR * size) return { min, max };
  const reach = nice(2 * size);
  const low = min >= 0 ? min : Math.max(min, -reach);
  return { min: low, max: Math.min(max, Math.max(reach, low + reach)) };
}

/** The span of a slider with several thumbs. */
export function spanOf(values: readonly number[], limits: Partial<Span>, usual?: number): Span {
  const spans = values.map((value) => softRange(value, limits, usual));
  return { min: minOf(spans.map(({ min }) => min)), max: maxOf(spans.map(({ max }) => max)) };
}

/** Steps of a slider: a round fraction, so that values stay short. */
export const stepOf = ({ min, max }: Span): number => (max > min ? nice((max - min) / 1000) : 1);

/** A number that a slider gave, without the rounding errors of binary fractions. */
const tidyNumber = (value: number): number => Number(value.toPrecision(10));

interface SliderProps {
  /** One value, or the ends of a range. */
  values: readonly number[];
  /** A name for each thumb. */
  names: readonly string[];
  span: Span;
  step?: number | undefined;
  /** Every value on the way. `dragged`: by a pointer that will let go, not by a key. */
  onMove: (values: number[], dragged: boolean) => void;
  /** The pointer let go. */
  onRelease?: () => void;
}

/** The one slider. Its span follows its values, but never while it is being moved, unless a value lies outside. */
export function Slider({ values, names, span: fresh, step, onMove, onRelease }: SliderProps): ReactElement {
  const dragged = useRef(false);
  const [held, setHeld] = useState<Span | null>(null);
  const outside = held !== null && values.some((value) => value < held.min || value > held.max);
  const span = held && !outside ? held : fresh;
  return (
    <S.Root
      className="slider"
      value={values.map((value) => Math.min(span.max, Math.max(span.min, value)))}
      min={span.min}
      max={span.max > span.min ? span.max : span.min + 1}
      step={step ?? stepOf(span)}
      onPointerDown={() => {
        dragged.current = true;
        setHeld(span);
      }}
      onFocus={() => setHeld(span)}
      onBlur={() => setHeld(null)}
      onValueChange={(next) => onMove(next.map(tidyNumber), dragged.current)}
      onValueCommit={() => {
        if (dragged.current) onRelease?.();
        dragged.current = false;
      }}
    >
      <S.Track className="slider-track">
        <S.Range className="slider-range" />
      </S.Track>
      {values.map((_, index) => (
        <S.Thumb key={at(names, index)} className="slider-thumb" aria-label={at(names, index)} />
      ))}
    </S.Root>
  );
}
