import { useState, type ReactElement } from 'react';
import type { PartitioningEntry, PartitioningsReport } from '../../core/dataset/partitioning';
import { bytes, count, plural, significant } from '../../core/format';
import type { ExportOptions } from '../../core/recipe/types';
import { comparePartitionings, partitioningsKey, usePartitionings } from '../../state/dataset/partitionings';
import { share, useRun } from '../../state/engine/runState';
import { useRecipe } from '../../state/recipe/recipe';
import { ErrorNotice } from '../kit/Notice';
import { Progress } from '../kit/Progress';
import './partitionTable.css';

const size = (value: number): string => bytes(Math.round(value));
/** Milliseconds for a person, with two digits: more are not known. */
const duration = (ms: number): string =>
  ms < 1000 ? `${significant(ms, 2)} ms` : `${significant(ms / 1000, 2)} s`;

interface EntryRowProps {
  entry: PartitioningEntry;
  best: boolean;
  used: boolean;
  onUse: () => void;
}

function EntryRow({ entry, best, used, onUse }: EntryRowProps): ReactElement {
  const { units, files, median, write, day, mean, anomalies } = entry;
  const name = units.at(-1) ?? 'none';
  const known = files !== null;
  return (
    <>
      <tr className={best ? 'partition-best' : ''}>
        <th scope="row">
          {name}
          {best && (
            <>
              {' '}
              <span className="partition-mark">recommended</span>
            </>
          )}
        </th>
        <td className="num">{known ? count(files) : 'too many'}</td>
        {Object.entries({
          median: size(median),
          all: size(entry.bytes),
          write: duration(write),
          day: duration(day),
          mean: duration(mean),
          anomalies: duration(anomalies),
        }).map(([key, text]) => (
          <td key={key} className="num">
            {known ? `≈ ${text}` : '–'}
          </td>
        ))}
        <td className="partition-use">
          {used ? (
            <span className="muted">in use</span>
          ) : (
            <button
              type="button"
              className={best ? 'button primary' : 'button quiet'}
              aria-label={`Partition by ${name}`}
              onClick={onUse}
            >
              Use
            </button>
          )}
        </td>
      </tr>
      {entry.warnings.map((warning) => (
        <tr key={warning} className="partition-warning">
          <td colSpan={9}>{warning}</td>
        </tr>
      ))}
    </>
  );
}

const heads = [
  'partition',
  'files',
  'median file',
  'all files',
  'write',
  'one day',
  'mean per day',
  'anomalies',
  '',
];

interface TableProps {
  report: PartitioningsReport;
  options: ExportOptions;
  onUse: (choice: Pick<ExportOptions, 'partition' | 'codec'>) => void;
}

function Table({ report, options, onUse }: TableProps): ReactElement {
  const [chosen, setChosen] = useState<ExportOptions['codec'] | null>(null);
  const codec = chosen ?? options.codec;
  const table = report.tables.find((one) => one.codec === codec);
  const { sample, asked, rows } = report;
  return (
    <>
      <div className="partition-codecs" role="radiogroup" aria-label="Codec of the table">
        {report.tables.map((one) => (
          <label key={one.codec} className="choice">
            <input
              type="radio"
              name="table codec"
              checked={one.codec === codec}
              onChange={() => setChosen(one.codec)}
            />
            {one.codec} <span className="muted">{significant(one.figures.bytes.each, 2)} bytes a row</span>
          </label>
        ))}
      </div>
      {table && (
        <div className="scroll" tabIndex={0} role="region" aria-label="Partitionings">
          <table className="plain partition-table">
            <thead>
              <tr>
                {heads.map((head) => (
                  <th key={head} scope="col">
                    {head}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {table.entries.map((entry, place) => (
                <EntryRow
                  key={entry.units.length}
                  entry={entry}
                  best={place === table.recommended}
                  used={entry.units.length === options.partition.length && codec === options.codec}
                  onUse={() => onUse({ partition: [...entry.units], codec })}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
      <p className="muted partition-note">
        Files are counted over {plural(rows, 'row')}. All else is extrapolated from a sample of{' '}
        {plural(sample.rows, 'row')} of {plural(sample.series, 'series', 'series')}, written and read by the
        lab in this browser in one thread ({duration(report.ms)} in all): files × what a file takes + rows ×
        what a row takes. Questions: {asked.day} of {asked.series}; a mean per day over all; all anomalies.
        Their time is that of reading what they need. Other engines take other times.
      </p>
    </>
  );
}

interface PartitionTableProps {
  options: ExportOptions;
  onUse: TableProps['onUse'];
}

/** The button that compares partitionings, and the table of what was found. */
export function PartitionTable({ options, onUse }: PartitionTableProps): ReactElement {
  const { of, report, busy, error } = usePartitionings();
  const key = useRecipe((state) => state.recipe);
  const version = useRun((run) => run.version);
  const ran = useRun((run) => run.report !== null);
  const stale = report !== null && of !== partitioningsKey(key, version);
  return (
    <section className="partitionings" aria-label="Comparison of partitionings">
      {busy ? (
        <Progress
          label="Comparing partitionings"
          text={busy.progress?.stage ?? 'Preparing'}
          done={share(busy.progress)}
          onCancel={busy.cancel}
        />
      ) : (
        (report === null || stale) && (
          <button
            type="button"
            className="button"
            disabled={!ran}
            onClick={() => void comparePartitionings()}
          >
            {stale ? 'Compare partitionings again…' : 'Compare partitionings…'}
          </button>
        )
      )}
      {error && <ErrorNotice error={error} />}
      {stale && !busy && (
        <p className="muted">The rows or options have changed since the partitionings were compared.</p>
      )}
      {report && !stale && <Table report={report} options={options} onUse={onUse} />}
    </section>
  );
}
