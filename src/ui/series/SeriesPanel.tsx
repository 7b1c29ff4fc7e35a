import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef, type ReactElement } from 'react';
import { addSamples } from '../../state/ingest/add';
import { dismissNotice, dismissSkipped, useFiles, rawFiles } from '../../state/ingest/files';
import { removeSource, useRecipe } from '../../state/recipe/recipe';
import { useSession } from '../../state/page/page';
import { discardUnreadable } from '../../state/session/session';
import type { SeriesInfo } from '../../state/engine/engine';
import { dismissOpened, useVerify, verifyOpened } from '../../state/verify/verify';
import { chooseSeries, openDialog, setFilter, setTab, toggleFolder, useView } from '../../state/view/view';
import { Sparkline } from '../charts';
import { IconButton } from '../kit/controls';
import { Icon } from '../kit/Icon';
import { LabelFileFindings } from '../label/LabelFileFindings';
import { ErrorNotice } from '../kit/Notice';
import { hasNotes, hasUnread } from '../view/ReadingNotes';
import { ReadOnlyNotice } from '../shell/OtherTab';
import { PausedNotice } from '../recipe/Paused';
import { makeSynthetic } from '../synth/actions';
import { FailedSources, SeriesMenu } from '../synth/seriesList';
import { download } from '../kit/take';
import { pickFiles } from '../ingest/files';
import { count, plural } from '../../core/format';
import { baseName, folderOf } from '../kit/format';
import { px } from '../styles/properties';
import { Name } from '../kit/Name';

type Row = { folder: string; size: number } | { series: SeriesInfo };

function Entry({ series }: { series: SeriesInfo }): ReactElement {
  const chosen = useView((view) => view.chosen === series.name);
  const rejected = useFiles((files) => files.reports[series.file]?.rejected ?? 0);
  const unread = useFiles((files) => hasUnread(files.reports[series.file], series.name));
  const state = rejected
    ? `${count(rejected)} rejected`
    : unread
      ? 'cells unread'
      : series.labels
        ? plural(series.labels, 'label')
        : 'ok';
  return (
    <div className={`series-row ${chosen ? 'chosen' : ''}`}>
      <button
        type="button"
        className="series-pick"
        aria-current={chosen ? 'true' : undefined}
        title={series.name}
        onClick={() => chooseSeries(series.name)}
      >
        <span className={`dot ${rejected || unread ? 'warn' : 'good'}`} />
        <span className="two">
          <Name text={baseName(series.name)} />
          <span className="ellipsis">
            {count(series.rows)} rows · {state}
          </span>
        </span>
        <Sparkline values={series.sparkline} width={52} height={20} />
      </button>
      <SeriesMenu series={series} />
      <IconButton
        className="small remove"
        icon="close"
        label={`Remove ${series.file}`}
        onClick={() => removeSource(series.file)}
      />
    </div>
  );
}

/** Whether the content of a file of the recipe is in the page: where not, it is awaited, never shown as loaded. */
const isThere = ({ file }: { file: string }): boolean => rawFiles.has(file);

function MissingFiles(): ReactElement | null {
  const { sources, labels } = useRecipe((state) => state.recipe);
  const restored = useSession((session) => session.restored);
  useFiles((files) => files.version + files.notices.length);
  const open = restored ? [...sources, ...labels].filter((source) => !isThere(source)) : [];
  if (open.length === 0) return null;
  return (
    <ul className="notices plain-list" aria-label="Missing files of the recipe">
      {open.map(({ file, sha256 }) => (
        <li key={file} className="notice warning">
          <div className="row">
            <div className="grow">
              Missing: <strong>{file}</strong>
              {sha256 && <code>sha256 {sha256.slice(0, 12)}…</code>} Drop it here, or choose its file again.
              <button type="button" className="button" onClick={() => pickFiles(false)}>
                Choose…
              </button>
            </div>
            <IconButton
              className="small"
              icon="close"
              label={`Remove ${file}`}
              onClick={() => removeSource(file)}
            />
          </div>
        </li>
      ))}
    </ul>
  );
}

