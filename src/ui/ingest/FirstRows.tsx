import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef, type ReactElement } from 'react';
import type { Inspection } from '../../core/ingest/types';
import { at, maxOf } from '../../core/list';
import { px } from '../styles/properties';
import './ingest.css';

/** With more columns than this, only those in sight are in the page, at widths guessed from their text. */
const MAX_WHOLE = 50;
const CHARACTER = 8;
const PADDING = 20;
const MAX_WIDTH = 320;

/** Pixels that each column takes. */
function widthsOf({ columns, preview, types }: Inspection): number[] {
  return columns.map((column, index) => {
    const cells = preview.slice(0, 20).map((row) => row[index]?.length ?? 0);
    const characters = Math.max(column.length + 1 + at(types, index).length, maxOf(cells));
    return Math.min(MAX_WIDTH, PADDING + CHARACTER * characters);
  });
}

/** The first rows of a file as they are read now, with the type of each column. */
export function FirstRows({ inspection, busy }: { inspection: Inspection; busy: boolean }): ReactElement {
  const { columns, preview, types } = inspection;
  const box = useRef<HTMLDivElement>(null);
  const wide = columns.length > MAX_WHOLE;
  const widths = useMemo(() => (wide ? widthsOf(inspection) : []), [wide, inspection]);
  const across = useVirtualizer({
    horizontal: true,
    count: widths.length,
    getScrollElement: () => box.current,
    estimateSize: (index) => at(widths, index),
    overscan: 2,
  });
  const sight = across.getVirtualItems();
  const shown = wide ? sight.map(({ index }) => index) : columns.map((_, index) => index);
  // The columns out of sight, as one empty one on each side.
  const before = sight.at(0)?.start ?? 0;
  const after = wide ? across.getTotalSize() - (sight.at(-1)?.end ?? 0) : 0;
  const sized = (width: number): { style?: { '--width': string } } =>
    wide ? { style: { '--width': px(width) } } : {};
  const cells = (cell: (index: number) => ReactElement): ReactElement => (
    <>
      {before > 0 && <td className="out-of-sight" {...sized(before)} />}
      {shown.map(cell)}
      {after > 0 && <td className="out-of-sight" {...sized(after)} />}
    </>
  );
  return (
    <div ref={box} className="first-rows" tabIndex={0} role="region" aria-label="First rows" aria-busy={busy}>
      <table className={wide ? 'plain sized' : 'plain'} aria-colcount={columns.length}>
        <thead>
          <tr>
            {cells((index) => (
              <th
                key={at(columns, index)}
                scope="col"
                aria-colindex={index + 1}
                {...(wide ? sized(at(widths, index)) : {})}
              >
                {at(columns, index)}
                <span className="muted regular"> {at(types, index)}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {preview.slice(0, 20).map((row, line) => (
            <tr key={line}>
              {cells((index) => (
                <td
                  key={at(columns, index)}
                  aria-colindex={index + 1}
                  className={at(types, index) === 'number' ? 'num' : ''}
                >
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
