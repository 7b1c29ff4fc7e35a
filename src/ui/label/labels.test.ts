import { describe, expect, it } from 'vitest';
import { chosenBy, columnsOf, filtered, sorted, type TableLabel } from './columns';
import { checkField, fieldChange, fieldText, isEditable } from './fields';
import { labelsCsv, labelsJson } from './labelFile';

const label = (change: Partial<TableLabel> = {}): TableLabel => ({
  id: 'a',
  series: 's.csv',
  start: 1_672_531_200_000_000,
  end: 1_672_531_260_000_001,
  type: 'spike',
  shape: 'window',
  origin: 'manual',
  ...change,
});

describe('the table of labels', () => {
  const rows = [
    label({ id: 'b', start: 5, end: 6, confidence: 0.2 }),
    label({ id: 'a', start: 1, end: 9, confidence: 0.9, type: 'drift', origin: 'imported' }),
    label({ id: 'c', start: 3, end: 4 }),
  ];
  const ids = (list: readonly TableLabel[]): string => list.map(({ id }) => id).join('');

  it('is in order of any column, and what has no value comes last either way', () => {
    expect(ids(sorted(rows, { key: 'start', down: false }))).toBe('acb');
    expect(ids(sorted(rows, { key: 'confidence', down: false }))).toBe('bac');
    expect(ids(sorted(rows, { key: 'confidence', down: true }))).toBe('abc');
  });

  it('shows a type, an origin, or all', () => {
    expect(ids(filtered(rows, { type: 'drift', origin: '' }))).toBe('a');
    expect(ids(filtered(rows, { type: '', origin: 'manual' }))).toBe('bc');
    expect(filtered(rows, { type: '', origin: '' })).toBe(rows);
  });

  it('chooses one, a stretch, or one more or less', () => {
    const all = ['a', 'b', 'c', 'd'];
    expect(chosenBy(all, ['a'], 0, 2, { range: false, toggle: false })).toEqual(['c']);
    expect(chosenBy(all, ['d'], 3, 1, { range: true, toggle: false })).toEqual(['b', 'c', 'd']);
    expect(chosenBy(all, ['a'], 0, 2, { range: false, toggle: true })).toEqual(['a', 'c']);
    expect(chosenBy(all, ['a', 'c'], 0, 2, { range: false, toggle: true })).toEqual(['a']);
  });

  it('names the series only where there are several', () => {
    expect(columnsOf(true).map(({ id }) => id)).toContain('series');
    expect(columnsOf(false).map(({ id }) => id)).not.toContain('series');
  });
});

describe('the fields of a label', () => {
  it('show the last moment that it covers as its end, and take it so', () => {
    expect(fieldText(label(), 'end')).toBe('2023-01-01 00:01:00');
    expect(fieldChange(label(), 'end', '2023-01-01 00:02:00')).toEqual({ end: 1_672_531_320_000_001 });
  });

  it.each([
    ['start', '2023-01-01 00:01:01'],
    ['start', 'yesterday'],
    ['end', '2022-12-31'],
    ['confidence', '1.5'],
    ['confidence', 'sure'],
    ['type', ''],
  ] as const)('refuse %s "%s" with what was expected', (field, text) => {
    expect(checkField(label(), field, text)).toContain('Expected');
  });

  it.each([
    ['start', '2023-01-01 00:01:00'],
    ['end', '2023-01-01'],
    ['confidence', ''],
    ['confidence', '0.5'],
    ['note', ''],
  ] as const)('take %s "%s"', (field, text) => {
    expect(checkField(label(), field, text)).toBeUndefined();
  });

  it('move a point as a whole', () => {
    const point = label({ shape: 'point', end: 1_672_531_200_000_001 });
    expect(fieldChange(point, 'start', '2023-01-02')).toEqual({
      start: 1_672_617_600_000_000,
      end: 1_672_617_600_000_001,
    });
    expect(isEditable(point, 'end')).toBe(false);
  });

  it('leave the kind of an injected anomaly to its parameters', () => {
    expect(isEditable(label({ origin: 'injected' }), 'type')).toBe(false);
    expect(isEditable(label({ origin: 'injected' }), 'note')).toBe(true);
  });
});

describe('labels as a file', () => {
  it('have a header, times in UTC and a line for each; text that looks like a formula is quoted', () => {
    const text = labelsCsv([label({ note: '=1+1', counted: { rawRows: 3, processedRows: 1 } })]);
    expect(text).toBe(
      'id,series,start,end,type,shape,origin,rows_raw,rows_processed,severity_sigma,confidence,detector,note\n' +
        'a,s.csv,2023-01-01T00:00:00.000000Z,2023-01-01T00:01:00.000001Z,spike,window,manual,3,1,,,,"=1+1"\n',
    );
  });

  it('are the same labels in JSON', () => {
    const parsed = JSON.parse(labelsJson('set', [label({ confidence: 0.5 })])) as unknown;
    expect(parsed).toMatchObject({
      name: 'set',
      labels: [{ id: 'a', start: '2023-01-01T00:00:00.000000Z', confidence: 0.5 }],
    });
  });
});
