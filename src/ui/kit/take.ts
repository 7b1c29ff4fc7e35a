/** Downloads, and text for the clipboard. */
import { cellText } from '../../core/cellText';

export function download(content: Blob, name: string): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

export const copyText = (text: string): Promise<void> => navigator.clipboard.writeText(text);

/** Rows as tab-separated text with a header: what a spreadsheet takes from the clipboard. */
export function tabular(columns: readonly string[], rows: readonly Record<string, unknown>[]): string {
  const cell = (value: unknown): string => cellText(value).replace(/[\t\r\n]+/g, ' ');
  return [columns.map(cell), ...rows.map((row) => columns.map((column) => cell(row[column])))]
    .map((cells) => cells.join('\t'))
    .join('\n');
}
