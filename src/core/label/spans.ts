import type { Label, Span } from './types';

/** The union of intervals `[start, end)`: sorted, none touching another. Empty intervals cover nothing. */
export function spans(labels: readonly Pick<Label, 'start' | 'end'>[]): Span[] {
  const sorted = labels.filter(({ start, end }) => start < end).sort((a, b) => a.start - b.start);
  const union: Span[] = [];
  for (const { start, end } of sorted) {
    const last = union[union.length - 1];
    if (last && start <= last.end) last.end = Math.max(last.end, end);
    else union.push({ start, end });
  }
  return union;
}
