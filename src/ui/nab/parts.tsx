import { Slider as S } from 'radix-ui';
import type { ReactElement } from 'react';
import type { Progress } from '../../state/engine/engine';
import { share } from '../../state/engine/runState';
import { percent } from '../kit/format';

const score = new Intl.NumberFormat('en-GB', {
  minimumFractionDigits: 2,
  maximumFractionDigits: 4,
  signDisplay: 'negative',
});
const part = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 3, signDisplay: 'exceptZero' });

/** `42.17`, `−3.2051`. */
export const sayScore = (value: number): string => score.format(value).replace('-', '−');
/** What something adds or takes: `+0.987`, `−0.11`. */
export const sayPart = (value: number): string => part.format(value).replace('-', '−');

/** What is under way, how far it is, and a way out. */
export function Busy({
  progress,
  onCancel,
}: {
  progress: Progress | null;
  onCancel: () => void;
}): ReactElement {
  const done = share(progress);
  return (
    <div className="row busy" role="status">
      <span className="grow ellipsis">{progress?.stage ?? 'Reading rows'}</span>
      <span>{done === null ? '' : percent(done)}</span>
      <span className="meter">
        <i style={{ width: `${(done ?? 0) * 100}%` }} />
      </span>
      <button type="button" className="button quiet" onClick={onCancel}>
        Cancel
      </button>
    </div>
  );
}

interface LiveSliderProps {
  label: string;
  value: number;
  min: number;
  max: number;
  onChange: (value: number) => void;
}

/** A slider that tells every value on its way. */
export function LiveSlider({ label, value, min, max, onChange }: LiveSliderProps): ReactElement {
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
