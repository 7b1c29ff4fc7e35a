import { useEffect, useRef, useState, type ReactElement, type ReactNode } from 'react';
import { Switch } from '../kit/controls';
import { useProblem } from '../kit/form/problems';
import { doubled, moved, without } from '../kit/form/edit';
import { Icon } from '../kit/Icon';
import { MenuButton, type MenuEntry } from '../kit/Menu';
import { ErrorNotice } from '../kit/Notice';

/** The menu of an item in a list. `change` takes the list as it is to be; the last of `fewest` items cannot be removed. */
export const listMenu = <T,>(
  list: readonly T[],
  index: number,
  change: (next: T[]) => void,
  fewest = 0,
): MenuEntry[] => [
  { label: 'Move up', disabled: index === 0, run: () => change(moved(list, index, index - 1)) },
  {
    label: 'Move down',
    disabled: index === list.length - 1,
    run: () => change(moved(list, index, index + 1)),
  },
  { label: 'Duplicate', run: () => change(doubled(list, index)) },
  { label: 'Remove', disabled: list.length <= fewest, run: () => change(without(list, index)) },
];

interface ItemCardProps {
  /** JSON path of the item: an error in it that belongs to no field on the page stands here. */
  path: string;
  title: string;
  /** Tells items with one title apart for screen readers: `Sine 2`. */
  name?: string;
  sentence: string;
  menu: readonly MenuEntry[];
  /** Given: the card is opened and closed from outside. */
  open?: boolean;
  onOpen?: (open: boolean) => void;
  startsOpen?: boolean;
  on?: { checked: boolean; onChange: (on: boolean) => void };
  children: ReactNode;
}

/** One item of a list: its summary, a menu, and its fields once opened. */
export function ItemCard(props: ItemCardProps): ReactElement {
  const { path, title, name = title, sentence, menu, startsOpen = false, on, children } = props;
  const [opened, setOpened] = useState(startsOpen);
  const open = props.open ?? opened;
  const { error } = useProblem(path);
  const box = useRef<HTMLLIElement>(null);
  const began = useRef(startsOpen ? false : open);
  useEffect(() => {
    if (open && !began.current) box.current?.scrollIntoView({ block: 'nearest' });
    began.current = open;
  }, [open]);
  const toggle = (): void => {
    setOpened(!open);
    props.onOpen?.(!open);
  };
  return (
    <li ref={box} className={`step item ${open ? 'open' : ''} ${on && !on.checked ? 'off' : ''}`}>
      <div className="step-head">
        <button type="button" className="step-title" aria-expanded={open} aria-label={name} onClick={toggle}>
          <Icon name={open ? 'down' : 'right'} />
          <span className="ellipsis">{title}</span>
        </button>
        {on && <Switch label={`${name} on`} checked={on.checked} onChange={on.onChange} />}
        <MenuButton label={`Menu of ${name}`} entries={menu} />
      </div>
      <p className="step-sentence">{sentence}</p>
      {error && <ErrorNotice error={error} />}
      {open && <div className="step-options">{children}</div>}
    </li>
  );
}
