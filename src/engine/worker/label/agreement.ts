/** Labels by series, and two sets of them side by side. */
import { at } from '../../../core/list';
import type { Label } from '../../../core/label/types';
import { compareLabels, type ComparedSeries, type LabelSet } from '../../../core/label/agreement';
import type { CallArgument, CallResult } from '../../protocol';
import type { SessionContext } from '../session';

/** The labels of each series that has any. */
export function bySeries(labels: readonly Label[]): Map<string, Label[]> {
  const groups = new Map<string, Label[]>();
  for (const label of labels) {
    const group = groups.get(label.series);
    if (group) group.push(label);
    else groups.set(label.series, [label]);
  }
  return groups;
}

/** Agreements and differences of one series that go to the page. */
const MAX_ITEMS = 2000;

const belongs =
  (set: LabelSet) =>
  (label: Label): boolean =>
    'file' in set ? label.origin === 'imported' && label.file === set.file : label.origin === set.origin;

/** Agreement of two sets of the present labels, series by series and in all. */
export async function compareSets(
  { changes, a, b }: CallArgument<'compareSets'>,
  { session }: SessionContext,
): Promise<CallResult<'compareSets'>> {
  // Each file as it is: what one has in common with another is what is asked.
  const { labels } = session.collect(changes, 'apart');
  const sides = [bySeries(labels.filter(belongs(a))), bySeries(labels.filter(belongs(b)))] as const;
  const total = { a: 0, b: 0, matchedA: 0, matchedB: 0 };
  let both = 0;
  let either = 0;
  const series: ComparedSeries[] = [];
  for (const { name } of session.series) {
    const [left, right] = [sides[0].get(name) ?? [], sides[1].get(name) ?? []];
    if (left.length + right.length === 0) continue;
    const found = compareLabels(left, right);
    both += found.both;
    either += found.either;
    const counts = {
      a: left.length,
      b: right.length,
      matchedA: left.length - found.onlyA.length,
      matchedB: right.length - found.onlyB.length,
    };
    for (const key of ['a', 'b', 'matchedA', 'matchedB'] as const) total[key] += counts[key];
    const alone = (
      side: 'a' | 'b',
      list: readonly Label[],
      indices: readonly number[],
    ): ComparedSeries['items'] =>
      indices.map((index) => {
        const { start, end } = at(list, index);
        return { side, start, end };
      });
    const pairs = found.matched.map((pair): ComparedSeries['items'][number] => {
      const [x, y] = [at(left, pair.a), at(right, pair.b)];
      return { side: 'both', start: Math.min(x.start, y.start), end: Math.max(x.end, y.end) };
    });
    const items = [...alone('a', left, found.onlyA), ...alone('b', right, found.onlyB), ...pairs];
    items.sort((x, y) => x.start - y.start);
    series.push({ series: name, ...counts, iou: found.iou, items: items.slice(0, MAX_ITEMS) });
  }
  return Promise.resolve({ series, ...total, iou: either === 0 ? 1 : both / either });
}
