import { useState, type ReactElement } from 'react';
import { edgeLine, lineageSizes, type LineagePicture } from '../../core/dataset/lineage';
import { px } from '../styles/properties';
import { OfRun } from '../view/OfRun';
import { LineagePanel } from './LineagePanel';
import { LineageTable } from './LineageTable';
import { useLineage } from './useLineage';
import './lineage.css';

/** Where a line of text stands beside the line between nodes: the first above it, the others below. */
const textOf = (place: number): number => (place === 0 ? -6 : 12 * place);

/** The lines between nodes, and what flows along them. */
function Edges({ picture }: { picture: LineagePicture }): ReactElement {
  const { width, height, edges } = picture;
  return (
    <svg width={width} height={height} className="lineage-edges" aria-hidden="true">
      {edges.map((edge) => {
        const { x1, y1, x2, y2 } = edgeLine(picture, edge);
        const middle = (x1 + x2) / 2;
        const d = `M ${x1} ${y1} C ${middle} ${y1}, ${middle} ${y2}, ${x2} ${y2}`;
        return <path key={`${edge.from} ${edge.to}`} d={d} />;
      })}
      {edges.map((edge) => {
        const { x1, y1, x2, y2 } = edgeLine(picture, edge);
        // Where several lines meet in a node, each has its text where it begins.
        const alone = y1 === y2;
        const lines = alone ? edge.lines : [edge.lines.join(', ')];
        return (
          <g key={`${edge.from} ${edge.to}`}>
            {lines.map((line, place) => (
              <text
                key={line}
                x={alone ? (x1 + x2) / 2 : x1 + 4}
                y={alone ? y1 + textOf(place) : y1 + (y2 < y1 ? 12 : -4)}
                textAnchor={alone ? 'middle' : 'start'}
              >
                {line}
              </text>
            ))}
          </g>
        );
      })}
    </svg>
  );
}

/** Where the rows came from, what each step made of them and what is written: a picture, and the same as a table. */
export function LineageTab(): ReactElement {
  const picture = useLineage();
  const [open, setOpen] = useState<string | null>(null);
  const { node, row } = lineageSizes;
  const shown = picture.nodes.find(({ id }) => id === open);
  if (!picture.nodes.some(({ of }) => of.kind === 'source'))
    return <p className="said">Nothing is loaded.</p>;
  return (
    <OfRun>
      <div className={`lineage ${shown ? 'lineage-open' : ''}`}>
        <div className="lineage-main">
          <div className="lineage-scroll" role="group" aria-label="Lineage">
            <div
              className="lineage-picture"
              style={{ '--width': px(picture.width), '--height': px(picture.height) }}
            >
              <Edges picture={picture} />
              {picture.nodes.map(({ id, of, title, told, off, warns, x, y }) => (
                <button
                  key={id}
                  type="button"
                  className={`lineage-node lineage-node-${of.kind} ${off ? 'lineage-node-off' : ''} ${warns ? 'lineage-node-warns' : ''}`}
                  style={{ '--x': px(x), '--y': px(y), '--width': px(node), '--height': px(row) }}
                  aria-label={warns ? `${told}; with warnings` : told}
                  aria-expanded={id === open}
                  title={told}
                  onClick={() => setOpen(id === open ? null : id)}
                >
                  <span>{title}</span>
                </button>
              ))}
            </div>
          </div>
          <details className="lineage-table">
            <summary>As a table</summary>
            <LineageTable />
          </details>
        </div>
        {shown && (
          <LineagePanel key={shown.id} of={shown.of} title={shown.title} onClose={() => setOpen(null)} />
        )}
      </div>
    </OfRun>
  );
}