/** Sessions that could not be read: nothing takes their place until the person has decided. */
function Unreadable(): ReactElement | null {
  const unreadable = useSession((session) => session.unreadable);
  if (unreadable.length === 0) return null;
  return (
    <ul className="notices plain-list" aria-label="Sessions that could not be read">
      {unreadable.map(({ key, reason, text }) => (
        <li key={key} className="notice error" role="alert" data-code="session-unreadable">
          Your last session could not be read: {reason.replace(/\.$/, '')}. It is kept as it was.
          <div className="row">
            <button
              type="button"
              className="button"
              onClick={() => download(new Blob([text], { type: 'application/json' }), 'session.json')}
            >
              Download it
            </button>
            <button type="button" className="button" onClick={() => void discardUnreadable(key)}>
              Discard it
            </button>
          </div>
        </li>
      ))}
    </ul>
  );
}

/** The bundle that was opened last, and the way to verify it. */
function OpenedBundle(): ReactElement | null {
  const opened = useVerify((state) => state.opened);
  if (!opened) return null;
  return (
    <div className="label-file row">
      <span className="grow ellipsis muted" title={opened.name}>
        Opened from {opened.name}
      </span>
      <button
        type="button"
        className="button quiet"
        onClick={() => {
          openDialog('verify');
          void verifyOpened();
        }}
      >
        Verify
      </button>
      <IconButton className="small" icon="close" label="Dismiss the bundle" onClick={dismissOpened} />
    </div>
  );
}

/** Files that came along in a folder or an archive and were left out: one line, with their names and the reasons on demand. */
function SkippedFiles(): ReactElement | null {
  const skipped = useFiles((files) => files.skipped);
  if (skipped.length === 0) return null;
  const shown = skipped.slice(0, 200);
  return (
    <div className="label-file">
      <details className="muted" title={shown.map(({ file }) => file).join('\n')}>
        <summary>{plural(skipped.length, 'file')} skipped</summary>
        <ul tabIndex={0} aria-label="Files that were left out">
          {shown.map(({ file, why }) => (
            <li key={file}>
              {file}: {why}
            </li>
          ))}
          {skipped.length > shown.length && <li>… and {count(skipped.length - shown.length)} more.</li>}
        </ul>
        <button type="button" className="button quiet" onClick={dismissSkipped}>
          Dismiss
        </button>
      </details>
    </div>
  );
}

/** A label file: how many labels belong to a loaded series, and the entries that match none. */
function LabelFile({ file }: { file: string }): ReactElement {
  const report = useFiles((files) => files.labelFiles.find((one) => one.file === file));
  const unmatched = report?.unmatched ?? [];
  return (
    <div className="label-file">
      <div className="row">
        <span className="dot warn" />
        <span className="two grow" title={file}>
          <span className="ellipsis">{baseName(file)}</span>
          {report && <span className="ellipsis muted">{plural(report.attached, 'label')} attached</span>}
          {report && report.covered > 0 && (
            <span className="muted">
              {plural(report.covered, 'point')} within windows of another file: the windows stand for them
            </span>
          )}
          {report?.shared.map(({ key, series }) => (
            <span key={key} className="muted">
              {key} has {plural(series, 'series', 'series')}: all have its labels
            </span>
          ))}
        </span>
        <IconButton
          className="small"
          icon="close"
          label={`Remove ${file}`}
          onClick={() => removeSource(file)}
        />
      </div>
      {unmatched.length > 0 && (
        <details>
          <summary>
            {plural(unmatched.length, 'label entry matches', 'label entries match')} no loaded file
          </summary>
          <ul tabIndex={0} aria-label={`Entries of ${file} that match no loaded file`}>
            {unmatched.map((name) => (
              <li key={name}>{name}</li>
            ))}
          </ul>
        </details>
      )}
      <LabelFileFindings file={file} />
    </div>
  );
}

