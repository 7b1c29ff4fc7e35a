import { DropdownMenu as M } from 'radix-ui';
import { useEffect, useRef, useState, type ReactElement, type ReactNode } from 'react';
import { IconButton, Switch } from '../../kit/controls';
import { Icon } from '../../kit/Icon';
import { ErrorNotice } from '../../kit/Notice';
import { useProblem } from './problems';

export type MenuEntry = [text: string, possible: boolean, act: () => void];

interface ItemCardProps {
  /** JSON path of the item: what is wrong with it and belongs to no field in sight stands here. */
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

/** One item of a list: what it says, a menu, and its fields once opened. */
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
        <M.Root>
          <M.Trigger asChild>
            <IconButton className="small" icon="more" label={`Menu of ${name}`} />
          </M.Trigger>
          <M.Portal>
            <M.Content className="menu" align="end">
              {menu.map(([text, possible, act]) => (
                <M.Item key={text} className="menu-item" disabled={!possible} onSelect={act}>
                  {text}
                </M.Item>
              ))}
            </M.Content>
          </M.Portal>
        </M.Root>
      </div>
      <p className="step-sentence">{sentence}</p>
      {error && <ErrorNotice error={error} />}
      {open && <div className="step-options">{children}</div>}
    </li>
  );
}
