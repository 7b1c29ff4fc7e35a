import { describe, expect, it } from 'vitest';
import { edgeLine, lineagePicture, lineageSizes, type LineageFacts, type LineageStep } from './lineage';

const step = (index: number, more: Partial<LineageStep> = {}): LineageStep => ({
  index,
  title: `step ${index}`,
  off: false,
  rows: 100 - index,
  labelsBefore: 10,
  labelsAfter: 9,
  filled: 5,
  warnings: 0,
  ...more,
});
const facts = (more: Partial<LineageFacts> = {}): LineageFacts => ({
  sources: [{ name: 'a/one.csv', kind: 'file', rows: 100, labels: null }],
  raw: { rows: 100, labels: 10 },
  steps: [step(0), step(1, { off: true, rows: null }), step(2)],
  resampledBy: 2,
  outputs: [{ kind: 'resampled', final: true }],
  ...more,
});
const between = (given: LineageFacts, from: string, to: string) =>
  lineagePicture(given).edges.find((edge) => edge.from === from && edge.to === to);

describe('the picture of lineage', () => {
  it('has rows, rows under labels and the filled share at each edge', () => {
    expect(between(facts(), 'raw', 'step 0')?.lines).toEqual(['100 rows', '10 labelled', '0 % filled']);
    expect(between(facts(), 'step 0', 'step 1')?.lines).toEqual(['100 rows', '10 labelled', '5 % filled']);
    expect(between(facts(), 'step 2', 'output resampled')?.lines).toEqual([
      '98 rows',
      '9 labelled',
      '5.1 % filled',
    ]);
  });

  it('lets rows pass a step that is off as they are', () => {
    const picture = lineagePicture(
      facts({ steps: [step(0), step(1, { off: true, rows: null, labelsBefore: null })] }),
    );
    const [, into, out] = picture.edges.filter(({ to }) => to !== 'raw');
    expect(out).toMatchObject({ rows: into?.rows, labels: into?.labels, filled: into?.filled });
    expect(picture.nodes.find(({ id }) => id === 'step 1')).toMatchObject({
      off: true,
      told: 'Step 2, step 1: off',
    });
  });

  it('takes cleaned rows from the step before the resampling', () => {
    const both = facts({
      outputs: [
        { kind: 'clean', final: false },
        { kind: 'resampled', final: true },
      ],
    });
    expect(between(both, 'step 1', 'output clean')).toMatchObject({ rows: 100 });
    expect(between(both, 'step 2', 'output resampled')).toMatchObject({ rows: 98 });
  });

  it('folds the twelfth source and those after it into one, with the sum of their rows', () => {
    const sources = Array.from({ length: 57 }, (_, n) => ({
      name: `f${n}.csv`,
      kind: 'file' as const,
      rows: 10,
      labels: null,
    }));
    const { nodes, edges } = lineagePicture(facts({ sources }));
    expect(nodes.filter(({ column }) => column === 0)).toHaveLength(12);
    expect(nodes.find(({ id }) => id === 'more')?.title).toBe('and 46 more files');
    expect(edges.find(({ from }) => from === 'more')?.rows).toBe(460);
    const twelve = lineagePicture(facts({ sources: sources.slice(0, 12) }));
    expect(twelve.nodes.some(({ id }) => id === 'more')).toBe(false);
  });

  it('tells of a file of labels how many it brings, and of no rows', () => {
    const sources = [
      { name: 'one.csv', kind: 'file', rows: 100, labels: 2 },
      { name: 'labels.json', kind: 'labels', rows: 0, labels: 5 },
    ] as const;
    const { edges, nodes } = lineagePicture(facts({ sources }));
    expect(edges.slice(0, 2).map(({ lines }) => lines)).toEqual([['100 rows', '2 labels'], ['5 labels']]);
    expect(nodes.slice(0, 2).map(({ told }) => told)).toEqual([
      'Source one.csv: 100 rows, 2 labels',
      'Source labels.json: 5 labels',
    ]);
  });

  it('says nothing of what is not known', () => {
    const none = facts({
      raw: { rows: null, labels: null },
      steps: [step(0, { rows: null, labelsBefore: null, labelsAfter: null, filled: null })],
    });
    expect(between(none, 'raw', 'step 0')?.lines).toEqual([]);
  });

  it('draws every node within its size, none over another, and lines from right to left sides', () => {
    const { nodes, edges, width, height } = lineagePicture(facts());
    const { node, row } = lineageSizes;
    for (const [index, one] of nodes.entries()) {
      expect(one.x + node).toBeLessThanOrEqual(width);
      expect(one.y).toBeGreaterThanOrEqual(0);
      expect(one.y + row).toBeLessThanOrEqual(height);
      for (const other of nodes.slice(index + 1))
        expect(one.column !== other.column || Math.abs(one.y - other.y) >= row).toBe(true);
    }
    for (const edge of edges) {
      const { x1, x2 } = edgeLine({ nodes }, edge);
      expect(x2 - x1).toBeGreaterThan(0);
    }
  });
});
