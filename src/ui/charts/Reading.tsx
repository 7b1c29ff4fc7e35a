import type { ReactElement } from 'react';
import { count as counted, plural } from '../../core/format';
import { durationText } from '../../core/recipe';
import { formatLocal, formatUtc, formatValue } from './format';
import { rowsIn, type RowAxis } from './labels/rowAxis';
import { palettes, type Palette, type Theme } from '../styles/palette';
import { px } from '../styles/properties';
import type { ChartLabel, Reading as ReadingData } from './seriesView';

const sign: Record<ReadingData['lines'][number]['kind'], { glyph: string; colour: keyof Palette }> = {
  raw: { glyph: '—', colour: 'raw' },
  processed: { glyph: '—', colour: 'processed' },
  outlier: { glyph: '▲', colour: 'outlier' },
  protected: { glyph: '△', colour: 'outlier' },
  filled: { glyph: '■', colour: 'filled' },
  label: { glyph: '▒', colour: 'labelled' },
  gap: { glyph: '░', colour: 'gap' },
  nab: { glyph: '▯', colour: 'textMuted' },
  'false-positive': { glyph: '▾', colour: 'outlier' },
  proposal: { glyph: '○', colour: 'processed' },
};

interface DraggedProps {
  label: ChartLabel;
  /** How many labels are being dragged; the times are those of the first. */
  count: number;
  rows: RowAxis;
}

/** The interval of a label that is being dragged, above the plot. */
export function Dragged({ label, count, rows }: DraggedProps): ReactElement {
  const covered = rowsIn(rows, label.start, label.end);
  const length = covered > 1 ? ` · ${durationText(label.end - 1 - label.start)}` : '';
  return (
    <div role="status" className="label-times">
      {formatUtc(label.start / 1000)} · {plural(covered, 'row')}
      {length}
      {count > 1 && ` · and ${counted(count - 1)} more`}
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
  const side = x > width / 2 ? 'left' : 'right';
  return (
    <>
      <div className="reading-line" style={{ '--x': px(x) }} />
      <div
        role="tooltip"
        className="reading-box"
        data-side={side}
        style={{ '--x': px(side === 'left' ? width - x : x) }}
      >
        <strong>{formatUtc(reading.timeMs)}</strong>
        {new Date(reading.timeMs).getTimezoneOffset() !== 0 && (
          <div className="muted">{formatLocal(reading.timeMs)} here</div>
        )}
        {reading.lines.map((line, index) => (
          <div key={index} className="reading-row">
            <span aria-hidden="true" style={{ '--colour': colours[sign[line.kind].colour] }}>
              {sign[line.kind].glyph}
            </span>
            <span>{line.text}</span>
            {line.value !== null && <span>{formatValue(line.value)}</span>}
          </div>
        ))}
      </div>
    </>
  );
}
