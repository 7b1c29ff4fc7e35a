import { Tabs } from 'radix-ui';
import { useEffect, type ReactElement } from 'react';
import { lookUpKept } from '../../state/sources/fetching';
import { showList, useCatalogue, type ListName } from '../../state/sources/store';
import { openDialog } from '../../state/view/view';
import { Drawer } from './Drawer';
import { Foot } from './Foot';
import { NabTab } from './NabTab';
import { useRows } from './rows';
import { UrlsTab } from './UrlsTab';

/** Files that the lab can fetch: NAB's corpus, and any list of addresses. Nothing is asked for before Fetch is pressed. */
export function CataloguePanel(): ReactElement {
  const list = useCatalogue((state) => state.list);
  const rows = useRows(list);
  useEffect(() => void lookUpKept(), []);
  return (
    <Drawer
      title="Sources"
      description="Nothing is fetched before you press Fetch. Fetched files are kept in this browser for the next time."
      onClose={() => openDialog(null)}
      foot={<Foot rows={rows} />}
    >
      <Tabs.Root className="source-tabs" value={list} onValueChange={(next) => showList(next as ListName)}>
        <Tabs.List className="tab-list" aria-label="Lists of sources">
          <Tabs.Trigger className="tab" value="nab">
            NAB’s corpus
          </Tabs.Trigger>
          <Tabs.Trigger className="tab" value="urls">
            Addresses
          </Tabs.Trigger>
        </Tabs.List>
        <Tabs.Content className="tab-body" value={list} tabIndex={-1}>
          {list === 'nab' ? <NabTab rows={rows} /> : <UrlsTab rows={rows} />}
        </Tabs.Content>
      </Tabs.Root>
    </Drawer>
  );
}
