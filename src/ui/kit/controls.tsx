import { Select as R, Switch as W } from 'radix-ui';
import type { ComponentProps, ReactElement } from 'react';
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
