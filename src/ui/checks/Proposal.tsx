import { useId, useState, type ReactElement } from 'react';
import { boundKind } from '../../core/checks/kinds';
import { plural } from '../../core/format';
import type { Check } from '../../core/recipe/types';
import { toLabError, type LabError } from '../../core/errors';
import { addChecks, dismissProposal, useChecks } from '../../state/checks/checks';
import { ErrorNotice } from '../kit/Notice';

/** Which rows a check is about. */
const aboutText = ({ for: series, scope }: Check): string =>
  series ? series.join(', ') : scope === 'all' ? 'all rows together' : 'each series';

/** Checks that were proposed: each may be left out before they are added. */
export function Proposal(): ReactElement | null {
  const proposed = useChecks((state) => state.proposed);
  return proposed ? <Choices key={JSON.stringify(proposed)} proposed={proposed} /> : null;
}

function Choices({ proposed }: { proposed: readonly Check[] }): ReactElement {
  const [left, setLeft] = useState<ReadonlySet<number>>(new Set());
  const [error, setError] = useState<LabError | null>(null);
  const id = useId();
  const taken = proposed.filter((_, index) => !left.has(index));
  const toggle = (index: number): void => {
    const next = new Set(left);
    if (!next.delete(index)) next.add(index);
    setLeft(next);
  };
  const add = (): void => {
    try {
      addChecks(taken);
      dismissProposal();
    } catch (thrown) {
      setError(toLabError(thrown));
    }
  };
  return (
    <section className="proposal" aria-labelledby={id}>
      <div className="bar">
        <h3 id={id} className="grow">
          {proposed.length === 0
            ? 'Nothing to propose: the recipe has these checks already'
            : `${plural(proposed.length, 'check')} proposed: all hold for the rows of the last run`}
        </h3>
        <button type="button" className="button" onClick={dismissProposal}>
          Dismiss
        </button>
        {proposed.length > 0 && (
          <button type="button" className="button primary" disabled={taken.length === 0} onClick={add}>
            Add {plural(taken.length, 'check')}
          </button>
        )}
      </div>
      {error && <ErrorNotice error={error} onDismiss={() => setError(null)} />}
      <ul className="plain-list proposal-list">
        {proposed.map((check, index) => (
          <li key={check.id ?? index}>
            <label className="choice">
              <input type="checkbox" checked={!left.has(index)} onChange={() => toggle(index)} />
              <span className="ellipsis">{boundKind(check).sentence}</span>
              <span className="muted ellipsis">{aboutText(check)}</span>
            </label>
          </li>
        ))}
      </ul>
    </section>
  );
}
