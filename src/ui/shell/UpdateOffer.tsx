import type { ReactElement } from 'react';
import { useExport } from '../../state/dataset/export';
import { useRun } from '../../state/engine/runState';
import { useFiles } from '../../state/ingest/files';
import { copiesSaved } from '../../state/ingest/storage';
import { takeUpdate, useUpdate } from '../../state/page/update';
import { flushSession } from '../../state/session/session';

const texts = {
  ready: 'A new version is ready',
  taken: 'Another tab took a new version: reload before you go on',
};

async function reload(): Promise<void> {
  await flushSession();
  await copiesSaved();
  takeUpdate(() => location.reload());
}

/** A new version of the lab: it waits until the person takes it, and until no work is under way. */
export function UpdateOffer(): ReactElement | null {
  const update = useUpdate(({ state }) => state);
  const loading = useFiles((files) => files.loading !== null);
  const running = useRun(({ pending }) => pending);
  const exporting = useExport(({ status }) => status === 'running');
  const busy = loading || running || exporting;
  if (update === 'none') return null;
  return (
    <span className="update" role="status">
      {texts[update]}
      <button
        type="button"
        className="button"
        disabled={busy}
        title={busy ? 'Once the work under way has ended' : 'Your session is kept'}
        onClick={() => void reload()}
      >
        Reload
      </button>
    </span>
  );
}
