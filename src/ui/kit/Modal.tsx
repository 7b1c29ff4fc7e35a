import { Dialog } from 'radix-ui';
import type { ReactElement, ReactNode } from 'react';
import { IconButton } from './controls';

interface ModalProps {
  title: string;
  description?: string;
  wide?: boolean;
  className?: string;
  onClose: () => void;
  children: ReactNode;
  foot?: ReactNode;
}

/** A dialog that holds the focus and gives it back; Escape closes it. */
export function Modal({
  title,
  description,
  wide,
  className = '',
  onClose,
  children,
  foot,
}: ModalProps): ReactElement {
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="overlay" />
        <Dialog.Content
          className={`dialog ${wide ? 'wide' : ''} ${className}`}
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
