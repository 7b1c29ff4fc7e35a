import { Dialog } from 'radix-ui';
import type { ReactElement, ReactNode } from 'react';
import { IconButton } from './controls';

interface ModalProps {
  title: string;
  description?: string;
  wide?: boolean;
  onClose: () => void;
  children: ReactNode;
  foot?: ReactNode;
}

/** A dialog that holds the focus and gives it back; Escape closes it. */
export function Modal({ title, description, wide, onClose, children, foot }: ModalProps): ReactElement {
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="overlay" />
        <Dialog.Content
          className={`dialog ${wide ? 'wide' : ''}`}
          {...(description ? {} : { 'aria-describedby': undefined })}
        >
          <div className="dialog-head">
            <Dialog.Title>{title}</Dialog.Title>
            <Dialog.Close asChild>
              <IconButton icon="close" label="Close" />
            </Dialog.Close>
          </div>
          <div className="dialog-body" tabIndex={-1}>
            {description && <Dialog.Description className="muted">{description}</Dialog.Description>}
            {children}
          </div>
          {foot && <div className="dialog-foot">{foot}</div>}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
