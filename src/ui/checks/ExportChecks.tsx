import type { ReactElement } from 'react';
import { plural } from '../../core/format';
import { acceptFailure, useChecks } from '../../state/checks/checks';
import { useExport } from '../../state/dataset/export';
import { share } from '../../state/engine/runState';
import { notify } from '../../state/ingest/files';
import { useRecipe } from '../../state/recipe/recipe';
import { Progress } from '../kit/Progress';
import { ErrorNotice } from '../kit/Notice';
import { failuresOf, useResults } from './useChecksNow';
import './checks.css';

/** Whether a failing check that nobody accepted keeps the data set from being exported. */
export function useStopped(): boolean {
  const exporting = useExport(({ status }) => status === 'running');
  const { results, current } = useResults(!exporting);
  const accept = useRecipe((state) => state.recipe.export.accept);
  return current && failuresOf(results, accept ?? []).some(({ accepted }) => !accepted);
}

/** The checks that fail, each to be accepted by its name. */
export function ExportChecks(): ReactElement | null {
  const { results } = useResults();
  const accept = useRecipe((state) => state.recipe.export.accept);
  const { busy, error } = useChecks();
  const failures = failuresOf(results, accept ?? []);
  return (
    <>
      {busy && (
        <Progress label="Checking" text="Checking" done={share(busy.progress)} onCancel={busy.cancel} />
      )}
      {error && <ErrorNotice error={error} />}
      {failures.length > 0 && (
        <div className="notice warning failures" role="group" aria-label="Checks that fail">
          <p>
            {plural(failures.length, 'check')} of the recipe {failures.length === 1 ? 'fails' : 'fail'}.
            Nothing is exported unless you accept {failures.length === 1 ? 'it' : 'each'}; the bundle records
            that.
          </p>
          <ul className="plain-list">
            {failures.map(({ id, first, series, accepted }) => (
              <li key={id}>
                <label className="choice">
                  <input
                    type="checkbox"
                    checked={accepted}
                    onChange={({ target }) => {
                      const refused = acceptFailure(id, target.checked);
                      if (refused) notify(refused);
                    }}
                  />
                  Export although {id} fails
                </label>
                <p className="muted failure-found">
                  Expected {first.expectation}; got {first.observed}
                  {first.series === undefined ? '' : ` in ${first.series}`}
                  {series > 1 ? `, and in ${plural(series - 1, 'more series', 'more series')}` : ''}.
                </p>
              </li>
            ))}
          </ul>
        </div>
      )}
    </>
  );
}
