import type { ReactElement } from 'react';
import { setUrlText, useCatalogue } from '../../state/sources/store';
import { many } from '../kit/format';
import { Blocked } from './Blocked';
import type { SourceRow } from './rows';
import { SourceTable } from './SourceTable';

/** Any addresses, one a line; a line that is not fetched says why. */
export function UrlsTab({ rows }: { rows: readonly SourceRow[] }): ReactElement {
  const text = useCatalogue((state) => state.text);
  const { refused } = useCatalogue((state) => state.urls);
  const open = rows.filter((row) => !row.loaded && row.kept === undefined);
  return (
    <>
      <div className="drawer-top">
        <textarea
          className="input source-urls mono"
          aria-label="Addresses, one a line"
          placeholder={'https://host/folder/series.csv\nhttps://host/folder/series.parquet'}
          spellCheck={false}
          rows={5}
          value={text}
          onChange={(event) => setUrlText(event.target.value)}
        />
        {refused.length > 0 && (
          <div className="notice warning" role="status">
            <strong>{many(refused.length, 'line')} left out</strong>
            <ul className="source-refused" tabIndex={0} aria-label="Lines left out">
              {refused.map(({ line, text: said, reason }) => (
                <li key={line}>
                  Line {line}, <code>{said}</code>: {reason}
                </li>
              ))}
            </ul>
          </div>
        )}
        <Blocked urls={open.map(({ file }) => file.url)} />
      </div>
      {rows.length > 0 && <SourceTable rows={rows} list="urls" />}
    </>
  );
}
