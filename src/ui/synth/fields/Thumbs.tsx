import { Slider as S } from 'radix-ui';
import { useRef, useState, type ReactElement } from 'react';
import { softRange, stepOf, tidyNumber, type Span } from './softRange';

interface ThumbsProps {
  /** One value, or the ends of a range. */
  values: readonly number[];
  /** A name for each thumb. */
  names: readonly string[];
  limits: Partial<Span>;
  usual?: number | undefined;
  whole?: boolean | undefined;
  onMove: (values: number[]) => void;
  /** The pointer let go. */
  onRelease: () => void;
}

const reach = (values: readonly number[], limits: Partial<Span>, usual: number | undefined): Span => {
  const spans = values.map((value) => softRange(value, limits, usual));
  return { min: Math.min(...spans.map(({ min }) => min)), max: Math.max(...spans.map(({ max }) => max)) };
};

/** A slider whose span grows with its values, but never while it is being dragged. */
export function Thumbs({
  values,
  names,
  limits,
  usual,
  whole,
  onMove,
  onRelease,
}: ThumbsProps): ReactElement {
  const dragged = useRef(false);
  const fresh = reach(values, limits, usual);
  const [held, setHeld] = useState<Span | null>(null);
  const outside = held !== null && values.some((value) => value < held.min || value > held.max);
  const span = held && !outside ? held : fresh;
  return (
    <S.Root
      className="slider"
      value={[...values]}
      min={span.min}
      max={span.max}
      step={whole ? 1 : stepOf(span)}
      onPointerDown={() => {
        dragged.current = true;
        setHeld(span);
      }}
      onFocus={() => setHeld(span)}
      onBlur={() => setHeld(null)}
      onValueChange={(next) => onMove(next.map(tidyNumber))}
      onValueCommit={() => {
        if (dragged.current) onRelease();
        dragged.current = false;
      }}
    >
      <S.Track className="slider-track">
        <S.Range className="slider-range" />
      </S.Track>
      {values.map((_, index) => (
        <S.Thumb key={names[index]} className="slider-thumb" aria-label={names[index]} />
      ))}
    </S.Root>
  );
}
