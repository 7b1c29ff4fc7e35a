import type { ReactElement } from 'react';
import type { Inspection } from '../../core/ingest/types';
import './ingest.css';

const kinds = { number: 'number', time: 'time', text: 'text', empty: 'empty' } as const;

/** The first rows of a file as they are read now, with what each column seems to be. */
export function Preview({ inspection, busy }: { inspection: Inspection; busy: boolean }): ReactElement {
  const { columns, preview, types } = inspection;
  return (
    <div className="first-rows" tabIndex={0} role="region" aria-label="First rows" aria-busy={busy}>
      <table className="plain">
        <thead>
          <tr>
            {columns.map((column, at) => (
              <th key={column} scope="col">
                {column}
                <span className="muted regular"> {kinds[types[at] ?? 'text']}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {preview.slice(0, 20).map((row, at) => (
            <tr key={at}>
              {columns.map((column, index) => (
                <td key={column} className={types[index] === 'number' ? 'num' : ''}>
                  {row[index] ?? ''}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