export function SeriesPanel(): ReactElement {
  const { series, notices, rejected, reports } = useFiles();
  const noted = Object.values(reports).filter(hasNotes).length;
  const labelFiles = useRecipe((state) => state.recipe.labels);
  const { filter, folded } = useView();
  const box = useRef<HTMLDivElement>(null);
  const rows = useMemo(() => {
    const folders = new Map<string, SeriesInfo[]>();
    for (const one of series) {
      if (!one.name.toLowerCase().includes(filter.toLowerCase())) continue;
      const folder = folderOf(one.name);
      const members = folders.get(folder);
      if (members) members.push(one);
      else folders.set(folder, [one]);
    }
    return [...folders].flatMap(([folder, members]): Row[] => [
      ...(folder ? [{ folder, size: members.length }] : []),
      ...(folded.includes(folder) ? [] : members.map((one) => ({ series: one }))),
    ]);
  }, [series, filter, folded]);
  const list = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: (index) => (rows[index] && 'folder' in rows[index] ? 28 : 40),
    getItemKey: (index) => {
      const row = rows[index];
      return row ? ('folder' in row ? `folder ${row.folder}` : row.series.name) : index;
    },
    overscan: 8,
  });
  return (
    <aside className="side series" aria-label="Series">
      <div className="panel-head">
        <h2 className="grow ellipsis">
          Series {series.length > 0 && <span className="muted">{count(series.length)}</span>}
        </h2>
        <button type="button" className="button quiet" onClick={() => pickFiles(false)}>
          + files
        </button>
        <button type="button" className="button quiet" onClick={() => pickFiles(true)}>
          + folder
        </button>
        <button type="button" className="button quiet" onClick={() => openDialog('sources')}>
          + sources
        </button>
        <button
          type="button"
          className="button quiet"
          aria-label="+ synthetic series"
          title="Make a synthetic series"
          onClick={makeSynthetic}
        >
          + synth
        </button>
      </div>
      {series.length > 5 && (
        <div className="series-filter">
          <input
            className="input"
            type="search"
            placeholder="Filter"
            aria-label="Filter series"
            value={filter}
            onChange={(event) => setFilter(event.target.value)}
          />
        </div>
      )}
      {notices.length > 0 && (
        <div className="notices">
          {notices.map(({ id, tone, error }) => (
            <ErrorNotice key={id} tone={tone} error={error} onDismiss={() => dismissNotice(id)} />
          ))}
        </div>
      )}
      <OpenedBundle />
      <SkippedFiles />
      <ReadOnlyNotice />
      <Unreadable />
      <PausedNotice />
      <MissingFiles />
      <FailedSources />
      <div
        ref={box}
        className="scroll"
        tabIndex={rows.length ? 0 : -1}
        role="group"
        aria-label="Loaded series"
      >
        <div className="virtual" style={{ '--height': px(list.getTotalSize()) }}>
          {list.getVirtualItems().map((item) => {
            const row = rows[item.index];
            return (
              <div key={item.key} style={{ '--top': px(item.start) }}>
                {row && 'folder' in row && (
                  <button
                    type="button"
                    className="folder"
                    aria-expanded={!folded.includes(row.folder)}
                    onClick={() => toggleFolder(row.folder)}
                  >
                    <Icon name={folded.includes(row.folder) ? 'right' : 'down'} />
                    <span className="ellipsis">{row.folder}</span> <span>{row.size}</span>
                  </button>
                )}
                {row && 'series' in row && <Entry series={row.series} />}
              </div>
            );
          })}
        </div>
        {series.length > 0 && rows.length === 0 && <p className="said">No series matches “{filter}”.</p>}
      </div>
      {labelFiles.filter(isThere).map(({ file }) => (
        <LabelFile key={file} file={file} />
      ))}
      {rejected > 0 && (
        <button type="button" className="button quiet" onClick={() => setTab('rejects')}>
          {plural(rejected, 'line')} rejected: show
        </button>
      )}
      {rejected === 0 && noted > 0 && (
        <button type="button" className="button quiet" onClick={() => setTab('rejects')}>
          Notes on {plural(noted, 'file')} as read: show
        </button>
      )}
      {series.length === 0 && (
        <button type="button" className="button quiet" onClick={() => void addSamples()}>
          Load the samples
        </button>
      )}
    </aside>
  );
}
