import { DropdownMenu as M } from 'radix-ui';
import type { ReactElement } from 'react';
import { IconButton } from './controls';
import { Icon, type IconName } from './Icon';

export interface MenuEntry {
  label: string;
  icon?: IconName;
  /** Shown, but not to be chosen now. */
  disabled?: boolean;
  run: () => void;
}

interface MenuButtonProps {
  icon?: IconName;
  /** Name and tooltip of the button. */
  label: string;
  className?: string;
  entries: readonly MenuEntry[];
}

/** A sign that opens a list of actions. */
export function MenuButton({
  icon = 'more',
  label,
  className = 'small',
  entries,
}: MenuButtonProps): ReactElement {
  return (
    <M.Root>
      <M.Trigger asChild>
        <IconButton className={className} icon={icon} label={label} />
      </M.Trigger>
      <M.Portal>
        <M.Content className="menu" align="end">
          {entries.map((entry) => (
            <M.Item
              key={entry.label}
              className="menu-item"
              disabled={entry.disabled ?? false}
              onSelect={entry.run}
            >
              {entry.icon && <Icon name={entry.icon} />} {entry.label}
            </M.Item>
          ))}
        </M.Content>
      </M.Portal>
    </M.Root>
  );
}

interface AddMenuProps<K extends string> {
  /** On the button. */
  label: string;
  /** For screen readers. */
  name: string;
  entries: readonly { key: K; label: string; meaning: string }[];
  onAdd: (key: K) => void;
}

/** A button that opens a list of kinds, each with what it means. */
export function AddMenu<K extends string>({ label, name, entries, onAdd }: AddMenuProps<K>): ReactElement {
  return (
    <M.Root>
      <M.Trigger asChild>
        <button type="button" className="button quiet add" aria-label={name}>
          <Icon name="plus" /> {label}
        </button>
      </M.Trigger>
      <M.Portal>
        <M.Content className="menu explained" align="end" collisionPadding={8}>
          {entries.map((entry) => (
            <M.Item
              key={entry.key}
              className="menu-item"
              textValue={entry.label}
              onSelect={() => onAdd(entry.key)}
            >
              <span>
                <strong>{entry.label}</strong>
                <span className="muted">{entry.meaning}</span>
              </span>
            </M.Item>
          ))}
        </M.Content>
      </M.Portal>
    </M.Root>
  );
}
