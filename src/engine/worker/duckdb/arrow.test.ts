import { tableFromIPC } from 'apache-arrow';
import { describe, expect, it } from 'vitest';
import {
  arrowStream,
  booleanColumn,
  float64Column,
  int32Column,
  packBits,
  textColumn,
  timestampColumn,
} from './arrow';

describe('columns as an Arrow stream', () => {
  it('read back as they were, with what is missing as null', () => {
    const present = Uint8Array.of(1, 0, 1);
    const table = tableFromIPC(
      arrowStream([
        int32Column('whole', Int32Array.of(1, 2, 3), { present }),
        float64Column('value', Float64Array.of(0.5, NaN, -0), { present }),
        timestampColumn('ts', BigInt64Array.of(1n, 2n, -3n)),
        booleanColumn('flag', Uint8Array.of(0, 1, 1)),
        textColumn('text', ['ä', null, 'ä'], (text) => text),
      ]),
    );
    expect(table.toArray().map((row) => Object.values(row?.toJSON() ?? {}))).toEqual([
      [1, 0.5, 0.001, false, 'ä'],
      [null, null, 0.002, true, null],
      [3, -0, -0.003, true, 'ä'],
    ]);
    expect(table.schema.fields.map(({ nullable }) => nullable)).toEqual([true, true, false, false, true]);
  });

  it('say that nothing may be missing where nothing is', () => {
    const table = tableFromIPC(arrowStream([float64Column('value', Float64Array.of(1, 2))]));
    expect(table.getChild('value')?.nullCount).toBe(0);
  });

  it('have flags as bits, the first one lowest', () => {
    expect(packBits(Uint8Array.of(1, 0, 0, 0, 0, 0, 0, 1, 1))).toEqual(Uint8Array.of(0x81, 0x01));
  });
});
