/** Labels as rows of tables of the database. */
import type { Label, LabelRow } from '../../../core/label/types';
import { arrowStream, int32Column, textColumn, timestampColumn, type ArrowColumn } from '../duckdb/arrow';

type Cells = readonly (number | null | undefined)[];

const present = (cells: Cells): { present: Uint8Array } => ({
  present: Uint8Array.from(cells, (cell) => (typeof cell === 'number' ? 1 : 0)),
});

const whole = (name: string, cells: Cells): ArrowColumn =>
  int32Column(
    name,
    Int32Array.from(cells, (cell) => cell ?? 0),
    present(cells),
  );

const time = (name: string, cells: Cells): ArrowColumn =>
  timestampColumn(
    name,
    BigInt64Array.from(cells, (cell) => BigInt(cell ?? 0)),
    present(cells),
  );

/** Labels as rows of the table `labels`; what a run finds out about them is null before one. Undefined without labels. */
export function labelsArrow(labels: readonly (Label & Partial<LabelRow>)[]): Uint8Array | undefined {
  if (labels.length === 0) return undefined;
  return arrowStream([
    textColumn('id', labels, ({ id }) => id),
    textColumn('series', labels, ({ series }) => series),
    time(
      'start',
      labels.map(({ start }) => start),
    ),
    time(
      'end',
      labels.map(({ end }) => end),
    ),
    textColumn('type', labels, ({ type }) => type),
    textColumn('shape', labels, ({ shape }) => shape),
    textColumn('origin', labels, ({ origin }) => origin),
    textColumn('file', labels, ({ file }) => file ?? ''),
    whole(
      'raw_rows',
      labels.map(({ rawRows }) => rawRows),
    ),
    whole(
      'processed_rows',
      labels.map(({ processedRows }) => processedRows),
    ),
    time(
      'processed_start',
      labels.map(({ processedStart }) => processedStart),
    ),
    time(
      'processed_end',
      labels.map(({ processedEnd }) => processedEnd),
    ),
  ]);
}
