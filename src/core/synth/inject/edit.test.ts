import { describe, expect, it } from 'vitest';
import type { AnomalyShape, Injection } from '../../recipe/types';
import { formatInstant } from '../../recipe/instant';
import { gridSeries, second, start } from './fixtures';
import {
  duplicateAnomaly,
  moveAnomaly,
  noteAnomaly,
  realise,
  removeAnomaly,
  reshapeAnomaly,
  restoreAnomaly,
} from './index';
import type { RealisedAnomaly } from './types';

const at = (row: number): number => start + row * second;
const shape: AnomalyShape = {
  kind: 'trend',
  length: ['10s', '30s'],
  strength: { absolute: [1, 5] },
  direction: 'either',
};
const base: Injection[] = [
  { id: 'p', series: 's', start: formatInstant(at(5)), shape: { kind: 'flatline', length: '20s' } },
  {
    id: 'd',
    series: 's',
    draw: { count: 4, avoid: [[formatInstant(at(1500)), formatInstant(at(2000))]] },
    shapes: [shape],
  },
];
function realised(injections: Injection[]): Map<string, RealisedAnomaly> {
  const result = realise(injections, gridSeries(), 3);
  if (!result.ok) throw new Error(result.error.message);
  return new Map(result.value.map((anomaly) => [anomaly.id, anomaly]));
}
const one = (id: string, injections = base): RealisedAnomaly => realised(injections).get(id)!;
const others = (injections: Injection[], id: string): RealisedAnomaly[] =>
  [...realised(injections).values()].filter((anomaly) => anomaly.id !== id);

describe.each(['p', 'd/2'])('anomaly %s', (id) => {
  const before = one(id);

  it('begins where it is moved to, and is the same otherwise', () => {
    const moved = moveAnomaly(base, before, at(1600));
    expect(one(id, moved)).toMatchObject({
      from: 1600,
      requested: before.requested,
      realised: { rows: before.realised.rows, length: before.realised.length },
    });
    expect(others(moved, id)).toEqual(others(base, id));
  });

  it('dragged with the length of its label keeps what was asked of its length', () => {
    const moved = moveAnomaly(base, before, at(1600), before.end - before.start);
    expect(one(id, moved).requested).toEqual(before.requested);
  });

  it('lasts as long as its label is made, in whole steps', () => {
    const label = 44 * second + 1;
    const longer = one(id, moveAnomaly(base, before, at(1600), label));
    expect([longer.from, longer.to, longer.end - longer.start]).toEqual([1600, 1645, label]);
    expect(longer.requested).toEqual({ ...before.requested, length: '45s' });
  });

  it('takes another shape where it is', () => {
    const spike: AnomalyShape = { kind: 'spike', length: '1s' };
    const changed = reshapeAnomaly(base, before, spike);
    expect(one(id, changed)).toMatchObject({ from: before.from, to: before.from + 1, requested: spike });
    expect(others(changed, id)).toEqual(others(base, id));
  });

  it('goes without the others noticing', () => {
    const rest = removeAnomaly(base, before);
    expect(realised(rest).has(id)).toBe(false);
    expect([...realised(rest).values()]).toEqual(others(base, id));
  });

  it('is copied as it came out: length, strength and direction', () => {
    const copied = duplicateAnomaly(base, before, at(1700));
    const { strength, unit, amount, direction, length, rows } = before.realised;
    const copy = one(`${before.injection}-copy`, copied);
    expect(copy).toMatchObject({ from: 1700, kind: before.kind });
    expect(copy.realised).toMatchObject({
      length,
      rows,
      ...(strength !== undefined && { strength, unit, amount, direction }),
    });
    const twice = duplicateAnomaly(copied, before, at(1800));
    expect(realised(twice).has(`${before.injection}-copy-2`)).toBe(true);
  });

  it('carries a remark until it is taken away', () => {
    const noted = noteAnomaly(base, before, 'pump stopped');
    expect(one(id, noted).note).toBe('pump stopped');
    expect(one(id, noteAnomaly(noted, before, '')).note).toBeUndefined();
  });

  it('changed twice has both changes', () => {
    const spike: AnomalyShape = { kind: 'spike', length: '3s' };
    const both = moveAnomaly(reshapeAnomaly(base, before, spike), before, at(1601));
    expect(one(id, both)).toMatchObject({ from: 1601, to: 1604, requested: spike });
  });
});

describe('a drawn anomaly', () => {
  it('is as it was drawn once its changes are undone', () => {
    const before = one('d/2');
    const gone = removeAnomaly(moveAnomaly(base, before, at(1600)), before);
    expect(restoreAnomaly(gone, before)).toEqual(base);
    const other = one('d/3');
    expect(restoreAnomaly(removeAnomaly(gone, other), before)).toEqual(removeAnomaly(base, other));
  });
});

describe('rows that are left out', () => {
  it('are as many as the label is made long, less the row that tells of them', () => {
    const list: Injection[] = [
      {
        id: 'm',
        series: 's',
        start: formatInstant(at(5)),
        shape: { kind: 'missing', as: 'absent', length: '10s' },
      },
    ];
    const before = one('m', list);
    const longer = one('m', moveAnomaly(list, before, at(100), 30 * second + 1));
    expect([longer.from, longer.to, longer.end - longer.start]).toEqual([100, 130, 30 * second + 1]);
  });
});
