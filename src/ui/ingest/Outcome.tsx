import { useState, type ReactElement, type ReactNode } from 'react';
import { count, plural } from '../../core/format';
import type { ImportPreview } from '../../core/ingest/types';
import type { FileSource } from '../../core/recipe/types';
import { finerTimes, inexactCells, span, utc } from '../kit/format';
import { Name } from '../kit/Name';
import { local, zoneMatters } from './formats';

interface FigureProps {
  label: string;
  value: ReactNode;
  below?: string | undefined;
  tone?: 'warn' | 'bad' | undefined;
}

const Figure = ({ label, value, below, tone }: FigureProps): ReactElement => (
  <div className="outcome-figure">
    <dt>{label}</dt>
    <dd className={tone}>{value}</dd>
    {below !== undefined && <dd className="below">{below}</dd>}
  </div>
);

interface OutcomeProps {
  outcome: ImportPreview | undefined;
  source: FileSource;
  /** Holds for what is chosen now. */
  current: boolean;
}

/** What would be loaded, in numbers, and all that would not be read as it stands. */
export function Outcome({ outcome, source, current }: OutcomeProps): ReactElement {
  const { zone } = source.time;
  const clock = (us: number | null): string | undefined =>
    us === null || zone === 'UTC' || !zoneMatters(source.time) ? undefined : `${local(us, zone)} in ${zone}`;
  return (
    <section
      className={`outcome ${current ? '' : 'dimmed'}`}
      aria-label="What would be loaded"
      aria-live="polite"
      aria-busy={!current}
    >
      {outcome ? (
        <>
          <dl className="outcome-figures">
            <Figure label="First time (UTC)" value={utc(outcome.first)} below={clock(outcome.first)} />
            <Figure label="Last time (UTC)" value={utc(outcome.last)} below={clock(outcome.last)} />
            <Figure label="Usual step" value={span(outcome.step)} />
            <Figure label="Series" value={count(outcome.seriesCount)} />
            <Figure label={outcome.complete ? 'Rows' : 'Rows, sample'} value={count(outcome.rows)} />
            <Figure
              label="Lines refused"
              value={count(outcome.rejected)}
              tone={outcome.rejected > 0 ? 'bad' : undefined}
            />
            <Figure
              label="Cells missing"
              value={count(outcome.missing)}
              tone={outcome.unreadable.length > 0 ? 'warn' : undefined}
            />
            {outcome.labels && (
              <Figure
                label="Labels"
                value={count(outcome.labels.runs)}
                below={`${plural(outcome.labels.rows, 'row')} labelled`}
              />
            )}
          </dl>
          <Findings outcome={outcome} zone={zone} />
        </>
      ) : (
        <p className="muted">
          {source.csv
            ? 'Nothing can be read with these settings yet.'
            : 'What comes of this file is seen once it is loaded.'}
        </p>
      )}
    </section>
  );
}

function Findings({ outcome, zone }: { outcome: ImportPreview; zone: string }): ReactElement {
  const { rejected, rejects, unreadable, short, assumed, complete, series, seriesCount } = outcome;
  const { inexact = [], finer } = outcome;
  return (
    <div className="findings">
      {!complete && (
        <p className="muted">
          Counted in a sample: the beginning of the file, and where it is not compressed its middle and end.
          Loading reads all of it.
        </p>
      )}
      {rejected > 0 && (
        <details open={outcome.rows === 0}>
          <summary className="bad">{plural(rejected, 'line')} refused, and why</summary>
          <ul className="plain-list finding-list" tabIndex={0} aria-label="Refused lines">
            {rejects.map(({ line, reason, text }) => (
              <li key={`${line} ${text}`}>
                <span className="muted">{line === null ? 'further on' : `line ${count(line)}`}: </span>
                {reason} <code title={text}>{text.slice(0, 120)}</code>
              </li>
            ))}
            {rejected > rejects.length && (
              <li className="muted">and {count(rejected - rejects.length)} more</li>
            )}
          </ul>
        </details>
      )}
      {unreadable.length > 0 && (
        <details>
          <summary className="warn">
            Cells that cannot be read and are missing for that, in {plural(unreadable.length, 'column')}
          </summary>
          <ul className="plain-list finding-list" tabIndex={0} aria-label="Cells that cannot be read">
            {unreadable.map(({ column, cells, reason }) => (
              <li key={column}>
                <strong>{column}</strong>: {plural(cells, 'cell')}; {reason}
              </li>
            ))}
          </ul>
        </details>
      )}
      {short > 0 && (
        <p className="warn">
          {plural(short, 'line lacks its', 'lines lack their')} last cells, which are missing.
        </p>
      )}
      {assumed > 0 && (
        <p className="warn">
          {plural(assumed, 'time')} without an offset among times with one: read in {zone}.
        </p>
      )}
      {inexact.map(({ column, cells }) => (
        <p className="warn" key={column}>
          {column}: {inexactCells(cells)}.
        </p>
      ))}
      {finer && <p className="warn">{finerTimes(finer)}.</p>}
      <SeriesNames names={series} all={seriesCount} />
    </div>
  );
}

/** Names of the series that would come; they are drawn once they are asked for. */
function SeriesNames({ names, all }: { names: readonly string[]; all: number }): ReactElement {
  const [filter, setFilter] = useState('');
  const [open, setOpen] = useState(false);
  const wanted = filter.trim().toLowerCase();
  const found = open ? names.filter((name) => name.toLowerCase().includes(wanted)) : [];
  return (
    <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>{plural(all, 'series', 'series')} by name</summary>
      {open && names.length > 12 && (
        <input
          className="input"
          type="search"
          placeholder="Filter series"
          aria-label="Filter the series to come"
          value={filter}
          onChange={({ target }) => setFilter(target.value)}
        />
      )}
      {open && (
        <ul className="plain-list finding-list" tabIndex={0} aria-label="Series to come">
          {found.map((name) => (
            <li key={name}>
              <Name text={name} />
            </li>
          ))}
          {all > names.length && <li className="muted">and {count(all - names.length)} more</li>}
          {found.length === 0 && names.length > 0 && <li className="muted">No series matches “{filter}”.</li>}
        </ul>
      )}
    </details>
  );
}
