/** Files of text for the bundle, as streams of bytes. */
import { csvCell, csvNumber, isoTime } from '../../../core/dataset/csv';
import { LabFailure } from '../../../core/errors';
import { identifier, integer } from '../../../core/sql';
import type { ExportContext } from './context';
import { scan } from './partitionScan';

export const utf8 = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);

/** The processed rows of one series as CSV. */
export async function* csvLines(
  { database, processed, signal }: ExportContext,
  series: { id: number; name: string },
): AsyncGenerator<Uint8Array<ArrayBuffer>, void> {
  yield utf8('series,timestamp,value\r\n');
  const only = ` WHERE sid = ${integer(series.id)}`;
  const source = `(SELECT * FROM ${identifier(processed.table)}${only})`;
  const name = csvCell(series.name);
  for await (const { rows } of scan({
    database,
    table: processed.table,
    kind: processed.kind,
    units: [],
    series: [series],
    signal,
    source,
  })) {
    let text = '';
    for (let i = 0; i < rows.rows; i++) {
      const value = csvNumber(rows.values[i] as number, rows.valid === null || rows.valid[i] === 1);
      text += `${name},${isoTime(Number(rows.times[i]))},${value}\r\n`;
      if (text.length > 1 << 20 || i === rows.rows - 1) {
        yield utf8(text);
        text = '';
      }
    }
  }
}

/** The bytes of a file of the page. Rejects with `file-gone`. */
export async function* readFile(name: string, file: File): AsyncGenerator<Uint8Array<ArrayBuffer>, void> {
  const size = 4 << 20;
  for (let at = 0; at < file.size; at += size) {
    try {
      yield new Uint8Array(await file.slice(at, at + size).arrayBuffer());
    } catch (thrown) {
      throw new LabFailure({
        code: 'file-gone',
        file: name,
        message: `Expected to read ${name} again for the bundle, but it was moved, deleted or changed. Load it again, or leave the raw files out.`,
        detail: String(thrown),
      });
    }
  }
}
