/** A cell of a table as text; what is neither text nor a number comes as JSON. */
export function cellText(cell: unknown): string {
  if (cell === null || cell === undefined) return '';
  if (typeof cell === 'string') return cell;
  if (typeof cell === 'number' || typeof cell === 'bigint' || typeof cell === 'boolean') return `${cell}`;
  return JSON.stringify(cell, (_key, value: unknown) => (typeof value === 'bigint' ? `${value}` : value));
}
