import type { ReactElement } from 'react';
import { plural } from '../../core/format';
import { checkBase, defaultBase } from '../../core/sources';
import { whyBlocked } from '../../state/sources/fetching';
import { setBase, setUrlText, useCatalogue } from '../../state/sources/store';
import { TextInput } from '../kit/form/fields';
import { ErrorNotice } from '../kit/Notice';
import type { SourceRow } from './rows';
import { SourceTable } from './SourceTable';

/** Warns before a fetch which origins are not allowed, and says how to allow them. */
function Blocked({ urls }: { urls: readonly string[] }): ReactElement | null {
  const origins = [...new Set(urls.map((url) => new URL(url).origin))];
  const blocked = origins.flatMap((origin) => whyBlocked(origin) ?? []);
  const [first] = blocked;
  if (!first) return null;
  const all = origins.filter((origin) => whyBlocked(origin) !== undefined).join(',');
  const error =
    blocked.length === 1
      ? first
      : {
          ...first,
          message: `${blocked.length} of these origins are not allowed, and nothing was sent. Start the lab with: npm start -- --sources ${all}`,
        };
  return <ErrorNotice tone="warning" error={error} />;
}

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
          <span className="muted">Base URL</span>
          <TextInput label="Base URL" value={base} check={problem} onChange={take} />
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

/** Any URLs, one per line; lines that are not valid are listed with why. */
export function UrlsTab({ rows }: { rows: readonly SourceRow[] }): ReactElement {
  const text = useCatalogue((state) => state.text);
  const { refused } = useCatalogue((state) => state.urls);
  const open = rows.filter((row) => !row.loaded && row.kept === undefined);
  return (
    <>
      <div className="drawer-top">
        <textarea
          className="input source-urls mono"
          aria-label="URLs, one per line"
          placeholder={'https://host/folder/series.csv\nhttps://host/folder/series.parquet'}
          spellCheck={false}
          rows={5}
          value={text}
          onChange={(event) => setUrlText(event.target.value)}
        />
        {refused.length > 0 && (
          <div className="notice warning" role="status">
            <strong>{plural(refused.length, 'invalid line')}</strong>
            <ul className="source-refused" tabIndex={0} aria-label="Invalid lines">
              {refused.map(({ line, text: source, reason }) => (
                <li key={line}>
                  Line {line}, <code>{source}</code>: {reason}
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
