import type { ReactElement } from 'react';
import { checkBase, defaultBase } from '../../core/sources';
import { setBase, useCatalogue } from '../../state/sources/store';
import { TextField } from '../kit/controls';
import { Blocked } from './Blocked';
import type { SourceRow } from './rows';
import { SourceTable } from './SourceTable';

const problem = (text: string): string | undefined => {
  const base = checkBase(text, location.href);
  return base.ok ? undefined : base.error.message;
};

function take(text: string): void {
  const base = checkBase(text, location.href);
  if (base.ok) setBase(base.value);
}

/** NAB's corpus, and where its files are fetched from. */
export function NabTab({ rows }: { rows: readonly SourceRow[] }): ReactElement {
  const base = useCatalogue((state) => state.base);
  const open = rows.some((row) => !row.loaded && row.kept === undefined);
  return (
    <>
      <div className="drawer-top">
        <div className="source-base">
          <span className="muted">Base address</span>
          <TextField label="Base address" value={base} check={problem} onChange={take} />
          {base !== defaultBase && (
            <button type="button" className="button" onClick={() => setBase(defaultBase)}>
              Default
            </button>
          )}
        </div>
        {open && <Blocked urls={[base]} />}
      </div>
      <SourceTable rows={rows} list="nab" />
    </>
  );
}
