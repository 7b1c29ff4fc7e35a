import { Command } from 'cmdk';
import { Dialog } from 'radix-ui';
import type { ReactElement } from 'react';
import { openDialog } from '../../state/view/view';
import { Modal } from '../kit/Modal';
import { commands } from './commands';

/** Every command of the lab, found by typing. */
export function PaletteDialog(): ReactElement {
  return (
    <Dialog.Root open onOpenChange={(open) => !open && openDialog(null)}>
      <Dialog.Portal>
        <Dialog.Overlay className="overlay" />
        <Dialog.Content className="dialog palette" aria-describedby={undefined}>
          <Dialog.Title className="visually-hidden">Commands</Dialog.Title>
          <Command label="Commands">
            <Command.Input placeholder="Type a command" aria-label="Find a command" />
            <Command.List>
              <Command.Empty className="said">No matching command.</Command.Empty>
              {commands.map(({ label, key, run }) => (
                <Command.Item
                  key={label}
                  value={label}
                  className="menu-item"
                  onSelect={() => {
                    openDialog(null);
                    run();
                  }}
                >
                  {label}
                  {key && <kbd>{key}</kbd>}
                </Command.Item>
              ))}
            </Command.List>
          </Command>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

const onCharts: [string, string][] = [
  ['← →', 'Move the visible range'],
  ['+ −', 'Zoom in and out'],
  ['Home End', 'Go to the start or the end'],
  ['Space, then ↑ ↓', 'Move a step by its handle'],
  ['Ctrl+Enter', 'Run the SQL'],
];

/** Every key and what it does. */
export function KeysDialog(): ReactElement {
  const keyed = commands.flatMap(({ label, key }): [string, string][] => (key ? [[key, label]] : []));
  return (
    <Modal
      title="Keyboard shortcuts"
      description="On a Mac, use Cmd in place of Ctrl."
      onClose={() => openDialog(null)}
    >
      <div className="columns">
        {[...keyed, ...onCharts].map(([key, label]) => (
          <div key={label} className="row">
            <span className="grow">{label}</span>
            <kbd>{key}</kbd>
          </div>
        ))}
      </div>
    </Modal>
  );
}
