import type { ReactElement } from 'react';
import { durationText } from '../../core/recipe';
import { formatCount, formatLocal, formatUtc, formatValue } from './format';
import { rowsIn, type RowAxis } from './labelRows';
import { palettes, type Palette, type Theme } from './palette';
import { plot } from './seriesOption';
import type { ChartLabel, Reading as ReadingData } from './seriesView';

const sign: Record<ReadingData['lines'][number]['kind'], { glyph: string; colour: keyof Palette }> = {
  raw: { glyph: '—', colour: 'raw' },
  processed: { glyph: '—', colour: 'processed' },
  outlier: { glyph: '▲', colour: 'outlier' },
  protected: { glyph: '△', colour: 'outlier' },
  filled: { glyph: '■', colour: 'filled' },
  label: { glyph: '▒', colour: 'labelled' },
  gap: { glyph: '░', colour: 'gap' },
  nab: { glyph: '▯', colour: 'faint' },
  false: { glyph: '▾', colour: 'outlier' },
  proposal: { glyph: '○', colour: 'processed' },
};

interface DraggedProps {
  label: ChartLabel;
  /** How many labels are in hand; the first one's times are told. */
  count: number;
  rows: RowAxis;
  theme: Theme;
}

/** The interval of a label in hand, above the plot. */
export function Dragged({ label, count, rows, theme }: DraggedProps): ReactElement {
  const colours = palettes[theme];
  const covered = rowsIn(rows, label.start, label.end);
  const length = covered > 1 ? ` · ${durationText(label.end - 1 - label.start)}` : '';
  return (
    <div
      role="status"
      style={{
        position: 'absolute',
        top: plot.top + 4,
        left: plot.left + 6,
        padding: '2px 8px',
        font: '12px/18px system-ui, sans-serif',
        fontVariantNumeric: 'tabular-nums',
        color: colours.text,
        background: colours.background,
        border: `1px solid ${colours.grid}`,
        borderRadius: 4,
        pointerEvents: 'none',
        zIndex: 2,
      }}
    >
      {formatUtc(label.start / 1000)} · {formatCount(covered)} {covered === 1 ? 'row' : 'rows'}
      {length}
      {count > 1 && ` · and ${formatCount(count - 1)} more`}
    </div>
  );
}

interface ReadingProps {
  reading: ReadingData;
  theme: Theme;
  /** Of the moment, in pixels from the left edge. */
  x: number;
  width: number;
}

/** A hair line at a moment and what stands there, beside it on the side with more room. */
export function Reading({ reading, theme, x, width }: ReadingProps): ReactElement {
  const colours = palettes[theme];
  const side = x > width / 2 ? { right: width - x + 10 } : { left: x + 10 };
  return (
    <>
      <div
        style={{
          position: 'absolute',
          left: x,
          top: plot.top,
          bottom: plot.bottom,
          width: 1,
          background: colours.faint,
          opacity: 0.6,
          pointerEvents: 'none',
        }}
      />
      <div
        role="tooltip"
        style={{
          position: 'absolute',
          top: plot.top + 4,
          ...side,
          maxWidth: 340,
          padding: '6px 9px',
          font: '12px/1.45 system-ui, sans-serif',
          fontVariantNumeric: 'tabular-nums',
          color: colours.text,
          background: colours.background,
          border: `1px solid ${colours.grid}`,
          borderRadius: 4,
          boxShadow: '0 2px 8px rgb(0 0 0 / 12%)',
          pointerEvents: 'none',
          zIndex: 2,
        }}
      >
        <div style={{ fontWeight: 600 }}>{formatUtc(reading.timeMs)}</div>
        {new Date(reading.timeMs).getTimezoneOffset() !== 0 && (
          <div style={{ color: colours.faint }}>{formatLocal(reading.timeMs)} here</div>
        )}
        {reading.lines.map((line, index) => (
          <div key={index} style={{ display: 'flex', gap: 6 }}>
            <span aria-hidden="true" style={{ color: colours[sign[line.kind].colour], width: 12 }}>
              {sign[line.kind].glyph}
            </span>
            <span style={{ flex: 1, overflowWrap: 'anywhere' }}>{line.text}</span>
            {line.value !== null && <span>{formatValue(line.value)}</span>}
          </div>
        ))}
      </div>
    </>
  );
}
