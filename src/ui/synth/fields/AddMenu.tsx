import { DropdownMenu as M } from 'radix-ui';
import type { ReactElement } from 'react';
import { Icon } from '../../kit/Icon';

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
          {entries.map(({ key, label: one, meaning }) => (
            <M.Item key={key} className="menu-item" textValue={one} onSelect={() => onAdd(key)}>
              <span>
                <strong>{one}</strong>
                <span className="muted">{meaning}</span>
              </span>
            </M.Item>
          ))}
        </M.Content>
      </M.Portal>
    </M.Root>
  );
}
