import type { FileSource } from '../recipe/types';

/**
 * The name of a series: the file's path, then the key where a series column tells series apart, then the column where there are several.
 */
export function seriesName(source: FileSource, column: string, key?: string): string {
  const parts = [source.file];
  if (key !== undefined) parts.push(key);
  if (source.values.length > 1) parts.push(column);
  return parts.join(':');
}
