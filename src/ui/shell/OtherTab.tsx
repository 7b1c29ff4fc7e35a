import type { ReactElement } from 'react';
import { useSession } from '../../state/page/page';
import { ownLabHere, readOnlyHere, takeOverHere } from '../../state/session/tab';

function Choices(): ReactElement {
  return (
    <div className="row">
      <button type="button" className="button primary" onClick={takeOverHere}>
        Take over
      </button>
      <button type="button" className="button" onClick={readOnlyHere}>
        Read only
      </button>
      <button type="button" className="button" onClick={ownLabHere}>
        A lab of its own
      </button>
    </div>
  );
}

/** What stands in the place of the lab while another tab holds it. */
export function OtherTab(): ReactElement {
  const lost = useSession(({ tab }) => tab === 'lost');
  return (
    <main className="centre">
      <div className="empty">
        <h1>{lost ? 'The lab was taken over by another tab' : 'The lab is open in another tab'}</h1>
        <p>
          Two tabs would overwrite one another’s labels and recipe. Take the lab over into this tab, look at
          it as it is saved without changing it, or begin a lab of its own here: it shares nothing with the
          other, and stays with this tab.
        </p>
        <Choices />
      </div>
    </main>
  );
}

/** That this tab changes nothing. */
export function ReadOnlyNotice(): ReactElement | null {
  const reads = useSession(({ tab }) => tab === 'reads');
  if (!reads) return null;
  return (
    <div className="notice info" role="status">
      <div className="row">
        <span className="grow">Read only: the lab is open in another tab.</span>
        <button type="button" className="button" onClick={takeOverHere}>
          Take over
        </button>
      </div>
    </div>
  );
}
