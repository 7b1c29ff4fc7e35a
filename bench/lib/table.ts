/** Tables for people. */

/** Rows of numbers by name as a table in Markdown, ready for a README; columns in the order in which they come, empty where a row has none. */
export function markdownTable(rows: { [row: string]: { [column: string]: number } }): string {
  const columns = [...new Set(Object.values(rows).flatMap(Object.keys))];
  const line = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`;
  return [
    line(['', ...columns]),
    line(['', ...columns].map(() => '---')),
    ...Object.entries(rows).map(([name, row]) => line([name, ...columns.map((column) => row[column] ?? '')])),
  ].join('\n');
}
