import { expect, it } from 'vitest';
import type { Label } from '../../../core/label/types';
import { openNodeDatabase } from '../duckdb/database.node';
import { handlers } from '../handlers';
import { Session, type SessionContext } from '../session';
import { inThisThread } from '../steps/pool';

it('labels stand in their table as they are, however their names are written', async () => {
  const session = Session.open(await openNodeDatabase(), inThisThread);
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
  const { signal } = new AbortController();
  await session.tables.fill('labels', { signal, progress: () => undefined });
  const rows = await session.database.rows(
    'SELECT id, series, epoch_us(start) AS s, epoch_us("end") AS e, type, raw_rows, file FROM labels ORDER BY id',
  );
  expect(rows).toEqual([
    { id: label.id, series: label.series, s: -1, e: label.end, type: label.type, raw_rows: null, file: '' },
    expect.objectContaining({ id: 'second' }),
  ]);
});

it('SQL sees the labels as they are now, in a table that is made when it asks', async () => {
  const session = Session.open(await openNodeDatabase(), inThisThread);
  const context: SessionContext = {
    session,
    signal: new AbortController().signal,
    progress: () => undefined,
  };
  const ids = async (): Promise<unknown[]> => {
    const { rows } = await handlers.query({ sql: 'SELECT id FROM labels ORDER BY id' }, context);
    return rows.map(({ id }) => id);
  };
  const label: Label = {
    id: 'a',
    series: 's',
    start: 0,
    end: 1,
    type: 't',
    shape: 'point',
    origin: 'injected',
  };
  expect(await ids()).toEqual([]);
  session.injected.set('s', [label]);
  await session.tables.forget('run');
  expect(await ids()).toEqual(['a']);
  expect(await ids()).toEqual(['a']);
  session.injected.set('s', [label, { ...label, id: 'b' }]);
  await session.tables.forget('run');
  expect(await ids()).toEqual(['a', 'b']);
  session.injected.delete('s');
  await session.tables.forget('run');
  expect(await ids()).toEqual([]);
});
