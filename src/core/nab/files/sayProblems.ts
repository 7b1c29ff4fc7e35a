import type { LabelProblemKind } from './readLabels';

const kinds: Record<LabelProblemKind, [one: string, more: string]> = {
  'not-a-list': ['series without a list of labels', 'series without a list of labels'],
  'not-an-entry': ['entry that is neither a time nor a pair', 'entries that are neither a time nor a pair'],
  'not-a-time': ['text that is no time', 'texts that are no times'],
  backwards: ['window that ends before it starts', 'windows that end before they start'],
  duplicate: ['entry that comes again', 'entries that come again'],
  overlap: ['window that overlaps an earlier one', 'windows that overlap an earlier one'],
  'file-twice': ['series that is listed twice', 'series that are listed twice'],
};

/** Each kind of bad entry that there is, counted in words: `3 windows that overlap an earlier one`. */
export function sayProblems(counts: Partial<Record<LabelProblemKind, number>>): [LabelProblemKind, string][] {
  return (Object.keys(kinds) as LabelProblemKind[]).flatMap((kind): [LabelProblemKind, string][] => {
    const amount = counts[kind] ?? 0;
    if (amount === 0) return [];
    return [[kind, `${amount.toLocaleString('en-GB')} ${kinds[kind][amount === 1 ? 0 : 1]}`]];
  });
}
