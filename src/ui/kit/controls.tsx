import { Select as R, Slider as S, Switch as W } from 'radix-ui';
import { useEffect, useId, useState, type ComponentProps, type ReactElement, type ReactNode } from 'react';
import { Icon, type IconName } from './Icon';

interface IconButtonProps extends ComponentProps<'button'> {
  icon: IconName;
  label: string;
}

/** A button that shows a sign; its label is its name and its tooltip. */
export function IconButton({ icon, label, className = '', ...rest }: IconButtonProps): ReactElement {
  return (
    <button type="button" className={`icon-button ${className}`} aria-label={label} title={label} {...rest}>
      <Icon name={icon} />
    </button>
  );
}

export interface Option<T extends string> {
  value: T;
  label: string;
}

interface SelectProps<T extends string> {
  label: string;
  value: T;
  options: readonly Option<T>[];
  onChange: (value: T) => void;
}

export function Select<T extends string>({ label, value, options, onChange }: SelectProps<T>): ReactElement {
  return (
    <R.Root value={value} onValueChange={(next) => onChange(next as T)}>
      <R.Trigger className="select" aria-label={label}>
        <R.Value />
        <Icon name="down" />
      </R.Trigger>
      <R.Portal>
        <R.Content className="menu" position="popper" sideOffset={4}>
          <R.Viewport>
            {options.map((option) => (
              <R.Item key={option.value} value={option.value} className="menu-item">
                <R.ItemText>{option.label}</R.ItemText>
              </R.Item>
            ))}
          </R.Viewport>
        </R.Content>
      </R.Portal>
    </R.Root>
  );
}

interface SwitchProps {
  label: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
}

export function Switch({ label, checked, onChange }: SwitchProps): ReactElement {
  return (
    <W.Root className="switch" checked={checked} onCheckedChange={onChange} aria-label={label} title={label}>
      <W.Thumb />
    </W.Root>
  );
}

interface SliderProps {
  label: string;
  value: number;
  min: number;
  max: number;
  step: number;
  onChange: (value: number) => void;
}

/** Moves at once; tells the value when let go, so that one drag is one step of undo. */
export function Slider({ label, value, min, max, step, onChange }: SliderProps): ReactElement {
  const [moving, setMoving] = useState(value);
  useEffect(() => setMoving(value), [value]);
  return (
    <div className="row">
      <S.Root
        className="slider"
        value={[moving]}
        min={min}
        max={max}
        step={step}
        onValueChange={([next]) => setMoving(next ?? value)}
        onValueCommit={([next]) => onChange(next ?? value)}
      >
        <S.Track className="slider-track">
          <S.Range className="slider-range" />
        </S.Track>
        <S.Thumb className="slider-thumb" aria-label={label} />
      </S.Root>
      <output style={{ width: 28 }} className="num">
        {moving}
      </output>
    </div>
  );
}

interface TextProps {
  label: string;
  value: string;
  placeholder?: string;
  /** What is wrong with a text; undefined where it may stand. */
  check?: (text: string) => string | undefined;
  onChange: (text: string) => void;
}

/** A text that is taken when Enter is pressed or the field is left; a wrong one is said below and not taken. */
export function TextField({ label, value, placeholder, check, onChange }: TextProps): ReactElement {
  const [text, setText] = useState(value);
  const [wrong, setWrong] = useState<string>();
  const id = useId();
  useEffect(() => {
    setText(value);
    setWrong(undefined);
  }, [value]);
  const take = (): void => {
    const problem = check?.(text.trim());
    setWrong(problem);
    if (!problem && text.trim() !== value) onChange(text.trim());
  };
  return (
    <div>
      <input
        className="input"
        aria-label={label}
        aria-invalid={wrong !== undefined}
        aria-describedby={wrong ? id : undefined}
        value={text}
        placeholder={placeholder}
        onChange={(event) => setText(event.target.value)}
        onBlur={take}
        onKeyDown={(event) => event.key === 'Enter' && take()}
      />
      {wrong && (
        <span id={id} role="alert" className="bad" style={{ fontSize: 11 }}>
          {wrong}
        </span>
      )}
    </div>
  );
}

interface NumberProps {
  label: string;
  value: number | undefined;
  placeholder?: string;
  /** Beside being a number. */
  check?: (value: number) => string | undefined;
  onChange: (value: number | undefined) => void;
}

/** A number, or nothing where the field is left empty. */
export function NumberField({ label, value, placeholder, check, onChange }: NumberProps): ReactElement {
  return (
    <TextField
      label={label}
      value={value === undefined ? '' : String(value)}
      {...(placeholder === undefined ? {} : { placeholder })}
      check={(text) => {
        if (text === '') return undefined;
        const number = Number(text);
        return Number.isFinite(number) ? check?.(number) : `Expected a number such as 12.5; got "${text}".`;
      }}
      onChange={(text) => onChange(text === '' ? undefined : Number(text))}
    />
  );
}

export function Field({
  label,
  hint,
  children,
}: {
  label: string;
  hint?: string;
  children: ReactNode;
}): ReactElement {
  return (
    <div className="field">
      <span className="muted">{label}</span>
      {children}
      {hint && <span className="hint">{hint}</span>}
    </div>
  );
}
