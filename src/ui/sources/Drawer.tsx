import { Dialog } from 'radix-ui';
import type { ReactElement, ReactNode } from 'react';
import { IconButton } from '../kit/controls';
import './sources.css';

interface DrawerProps {
  title: string;
  description: string;
  onClose: () => void;
  children: ReactNode;
  foot: ReactNode;
}

/** A panel beside the list of series that leaves the rest of the page in use; Escape closes it. */
export function Drawer({ title, description, onClose, children, foot }: DrawerProps): ReactElement {
  return (
    <Dialog.Root open modal={false} onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Content className="drawer" onInteractOutside={(event) => event.preventDefault()}>
          <div className="dialog-head">
            <Dialog.Title>{title}</Dialog.Title>
            <Dialog.Close asChild>
              <IconButton icon="close" label="Close" />
            </Dialog.Close>
          </div>
          <Dialog.Description className="drawer-about muted">{description}</Dialog.Description>
          {children}
          <div className="dialog-foot">{foot}</div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
