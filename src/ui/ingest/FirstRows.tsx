import type { ReactElement } from 'react';
import type { Inspection } from '../../core/ingest/types';
import { at } from '../../core/list';
import './ingest.css';

/** The first rows of a file as they are read now, with the type of each column. */
export function FirstRows({ inspection, busy }: { inspection: Inspection; busy: boolean }): ReactElement {
  const { columns, preview, types } = inspection;
  return (
    <div className="first-rows" tabIndex={0} role="region" aria-label="First rows" aria-busy={busy}>
      <table className="plain">
        <thead>
          <tr>
            {columns.map((column, index) => (
              <th key={column} scope="col">
                {column}
                <span className="muted regular"> {at(types, index)}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {preview.slice(0, 20).map((row, line) => (
            <tr key={line}>
              {columns.map((column, index) => (
                <td key={column} className={at(types, index) === 'number' ? 'num' : ''}>
                  {row[index]}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
