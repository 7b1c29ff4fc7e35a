import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef, type ReactElement } from 'react';
import type { Inspection } from '../../core/ingest/types';
import { at, maxOf } from '../../core/list';
import type { FileSource } from '../../core/recipe/types';
import { px } from '../styles/properties';
import { Name } from '../kit/Name';
import { rolesOf } from './layout';
import './ingest.css';

/** About the width of a character and of a cell's padding, in pixels. */
const CHAR = 7;
const PADDING = 26;
const NARROWEST = 108;
const WIDEST = 230;

interface FirstRowsProps {
  inspection: Inspection;
  source: FileSource;
  busy: boolean;
}

/** The first rows of a file as they are read now; each column says what it is for. Only the columns in view are there. */
export function FirstRows({ inspection, source, busy }: FirstRowsProps): ReactElement {
  const { columns, preview, types } = inspection;
  const box = useRef<HTMLDivElement>(null);
  const roles = useMemo(() => rolesOf(source), [source]);
  const widths = useMemo(
    () =>
      columns.map((column, index) => {
        const longest = maxOf([column.length, ...preview.map((row) => (row[index] ?? '').length)]);
        return Math.min(WIDEST, Math.max(NARROWEST, longest * CHAR + PADDING));
      }),
    [columns, preview],
  );
  const list = useVirtualizer({
    horizontal: true,
    count: columns.length,
    getScrollElement: () => box.current,
    estimateSize: (index) => at(widths, index),
    getItemKey: (index) => `${columns[index] ?? ''} ${widths[index] ?? 0}`,
    overscan: 3,
  });
  const seen = list.getVirtualItems();
  const before = seen[0]?.start ?? 0;
  const after = list.getTotalSize() - (seen.at(-1)?.end ?? 0);
  return (
    <div
      ref={box}
      className={`first-rows ${busy ? 'dimmed' : ''}`}
      tabIndex={0}
      role="region"
      aria-label="First rows"
      aria-busy={busy}
    >
      <table className="plain" style={{ '--width': px(list.getTotalSize()) }} aria-colcount={columns.length}>
        <colgroup>
          <col style={{ '--width': px(before) }} />
          {seen.map(({ index, size }) => (
            <col key={index} style={{ '--width': px(size) }} />
          ))}
          <col style={{ '--width': px(after) }} />
        </colgroup>
        <thead>
          <tr>
            <td aria-hidden="true" />
            {seen.map(({ index }) => {
              const column = at(columns, index);
              const role = roles.get(column);
              return (
                <th
                  key={index}
                  scope="col"
                  aria-colindex={index + 1}
                  className={`${types[index] === 'number' ? 'num' : ''} ${role ? '' : 'unused'}`}
                >
                  <Name text={column} />
                  <span className="regular role-line">
                    {role && <span className={`role ${role}`}>{role}</span>}{' '}
                    {role === 'time' ? '' : types[index]}
                  </span>
                </th>
              );
            })}
            <td aria-hidden="true" />
          </tr>
        </thead>
        <tbody>
          {preview.slice(0, 20).map((row, line) => (
            <tr key={line}>
              <td aria-hidden="true" />
              {seen.map(({ index }) => (
                <td
                  key={index}
                  className={`${types[index] === 'number' ? 'num' : ''} ${roles.has(at(columns, index)) ? '' : 'unused'}`}
                  title={row[index]}
                >
                  {row[index]}
                </td>
              ))}
              <td aria-hidden="true" />
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
