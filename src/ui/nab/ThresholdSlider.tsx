import { Slider as S } from 'radix-ui';
import type { ReactElement } from 'react';

interface ThresholdSliderProps {
  label: string;
  value: number;
  min: number;
  max: number;
  onChange: (value: number) => void;
}

/** A slider that reports every value while it moves. */
export function ThresholdSlider({ label, value, min, max, onChange }: ThresholdSliderProps): ReactElement {
  const step = (max - min) / 1000 || 0.001;
  return (
    <S.Root
      className="slider"
      value={[Math.min(max, Math.max(min, value))]}
      min={min}
      max={max <= min ? min + 1 : max}
      step={step}
      onValueChange={([next]) => next !== undefined && onChange(Number(next.toPrecision(6)))}
    >
      <S.Track className="slider-track">
        <S.Range className="slider-range" />
      </S.Track>
      <S.Thumb className="slider-thumb" aria-label={label} />
    </S.Root>
  );
}
