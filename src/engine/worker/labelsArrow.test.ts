import { expect, it } from 'vitest';
import type { Label } from '../../core/label/types';
import { openNodeDatabase } from './database.node';
import { Session } from './session';

it('labels stand in their table as they are, however their names are written', async () => {
  const session = await Session.open(await openNodeDatabase());
  const label: Label = {
    id: `O'Neil "x"; --`,
    series: 'a, b\n=c',
    start: -1,
    end: 1_700_000_000_000_001,
    type: 'ünïcode 🙂',
    shape: 'window',
    origin: 'injected',
  };
  session.injected.set('a', [label, { ...label, id: 'second' }]);
  await session.publish('stage_raw');
  await session.publishLabels();
  const rows = await session.database.rows<Record<string, unknown>>(
    'SELECT id, series, epoch_us(start) AS s, epoch_us("end") AS e, type, raw_rows, file FROM labels ORDER BY id',
  );
  expect(rows).toEqual([
    { id: label.id, series: label.series, s: -1, e: label.end, type: label.type, raw_rows: null, file: '' },
    expect.objectContaining({ id: 'second' }),
  ]);
});
