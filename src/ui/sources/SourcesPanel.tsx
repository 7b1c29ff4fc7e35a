import { Dialog, Tabs } from 'radix-ui';
import { useEffect, type ReactElement, type ReactNode } from 'react';
import { lookUpKept } from '../../state/sources/fetching';
import { showList, useCatalogue } from '../../state/sources/store';
import { openDialog } from '../../state/view/view';
import { IconButton } from '../kit/controls';
import { Foot } from './Foot';
import { useRows } from './rows';
import { NabTab, UrlsTab } from './SourceTabs';
import './sources.css';

interface DrawerProps {
  title: string;
  description: string;
  onClose: () => void;
  children: ReactNode;
  foot: ReactNode;
}

/** A panel that leaves the rest of the page in use; Escape closes it. */
function Drawer({ title, description, onClose, children, foot }: DrawerProps): ReactElement {
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

/** Files to fetch: NAB's corpus, and any list of URLs. No request is made before Fetch is pressed. */
export function SourcesPanel(): ReactElement {
  const list = useCatalogue((state) => state.list);
  const rows = useRows(list);
  useEffect(() => void lookUpKept(), []);
  return (
    <Drawer
      title="Sources"
      description="Files are fetched only when you press Fetch, and saved in this browser."
      onClose={() => openDialog(null)}
      foot={<Foot rows={rows} />}
    >
      <Tabs.Root
        className="source-tabs"
        value={list}
        onValueChange={(next) => showList(next === 'urls' ? 'urls' : 'nab')}
      >
        <Tabs.List className="tab-list" aria-label="Lists of sources">
          <Tabs.Trigger className="tab" value="nab">
            NAB’s corpus
          </Tabs.Trigger>
          <Tabs.Trigger className="tab" value="urls">
            URLs
          </Tabs.Trigger>
        </Tabs.List>
        <Tabs.Content className="tab-body" value={list} tabIndex={-1}>
          {list === 'nab' ? <NabTab rows={rows} /> : <UrlsTab rows={rows} />}
        </Tabs.Content>
      </Tabs.Root>
    </Drawer>
  );
}
