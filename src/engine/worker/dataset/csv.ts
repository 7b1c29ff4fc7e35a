/** Files of text for the bundle, as streams of bytes. */
import { csvCell, csvNumber, isoTime } from '../../../core/dataset/csv';
import { LabFailure } from '../../../core/errors';
import type { RowSource } from './rowSource';

export const utf8 = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);

/** The rows of one series as CSV. */
export async function* csvLines(
  source: RowSource,
  series: { id: number; name: string },
  signal: AbortSignal,
): AsyncGenerator<Uint8Array<ArrayBuffer>, void> {
  yield utf8('series,timestamp,value\r\n');
  const name = csvCell(series.name);
  for await (const { length, times, values } of source.rows(series.id, {}, signal)) {
    let text = '';
    for (let row = 0; row < length; row++) {
      const value = values[row] as number;
      text += `${name},${isoTime(times[row] as number)},${csvNumber(value, !Number.isNaN(value))}\r\n`;
      if (text.length > 1 << 20 || row === length - 1) {
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
