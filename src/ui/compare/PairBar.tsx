import type { ReactElement } from 'react';
import type { Layer } from '../../core/view/types';
import {
  chooseCompare,
  setHistogramView,
  useCompare,
  type Against,
  type ComparePair,
} from '../../state/compare/compare';
import { useFiles } from '../../state/ingest/files';
import { IconButton, Select, type Option } from '../kit/controls';
import type { SideLook } from './plots';

const layers: Option<Layer>[] = [
  { value: 'raw', label: 'raw' },
  { value: 'processed', label: 'processed' },
];

const ownParts: Record<Exclude<Against, 'series'>, string> = {
  halves: 'Same series: second half',
  visible: 'Same series: visible range',
};

interface PairBarProps {
  /** The chosen series. */
  series: string;
  pair: ComparePair;
  looks: readonly [SideLook, SideLook] | null;
  onCopy?: (() => void) | undefined;
  copied: boolean;
}

/** How a side is drawn in every plot. */
function Key({ look }: { look: SideLook | undefined }): ReactElement {
  return (
    <svg
      className="compare-key"
      width="24"
      height="10"
      role="img"
      aria-label={look ? `drawn as: ${look.name}` : ''}
    >
      {look && (
        <line
          x1="0"
          y1="5"
          x2="24"
          y2="5"
          stroke={look.colour}
          strokeWidth="2"
          strokeDasharray={look.dash?.join(' ')}
        />
      )}
    </svg>
  );
}

/** The two sides of the comparison, and how the histogram shows them. */
export function PairBar({ series, pair, looks, onCopy, copied }: PairBarProps): ReactElement {
  const all = useFiles((files) => files.series);
  const histogram = useCompare((state) => state.histogram);
  const names: Option<string>[] = all.map(({ name }) => ({ value: `series:${name}`, label: name }));
  const others: Option<string>[] = [
    ...Object.entries(ownParts).map(([value, label]) => ({ value, label })),
    ...names,
  ];
  const own = pair.against !== 'series';
  const named = (value: string): string => value.slice('series:'.length);
  return (
    <div className="bar compare-bar">
      <span className="pair">
        <Key look={looks?.[0]} />
        <span className="muted">Reference</span>
        <span className="pair-name">
          <Select
            label="Reference"
            value={`series:${pair.reference.series}`}
            options={names}
            onChange={(value) => chooseCompare(series, { reference: named(value) })}
          />
        </span>
        <span className="pair-layer">
          <Select
            label="Layer of the reference"
            value={pair.reference.layer}
            options={layers}
            onChange={(referenceLayer) => chooseCompare(series, { referenceLayer })}
          />
        </span>
      </span>
      <span className="pair">
        <Key look={looks?.[1]} />
        <span className="muted">compared with</span>
        <span className="pair-name">
          <Select
            label="Compared with"
            value={own ? pair.against : `series:${pair.other.series}`}
            options={others}
            onChange={(value) =>
              chooseCompare(
                series,
                value === 'halves' || value === 'visible'
                  ? { against: value }
                  : { against: 'series', other: named(value) },
              )
            }
          />
        </span>
        {!own && (
          <span className="pair-layer">
            <Select
              label="Layer of the other"
              value={pair.other.layer}
              options={layers}
              onChange={(otherLayer) => chooseCompare(series, { otherLayer })}
            />
          </span>
        )}
      </span>
      <span className="compare-acts">
        <button
          type="button"
          className="button"
          aria-pressed={histogram === 'side'}
          onClick={() => setHistogramView(histogram === 'side' ? 'overlaid' : 'side')}
        >
          Side by side
        </button>
        <IconButton
          className="small"
          icon="copy"
          label={copied ? 'Copied' : 'Copy numbers'}
          disabled={!onCopy}
          onClick={onCopy}
        />
      </span>
    </div>
  );
}
