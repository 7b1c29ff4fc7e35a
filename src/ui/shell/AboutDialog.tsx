import { useState, type ReactElement } from 'react';
import { plural } from '../../core/format';
import { noticesFile, readNotices, type Notice } from '../../state/page/notices';
import { useSession, version } from '../../state/page/page';
import { openDialog } from '../../state/view/view';
import { useFetched } from '../kit/hooks';
import { Modal } from '../kit/Modal';
import { ErrorNotice } from '../kit/Notice';
import './about.css';

/** The copyright as the package states it: its texts, else its author. */
function copyrightOf({ copyright, author }: Notice): string {
  if (copyright.length > 0) return copyright.join('\n');
  return author === null
    ? 'The package names no holder of the copyright.'
    : `The package names no holder of the copyright; its author is ${author}.`;
}

/** One package: folded, its name, version and licence; open, its texts too. */
function Package({ notice }: { notice: Notice }): ReactElement {
  const [open, setOpen] = useState(false);
  const { name, version: ofPackage, licence, gaps, texts } = notice;
  return (
    <li>
      <details onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>
          {name} <span className="muted">{ofPackage}</span>{' '}
          <span className="muted">{licence ?? 'no licence named'}</span>
        </summary>
        {open && (
          <>
            <p className="copyright">{copyrightOf(notice)}</p>
            {gaps.map((gap) => (
              <p key={gap} className="warn">
                {gap}
              </p>
            ))}
            {texts.map(({ file, text }) => (
              <pre key={file} className="mono" tabIndex={0} aria-label={`${file} of ${name}`}>
                {text}
              </pre>
            ))}
          </>
        )}
      </details>
    </li>
  );
}

const has = ({ name, licence }: Notice, words: string): boolean =>
  `${name} ${licence ?? ''}`.toLowerCase().includes(words);

/** What the lab is: its version, its licence, and the notices of the packages in it. */
export function AboutDialog(): ReactElement {
  const duckdb = useSession((session) => session.duckdb);
  const { data: notices, error } = useFetched('notices', readNotices);
  const [find, setFind] = useState('');
  const found = notices?.filter((notice) => has(notice, find.trim().toLowerCase())) ?? [];
  return (
    <Modal
      title="About Anomaly Data Lab"
      description={`Version ${version}, MIT licence.${duckdb === null ? '' : ` DuckDB ${duckdb}.`} Nothing is uploaded: all data stay in this browser.`}
      wide
      onClose={() => openDialog(null)}
      foot={
        <a className="button" href={noticesFile} download>
          Save all notices as text
        </a>
      }
    >
      <h3>Third-party software</h3>
      {error && <ErrorNotice error={error} />}
      {notices && (
        <>
          <input
            type="search"
            className="input"
            aria-label="Find a package or a licence"
            placeholder="Find a package or a licence"
            value={find}
            onChange={(event) => setFind(event.target.value)}
          />
          <p className="muted" role="status">
            {found.length === notices.length
              ? plural(notices.length, 'package')
              : `${plural(found.length, 'package')} of ${notices.length}`}
          </p>
          <ul className="plain-list about-packages" aria-label="Third-party software">
            {found.map((notice) => (
              <Package key={`${notice.name} ${notice.version}`} notice={notice} />
            ))}
          </ul>
        </>
      )}
      {!notices && !error && <p className="muted">Reading the notices…</p>}
    </Modal>
  );
}
