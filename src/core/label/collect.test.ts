import { describe, expect, it } from 'vitest';
import { collectLabels } from './collect';
import type { Label } from './types';

const label = (id: string): Label => ({
  id,
  series: 's',
  start: 0,
  end: 10,
  type: 'anomaly',
  shape: 'window',
  origin: 'imported',
});
const none = { annotations: [], edits: [] };

describe('the labels of a data set', () => {
  it('are those of files as they came where nobody changed them', () => {
    expect(collectLabels([label('a')], [], none, ['s'])).toEqual({ labels: [label('a')], warnings: [] });
  });

  it('take a change by hand, and say that they were changed', () => {
    const edits = [{ id: 'a', start: '1970-01-01T00:00:00.000005Z', type: 'spike' }];
    const { labels } = collectLabels([label('a')], [], { ...none, edits }, ['s']);
    expect(labels).toEqual([{ ...label('a'), start: 5, type: 'spike', edited: true }]);
  });

  it('lose one that a person took out, and no other', () => {
    const edits = [{ id: 'a', removed: true }];
    const { labels, warnings } = collectLabels([label('a'), label('b')], [], { ...none, edits }, ['s']);
    expect(labels.map(({ id }) => id)).toEqual(['b']);
    expect(warnings).toEqual([]);
  });

  it('say so where a change belongs to no label, or a label to no series', () => {
    const annotation = {
      id: 'm',
      series: 'elsewhere',
      start: '1970-01-01T00:00:00Z',
      end: '1970-01-01T00:00:01Z',
      type: 'anomaly',
      shape: 'window',
      origin: 'manual',
    } as const;
    const { labels, warnings } = collectLabels(
      [],
      [],
      { annotations: [annotation], edits: [{ id: 'gone' }] },
      ['s'],
    );
    expect(labels).toEqual([]);
    expect(warnings).toHaveLength(2);
    expect(warnings.join()).toContain('gone');
  });
});
