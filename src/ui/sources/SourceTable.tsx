import { Fragment, type ReactElement } from 'react';
import { choose, type ListName } from '../../state/sources/store';
import { bytes, count, plural } from '../../core/format';
import { baseName } from '../kit/format';
import { RowState } from './RowState';
import { grouped, isRunning, sumOf, type SourceRow } from './rows';

interface CheckProps {
  label: string;
  rows: readonly SourceRow[];
  list: ListName;
}

/** Selects all of some files, or none of them; files that are loaded or on their way cannot be selected. */
function Check({ label, rows, list }: CheckProps): ReactElement {
  const open = rows.filter((row) => !row.loaded && !isRunning(row));
  const chosen = open.filter((row) => row.chosen).length;
  return (
    <input
      type="checkbox"
      aria-label={label}
      disabled={open.length === 0}
      checked={open.length > 0 && chosen === open.length}
      ref={(box) => {
        if (box) box.indeterminate = chosen > 0 && chosen < open.length;
      }}
      onChange={(event) =>
        choose(
          list,
          open.map(({ file }) => file.name),
          event.target.checked,
        )
      }
    />
  );
}

function FileRow({ row, list, span }: { row: SourceRow; list: ListName; span: number }): ReactElement {
  const { file, anomalies, item } = row;
  const error = item?.phase === 'failed' || item?.phase === 'pausing' ? item.error : undefined;
  const sha256 = file.sha256;
  return (
    <>
      <tr className={error ? 'with-error' : ''}>
        <td>
          <Check label={`Select ${file.name}`} rows={[row]} list={list} />
        </td>
        <th scope="row" title={list === 'nab' ? file.name : file.url}>
          <span className="ellipsis">{list === 'nab' ? baseName(file.name) : file.name}</span>
        </th>
        <td className="num">{file.bytes === undefined ? '–' : bytes(file.bytes)}</td>
        {list === 'nab' && <td className="num">{anomalies === null ? '–' : count(anomalies)}</td>}
        {list === 'nab' && (
          <td title={sha256 && `sha256 ${sha256}`}>
            <code className="muted">{sha256?.slice(0, 8)}</code>
          </td>
        )}
        <td>
          <RowState row={row} />
        </td>
      </tr>
      {error && (
        <tr className="source-error">
          <td colSpan={span} data-code={error.code}>
            {error.message}
          </td>
        </tr>
      )}
    </>
  );
}

/** The files of a list by group, each with its state. */
export function SourceTable({ rows, list }: { rows: readonly SourceRow[]; list: ListName }): ReactElement {
  const span = list === 'nab' ? 6 : 4;
  return (
    <>
      <div className="source-all">
        <Check label="Select all files" rows={rows} list={list} />
        <span className="grow">
          All {plural(rows.length, 'file')}
          {sumOf(rows) > 0 && `, ${bytes(sumOf(rows))}`}
        </span>
      </div>
      <div className="scroll" tabIndex={0} role="region" aria-label="Files">
        <table className="plain sources">
          <thead>
            <tr>
              <th scope="col">
                <span className="visually-hidden">Selected</span>
              </th>
              <th scope="col">File</th>
              <th scope="col" className="num">
                Size
              </th>
              {list === 'nab' && (
                <th
                  scope="col"
                  className="num"
                  title="Labelled windows; for a label file, all of its entries"
                >
                  Anomalies
                </th>
              )}
              {list === 'nab' && <th scope="col">sha256</th>}
              <th scope="col">State</th>
            </tr>
          </thead>
          <tbody>
            {grouped(rows).map(([group, members]) => (
              <Fragment key={group}>
                <tr className="source-group">
                  <td>
                    <Check label={`Select all of ${group}`} rows={members} list={list} />
                  </td>
                  <td colSpan={span - 1}>
                    {group}{' '}
                    <span className="muted">
                      {count(members.length)}
                      {sumOf(members) > 0 && `, ${bytes(sumOf(members))}`}
                    </span>
                  </td>
                </tr>
                {members.map((row) => (
                  <FileRow key={row.file.url} row={row} list={list} span={span} />
                ))}
              </Fragment>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
